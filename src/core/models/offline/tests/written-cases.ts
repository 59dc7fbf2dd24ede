import { type Case, errorLine, quote, valueLine } from "./assertions.ts";
import type { Callable } from "./callables.ts";
import type { Style } from "./style.ts";

/** Assertions of one test. */
const MOST = 7;

/** The tests of one callable, as text: one of its results, one of what it refuses. Empty where nothing telling came out. */
export function testsOf({ name }: Callable, cases: readonly Case[], style: Style, source: string): readonly string[] {
  const all = cases.filter(({ outcome }) => outcome.type === "value");
  const isAsync = needsAwait(all, source);
  const values = telling(all, (one) => valueLine(one, style, isAsync) !== undefined);
  const errors = distinct(
    cases.filter(({ outcome }) => outcome.type === "error" && isMeant(outcome, source)),
    ({ outcome }) => (outcome.type === "error" ? outcome.name : ""),
  )
    .flatMap((one) => errorLine(one, style, source) ?? [])
    .slice(0, 2);
  const tests: string[] = [];
  if (values.length > 0)
    tests.push(
      written(
        `${name} keeps its results`,
        values.flatMap((one) => valueLine(one, style, isAsync) ?? []),
        style,
        isAsync,
      ),
    );
  if (errors.length > 0) tests.push(written(`${name} keeps refusing what it refuses`, errors, style, false));
  return tests;
}

/** Results that differ, then more calls of the same result, as long as the whole stays readable; none where all are nothing. */
function telling(cases: readonly Case[], fits: (one: Case) => boolean): readonly Case[] {
  const sourceOf = ({ outcome }: Case) => (outcome.type === "value" ? outcome.source : "");
  if (cases.every((one) => /^(undefined|None)$/.test(sourceOf(one)))) return [];
  const first = distinct(cases, sourceOf);
  const more = cases.filter((one) => !first.includes(one));
  const all = [...first, ...more];
  // Longer ones are hard to read, and no formatter leaves them as they are.
  const short = all.filter(fits);
  // Few results need few calls to be seen.
  const chosen = new Set(short.slice(0, Math.min(MOST, 3 * first.length)));
  return cases.filter((one) => chosen.has(one));
}

function distinct<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)) !== undefined);
}

/** An error the code itself throws, not one that comes of a call it was not made for. */
function isMeant({ name }: { readonly name: string }, source: string): boolean {
  return new RegExp(`\\b(throw new|raise)\\s+${name}\\b`).test(source);
}

function needsAwait(cases: readonly Case[], source: string): boolean {
  return cases.some(({ call }) => {
    const name = /(?:^|\.)([\w$]+)\(/.exec(call.replace(/^new [\w$.]+\([^)]*\)\./, "."))?.[1] ?? "";
    return new RegExp(
      `\\basync\\s+(?:function\\s*)?\\*?\\s*${name.replace(/\$/g, "\\$")}\\b|\\b${name.replace(/\$/g, "\\$")}\\s*=\\s*async\\b`,
    ).test(source);
  });
}

function written(title: string, lines: readonly string[], style: Style, isAsync: boolean): string {
  const { indent, semicolon, testCall } = style;
  if (style.isPython) return pythonTest(title, lines, style);
  const body = lines.map((line) => `${line.replace(/^/gm, indent)}${semicolon}`).join("\n");
  const opening = style.usesFunctions ? `${isAsync ? "async " : ""}function () {` : `${isAsync ? "async " : ""}() => {`;
  return `${testCall}(${quote(title, style)}, ${opening}\n${body}\n})${semicolon}\n`;
}

function pythonTest(title: string, lines: readonly string[], { python, indent }: Style): string {
  const name = `test_${title
    .replace(/\./g, "_")
    .replace(/[^\w]+/g, "_")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()}`;
  const body = (depth: number) =>
    lines
      .flatMap((line) => line.split("\n"))
      .map((line) => `${indent.repeat(depth)}${line.replace(/^\t/, indent)}`)
      .join("\n");
  return python === "unittest" ? `${indent}def ${name}(self):\n${body(2)}\n` : `def ${name}():\n${body(1)}\n`;
}
