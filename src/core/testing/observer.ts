import { diffArrays } from "diff";
import { cap } from "./plain-text.ts";
import type { Frame, TestCase, TestRun } from "./test-run.ts";

/**
 * What a model needs to know of a failed run, in at most about `tokens` tokens (a token is taken as four characters):
 * the first failures with message, the differing part of expected and actual, and the frames of the workspace. Deterministic.
 * A run without failures and problems says how many tests passed.
 */
export function observe(run: TestRun, tokens = 400): string {
  const failed = run.cases.filter((test) => test.status === "failed");
  const blocks = [...run.problems.map(problemBlock), ...failed.map(failureBlock)];
  const passed = run.cases.filter((test) => test.status === "passed").length;
  if (blocks.length === 0) return `${passed} ${passed === 1 ? "test" : "tests"} passed.`;
  return withinBudget(blocks, tokens * 4);
}

/** One failing test in two to four short lines (more only where several lines differ). */
export function failureBlock(test: TestCase): string {
  const title = `${test.file}${test.line === undefined ? "" : `:${test.line}`} > ${test.name}`;
  return block(title, test.message, difference(test), test.frames);
}

function problemBlock({ file, message, frames }: TestRun["problems"][number]): string {
  return block(file ?? "problem", message, [], frames);
}

function block(
  title: string,
  message: string | undefined,
  differing: readonly string[],
  frames: readonly Frame[],
): string {
  const says =
    message === undefined || isRestated(message, differing) ? [] : [cap(message.replaceAll("\n", "\n  "), 400)];
  const at = frames.slice(0, 4).map(({ path, line, name }) => `${path}:${line}${name === undefined ? "" : ` ${name}`}`);
  const lines = [...says, ...differing, ...(at.length > 0 ? [`at ${at.join(" < ")}`] : [])];
  return [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** "Expected values to be strictly equal: 2 !== 3" tells nothing beside the values themselves. */
function isRestated(message: string, differing: readonly string[]): boolean {
  if (differing.length === 0) return false;
  return /^(?:Expected values to be (?:strictly |loosely )?(?:deep-)?equal|expect\(received\)\.|expected .* to (?:deeply |strictly )?(?:equal|be|deep equal) )/.test(
    message,
  );
}

/** "assert 15 == 150" holds both values already; the values of a falsy expression say nothing. */
function isSaid(message: string, expected: string, actual: string): boolean {
  return message.includes(`assert ${actual} == ${expected}`) || /falsy value|^assert (?:not |\w+\()/.test(message);
}

const shown = 160;

/** Short values as they are; of long lines the differing part; of many lines those that differ. */
function difference({ message = "", expected, actual }: TestCase): string[] {
  if (expected === undefined || actual === undefined || isSaid(message, expected, actual)) return [];
  if (expected.includes("\n") || actual.includes("\n")) return differingLines(expected, actual);
  if (expected.length + actual.length <= shown) return [`expected ${expected}, actual ${actual}`];
  const [from, to] = differingPart(expected, actual);
  return [`expected ${window(expected, from, to)}`, `actual   ${window(actual, from, to)}`];
}

/** How many characters two texts share at their start and at their end. */
function differingPart(a: string, b: string): readonly [number, number] {
  const limit = Math.min(a.length, b.length);
  let start = 0;
  while (start < limit && a[start] === b[start]) start++;
  let end = 0;
  while (end < limit - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [start, end];
}

function window(text: string, start: number, end: number): string {
  const from = Math.max(0, start - 20);
  const to = Math.min(text.length, text.length - end + 10);
  return `${from > 0 ? "..." : ""}${cap(text.slice(from, to), shown)}${to < text.length ? "..." : ""}`;
}

function differingLines(expected: string, actual: string): string[] {
  const lines: string[] = [];
  for (const part of diffArrays(expected.split("\n"), actual.split("\n"))) {
    if (!part.added && !part.removed) continue;
    for (const line of part.value) lines.push(`${part.added ? "+" : "-"} ${cap(line, 120)}`);
  }
  if (lines.length === 0) return [];
  const rest = lines.length - 10;
  return ["- expected, + actual:", ...lines.slice(0, 10), ...(rest > 0 ? [`and ${rest} more lines`] : [])];
}

/** Whole blocks as long as they fit; the first is cut rather than left out. */
function withinBudget(blocks: readonly string[], characters: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const text of blocks) {
    if (kept.length > 0 && used + text.length > characters) break;
    kept.push(cap(text, Math.max(characters, 40)));
    used += text.length + 1;
  }
  const rest = blocks.length - kept.length;
  return rest > 0 ? `${kept.join("\n")}\nand ${rest} more` : kept.join("\n");
}
