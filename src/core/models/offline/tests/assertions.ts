import { isAlwaysBroken, itemsOf, partsOf } from "./layout.ts";
import type { Outcome } from "./probe.ts";
import type { Style } from "./style.ts";

/** One call and what it came to. */
export interface Case {
  readonly call: string;
  readonly outcome: Outcome;
}

/** The assertion of a value; undefined for what is too long to be read, or to be written as a formatter would leave it. */
export function valueLine({ call, outcome }: Case, style: Style, isAsync: boolean): string | undefined {
  const source = outcome.type === "value" ? restyled(outcome.source, style) : "";
  const plain = restyled(call, style);
  if (isAlwaysBroken(plain)) return undefined;
  const written = isAsync ? `await ${plain}` : plain;
  if (style.isPython) return fitting([pythonValue(written, source, style)], style);
  const isPlain = !/^(\[|\{|\/|new )/.test(source);
  switch (style.assertion) {
    case "expect":
      return expected(written, isPlain ? ".toBe(" : ".toEqual(", source, style);
    case "chai":
      return expected(written, isPlain ? ".to.equal(" : ".to.deep.equal(", source, style);
    case "assert":
      return fitting([`assert.${isPlain ? "equal" : "deepEqual"}(${written}, ${source})`], style);
    case "strict-names":
      return fitting([`assert.${isPlain ? "strictEqual" : "deepStrictEqual"}(${written}, ${source})`], style);
  }
}

/** In one line, else with the parts of the value in lines of their own, else with those of the call, as formatters do. */
function expected(call: string, matcher: string, source: string, style: Style): string | undefined {
  const opening = `expect(${call})${matcher}`;
  const whole = closed([], opening, source, style);
  if (whole !== "broken") return whole;
  if (fits(`${opening}[`, style)) return opened([], opening, source, style);
  const lines = isTooLong(opening, style) ? broken(call, style) : undefined;
  if (lines === undefined) return undefined;
  const before = ["expect(", ...lines];
  const rest = closed(before, `)${matcher}`, source, style);
  return rest === "broken" ? opened(before, `)${matcher}`, source, style) : rest;
}

/** With the value in the line of its matcher; undefined where formatters may or may not leave it there. */
function closed(
  before: readonly string[],
  opening: string,
  source: string,
  style: Style,
): string | "broken" | undefined {
  const line = `${opening}${source})`;
  // An object that is open stays open, however wide lines may be.
  const mayBeOpen = source.startsWith("{") && !fits(line, style);
  if (isAlwaysBroken(source) || isTooLong(line, style) || mayBeOpen) return "broken";
  return fitting([...before, line], style);
}

/** With the value, or its parts, in lines of their own. */
function opened(before: readonly string[], opening: string, source: string, style: Style): string | undefined {
  const { indent } = style;
  if (!/^[[{]/.test(source)) return fitting([...before, opening, `${indent}${source},`, ")"], style);
  const parts = partsOf(source, indent)?.map((line) => `${indent}${line}`);
  if (parts === undefined) return undefined;
  return fitting([...before, `${opening}${source[0] ?? ""}`, ...parts, `${source.at(-1) ?? ""})`], style);
}

/** A call in a line of its own, or with each of its arguments in one. */
function broken(call: string, style: Style): readonly string[] | undefined {
  const { indent } = style;
  const own = `${indent}${call},`;
  if (fits(own, style)) return [own];
  const [callee = ""] = /^(await )?[\w$.]+(?=\()/.exec(call) ?? [];
  const given = itemsOf(call.slice(callee.length));
  const [last = "", other] = [given.at(-1), given.at(-2)];
  // A list or an object at the end is opened in the call's own line, unless there is one like it before.
  const isOpened = /^[[{]/.test(last) && other?.[0] !== last[0];
  if (callee === "" || given.length === 0 || isOpened || !isTooLong(own, style)) return undefined;
  return [`${indent}${callee}(`, ...given.map((one) => `${indent}${indent}${one},`), `${indent}),`];
}

/** The widest of the usual limits: what is longer is broken in any project. */
const WIDEST = 120;

function fits(line: string, style: Style): boolean {
  return lengthOf(line, style) <= style.width;
}

function isTooLong(line: string, style: Style): boolean {
  return lengthOf(line, style) > WIDEST;
}

/** As it stands in a test: indented, and with its semicolon where it ends. */
function lengthOf(line: string, { indent }: Style): number {
  return line.length + indent.length + (line.endsWith(",") ? 0 : 1);
}

function fitting(lines: readonly string[], style: Style): string | undefined {
  return lines.every((line) => fits(line, style)) ? lines.join("\n") : undefined;
}

function pythonValue(call: string, source: string, { python }: Style): string {
  const isWord = /^(True|False|None)$/.test(source);
  if (python === "unittest")
    return isWord && source === "None" ? `self.assertIsNone(${call})` : `self.assertEqual(${call}, ${source})`;
  return isWord ? `assert ${call} is ${source}` : `assert ${call} == ${source}`;
}

/** The assertion of an error; undefined where it is too long. */
export function errorLine({ call, outcome }: Case, style: Style, source: string): string | undefined {
  const { name, message } = outcome.type === "error" ? outcome : { name: "Error", message: "" };
  const written = restyled(call, style);
  if (style.isPython) {
    const known = builtInErrors.test(name) ? name : "Exception";
    const raises = style.python === "unittest" ? `with self.assertRaises(${known}):` : `with pytest.raises(${known}):`;
    return `${raises}\n\t${written}`;
  }
  const isShort = message !== "" && message.length < 90;
  const text = quote(message, style);
  if (style.assertion === "expect") return throwing(`expect(() => ${written}).toThrow(`, message, style);
  if (style.assertion === "chai") return throwing(`expect(() => ${written}).to.throw(`, message, style);
  const parts = [`name: ${quote(nameOf(name, source), style)}`, ...(isShort ? [`message: ${text}`] : [])];
  const opening = `assert.throws(() => ${written}, {`;
  return (
    fitting([`${opening} ${parts.join(", ")} })`], style) ??
    fitting([opening, ...parts.map((part) => `${style.indent}${part},`), "})"], style)
  );
}

/** With as much of the message as fits: both look for it as a part. */
function throwing(opening: string, message: string, style: Style): string | undefined {
  const room = style.width - style.indent.length - opening.length - 4;
  const part = message.length <= room ? message : message.slice(0, room).replace(/\s*\S*$/, "");
  const line = `${opening}${quote(part, style)})`;
  return part !== "" && fits(line, style) ? line : fitting([`${opening})`], style);
}

const builtInErrors =
  /^(ValueError|TypeError|KeyError|IndexError|LookupError|ArithmeticError|ZeroDivisionError|RuntimeError|NotImplementedError|AttributeError|OverflowError|StopIteration|AssertionError|OSError|NameError)$/;

function nameOf(name: string, source: string): string {
  return source.includes(name) ? name : "Error";
}

/** A text as this project writes it. */
export function quote(text: string, style: Style): string {
  return requoted(JSON.stringify(text), style);
}

/** With the quotes this project uses. */
function restyled(code: string, style: Style): string {
  if (style.isPython) return style.quote === '"' ? code.replace(/'([^'"\\]*)'/g, '"$1"') : code;
  return code.replace(/"(?:[^"\\]|\\.)*"/g, (text) => requoted(text, style));
}

/** A text in double quotes in those that formatters choose: the usual ones, unless the others need fewer escapes. */
function requoted(text: string, { quote: usual }: Style): string {
  const inside = text.slice(1, -1).replaceAll('\\"', '"');
  const [double, single] = ['"', "'"].map((sign) => inside.split(sign).length - 1);
  const isDouble = usual === '"' ? (double ?? 0) <= (single ?? 0) : (double ?? 0) < (single ?? 0);
  return isDouble ? text : `'${inside.replaceAll("'", "\\'")}'`;
}
