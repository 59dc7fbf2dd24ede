import { gist } from "./plain-text.ts";
import { type Place, stackFrames } from "./stack.ts";
import type { TestCase } from "./test-run.ts";

/** What a TAP stream says. `complete` is false when it ends before its plan is met, or bails out. */
export interface TapResult {
  readonly cases: readonly TestCase[];
  readonly complete: boolean;
}

interface Level {
  planned: number | undefined;
  seen: number;
}

/**
 * Reads the Test Anything Protocol, versions 13 and 14, with subtests as they are written by node, tap and prove.
 * Undefined for a text without version and plan: other runners print lines that begin with "ok" too.
 */
export function readTap(text: string, file: string, place: Place): TapResult | undefined {
  const cases: TestCase[] = [];
  const levels: Level[] = [{ planned: undefined, seen: 0 }];
  const pending: { depth: number; name: string }[] = [];
  const lines = text.split("\n");
  let bailed = false;
  let points = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [, indent = "", body = ""] = /^(\s*)(.*)$/.exec(line) ?? [];
    const depth = Math.floor(indent.length / 4);
    const level = levelAt(levels, depth);
    if (body.startsWith("Bail out!")) bailed = true;
    const plan = /^1\.\.(\d+)/.exec(body);
    if (plan !== null) level.planned = Number(plan[1]);
    const subtest = /^# Subtest(?:: (.*))?$/.exec(body);
    if (subtest !== null) pending.push({ depth, name: subtest[1] ?? "" });
    const point =
      /^(not )?ok\b(?:\s+\d+)?(?:\s+-)?\s*(.*?)(?:(?<!\\)\s*#\s*(skip|todo)\b.*)?(?:\s+#\s*time=.*)?\s*\{?$/i.exec(
        body,
      );
    if (point === null) continue;
    points++;
    level.seen++;
    const name = (point[2] ?? "").replace(/\\([\\#])/g, "$1") || `test ${level.seen}`;
    const below = levels.splice(depth + 1);
    const diagnosis = diagnosisAt(lines, index + 1, indent);
    index += diagnosis.length;
    while (pending.at(-1) !== undefined && (pending.at(-1)?.depth ?? 0) >= depth && below.length > 0) pending.pop();
    if (below.some((inner) => inner.seen > 0)) continue;
    const parents = pending.filter((parent) => parent.depth < depth).map((parent) => parent.name);
    cases.push(
      testCase([...parents, name].join(" > "), point[1] !== undefined, point[3] !== undefined, diagnosis, file, place),
    );
  }
  const top = levels[0];
  if (points === 0 && top?.planned !== 0) return undefined;
  if (top?.planned === undefined && !/^TAP version \d+/m.test(text)) return undefined;
  return { cases, complete: !bailed && top?.planned !== undefined && top.seen >= top.planned };
}

function levelAt(levels: Level[], depth: number): Level {
  while (levels.length <= depth) levels.push({ planned: undefined, seen: 0 });
  return levels[depth] ?? { planned: undefined, seen: 0 };
}

/** The lines of the YAML block that follows a test point, marks included. */
function diagnosisAt(lines: readonly string[], from: number, indent: string): readonly string[] {
  if (lines[from]?.trim() !== "---") return [];
  const end = lines.findIndex((line, index) => index > from && line.trim() === "..." && line.startsWith(indent));
  return end < 0 ? [] : lines.slice(from, end + 1);
}

function testCase(
  name: string,
  failed: boolean,
  skipped: boolean,
  diagnosis: readonly string[],
  file: string,
  place: Place,
): TestCase {
  if (skipped) return { file, name, status: "skipped", frames: [] };
  if (!failed) return { file, name, status: "passed", frames: [] };
  const message = field(diagnosis, "error") ?? field(diagnosis, "message");
  const expected = field(diagnosis, "expected") ?? field(diagnosis, "wanted");
  const actual = field(diagnosis, "actual") ?? field(diagnosis, "found");
  return {
    file,
    name,
    status: "failed",
    ...(message === undefined ? {} : { message: gist(message) }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    frames: stackFrames(diagnosis.map(frameLine).join("\n"), place),
  };
}

/** Scalars and block scalars are all that test frameworks write here. */
function field(lines: readonly string[], name: string): string | undefined {
  const at = lines.findIndex((line) => line.trimStart().startsWith(`${name}:`));
  const line = lines[at];
  if (line === undefined) return undefined;
  const value = line
    .trimStart()
    .slice(name.length + 1)
    .trim();
  if (value !== "" && !/^[|>][+-]?$/.test(value)) return value.replace(/^(['"])(.*)\1$/, "$2");
  const indent = line.length - line.trimStart().length;
  const block: string[] = [];
  for (const next of lines.slice(at + 1)) {
    if (next.trim() !== "" && next.length - next.trimStart().length <= indent) break;
    block.push(next.trim());
  }
  return block.join("\n").trim() || undefined;
}

/** Stacks in TAP come with or without V8's "at". */
function frameLine(line: string): string {
  return line.replace(/^\s*(?:-\s+|at:\s+)?(?:at )?/, "    at ");
}
