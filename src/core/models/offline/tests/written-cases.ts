import type { Callable } from "./callables.ts";
import { isAlwaysBroken, partsOf } from "./layout.ts";
import type { Outcome } from "./probe.ts";
import type { Style } from "./style.ts";

/** One call and what it came to. */
export interface Case {
  readonly call: string;
  readonly outcome: Outcome;
}

/** Assertions of one test. */
const MOST = 7;

/** The tests of one callable, as text: one of its results, one of what it refuses. Empty where nothing telling came out. */
export function testsOf({ name }: Callable, cases: readonly Case[], style: Style, source: string): readonly string[] {
  const fits = (one: Case) => valueLine(one, style) !== undefined;
  const values = telling(
    cases.filter(({ outcome }) => outcome.type === "value"),
    fits,
  );
  const errors = distinct(
    cases.filter(({ outcome }) => outcome.type === "error" && isMeant(outcome, source)),
    ({ outcome }) => (outcome.type === "error" ? outcome.name : ""),
  ).slice(0, 2);
  const tests: string[] = [];
  if (values.length > 0)
    tests.push(
      written(
        `${name} keeps its results`,
        values.flatMap((one) => valueLine(one, style) ?? []),
        style,
        needsAwait(values, source),
      ),
    );
  if (errors.length > 0)
    tests.push(
      written(
        `${name} keeps refusing what it refuses`,
        errors.map((one) => errorLine(one, style, source)),
        style,
        false,
      ),
    );
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
  const body = lines
    .map((line) => (isAsync ? line.replace(/(assert\.\w+\(|expect\()/, "$1await ") : line))
    .map((line) => `${line.replace(/^/gm, indent)}${semicolon}`)
    .join("\n");
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

/** Undefined for what is too long to be read, or to be written as a formatter would leave it. */
function valueLine({ call, outcome }: Case, style: Style): string | undefined {
  const source = outcome.type === "value" ? restyled(outcome.source, style) : "";
  const written = restyled(call, style);
  if (isAlwaysBroken(written)) return undefined;
  if (style.isPython) return fitting([pythonValue(written, source, style)], style);
  const isPlain = !/^(\[|\{|\/|new )/.test(source);
  switch (style.assertion) {
    case "expect":
      return asserted(`expect(${written}).${isPlain ? "toBe" : "toEqual"}(`, source, style);
    case "chai":
      return asserted(`expect(${written}).to.${isPlain ? "equal" : "deep.equal"}(`, source, style);
    case "assert":
      return fitting([`assert.${isPlain ? "equal" : "deepEqual"}(${written}, ${source})`], style);
    case "strict-names":
      return fitting([`assert.${isPlain ? "strictEqual" : "deepStrictEqual"}(${written}, ${source})`], style);
  }
}

/** In one line, else with the parts of the value in lines of their own, as formatters do. */
function asserted(opening: string, source: string, style: Style): string | undefined {
  const line = isAlwaysBroken(source) ? undefined : fitting([`${opening}${source})`], style);
  if (line !== undefined) return line;
  const parts = partsOf(source);
  if (parts === undefined) return undefined;
  const [first, last] = [source[0] ?? "", source.at(-1) ?? ""];
  return fitting([`${opening}${first}`, ...parts.map((part) => `${style.indent}${part},`), `${last})`], style);
}

/** What stands around an assertion in its line: the indent, a semicolon, an await. */
const ROOM = 12;

function fitting(lines: readonly string[], { width }: Style): string | undefined {
  return lines.every((line) => line.length + ROOM <= width) ? lines.join("\n") : undefined;
}

function pythonValue(call: string, source: string, { python }: Style): string {
  const isWord = /^(True|False|None)$/.test(source);
  if (python === "unittest")
    return isWord && source === "None" ? `self.assertIsNone(${call})` : `self.assertEqual(${call}, ${source})`;
  return isWord ? `assert ${call} is ${source}` : `assert ${call} == ${source}`;
}

function errorLine({ call, outcome }: Case, style: Style, source: string): string {
  const { name, message } = outcome.type === "error" ? outcome : { name: "Error", message: "" };
  const written = restyled(call, style);
  if (style.isPython) {
    const known = builtInErrors.test(name) ? name : "Exception";
    const raises = style.python === "unittest" ? `with self.assertRaises(${known}):` : `with pytest.raises(${known}):`;
    return `${raises}\n\t${written}`;
  }
  const isShort = message !== "" && message.length < 90;
  const text = quote(message, style);
  if (style.assertion === "expect") return `expect(() => ${written}).toThrow(${isShort ? text : ""})`;
  if (style.assertion === "chai") return `expect(() => ${written}).to.throw(${isShort ? text : ""})`;
  return `assert.throws(() => ${written}, { name: ${quote(nameOf(name, source), style)}${isShort ? `, message: ${text}` : ""} })`;
}

const builtInErrors =
  /^(ValueError|TypeError|KeyError|IndexError|LookupError|ArithmeticError|ZeroDivisionError|RuntimeError|NotImplementedError|AttributeError|OverflowError|StopIteration|AssertionError|OSError|NameError)$/;

function nameOf(name: string, source: string): string {
  return source.includes(name) ? name : "Error";
}

function quote(text: string, { quote: sign }: Style): string {
  const json = JSON.stringify(text);
  return sign === "'" && !/['\\]/.test(text) ? `'${text.replaceAll('\\"', '"')}'` : json;
}

/** With the quotes this project uses. */
function restyled(code: string, { quote: sign, isPython }: Style): string {
  if (isPython) return sign === '"' ? code.replace(/'([^'"\\]*)'/g, '"$1"') : code;
  return sign === "'" ? code.replace(/"([^"'\\]*)"/g, "'$1'") : code;
}
