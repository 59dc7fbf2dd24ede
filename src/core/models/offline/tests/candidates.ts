import type { Guess, Kind } from "./guess.ts";
import type { Heard } from "./heard.ts";

/** How the sources of values are written in a language, and what the code speaks of. */
export interface Literals {
  readonly isPython: boolean;
  readonly heard: Heard;
}

/** How deep values within values go. */
const DEPTH = 3;
/** Values of one place at most. */
const MOST = 12;

/** Sources of values for a guess, the usual one first, then those at which behaviour may change. */
function candidates(guess: Guess, literals: Literals, depth = DEPTH): readonly string[] {
  const kind = guess.isDate && guess.kind !== "date" ? "string" : (guess.kind ?? kindByName(guess.name));
  const [usual, ...others] = byKind(kind, guess, literals, depth);
  return [...new Set([usual ?? "1", ...guess.empties, ...others])].slice(0, MOST);
}

function byKind(kind: Kind, guess: Guess, literals: Literals, depth: number): readonly string[] {
  switch (kind) {
    case "number":
      return numbers(guess, literals.heard);
    case "string":
      return strings(guess, literals.heard);
    case "boolean":
      return literals.isPython ? ["True", "False"] : ["true", "false"];
    case "array":
      return arrays(guess, literals, depth);
    case "object":
      return objects(guess, literals, depth);
    case "function":
      return functions(guess, literals);
    case "date":
      return literals.isPython ? [] : ['new Date("2024-02-29T12:00:00Z")', 'new Date("2023-12-31T23:59:59Z")'];
    case "map":
      return literals.isPython ? ['{"a": 1}'] : ['new Map([["a", 1], ["b", 2]])'];
    case "set":
      return literals.isPython ? ["{1, 2}"] : ['new Set(["a", "b"])'];
    case "none":
      return [literals.isPython ? "None" : "undefined"];
  }
}

function kindByName(name: string): Kind {
  if (/date|name|text|title|label|path|word|line|key|id$|url|message|code|str|email/i.test(name)) return "string";
  if (/^(is|has|should|can)[A-Z_]|enabled|flag/.test(name)) return "boolean";
  if (/items|list|values|rows|entries|array|numbers|words|lines/i.test(name)) return "array";
  if (/options|config|settings|props/i.test(name)) return "object";
  return /callback|fn$|predicate|compare/i.test(name) ? "function" : "number";
}

/** A function that gives what its type says; the value itself where that is not known. */
function functions({ gives = "" }: Guess, { isPython }: Literals): readonly string[] {
  if (isPython) return [gives === "bool" ? "lambda value: bool(value)" : "lambda value: value"];
  if (gives === "string") return ["(value) => String(value)"];
  if (gives === "number") return ["(value) => Number(value)"];
  if (/^(boolean|\w+ is .*)$/.test(gives)) return ["(value) => Boolean(value)", "() => false"];
  if (gives === "void") return ["() => {}"];
  return ["(value) => value"];
}

/** What the code compares with, and the numbers beside it; then what the name says, and some of every sort. */
function numbers(guess: Guess, heard: Heard): readonly string[] {
  const own = [...guess.literals]
    .map((text) => Number(text.replaceAll("_", "")))
    .filter((value) => Number.isFinite(value));
  const byName = NUMBERS.find(({ name }) => name.test(guess.name))?.values ?? [3, 10];
  const near = own.flatMap((value) => (Number.isInteger(value) ? [value + 1, value - 1] : [value / 2]));
  const common = byName[0] === 0.05 || byName[0] === 2024 || byName[0] === 5 ? [] : [0, 1, 2.5, -1];
  const [usual = 3, ...more] = byName;
  const all = [usual, ...own, ...more.slice(0, 1), ...near, ...heard.numbers, ...more.slice(1), ...common];
  return all.filter((value) => Math.abs(value) < 1e9).map(String);
}

const NUMBERS: readonly { readonly name: RegExp; readonly values: readonly number[] }[] = [
  { name: /year/i, values: [2024, 2023, 1900, 2000] },
  { name: /month/i, values: [5, 1, 12, 2] },
  { name: /day/i, values: [15, 1, 31, 30] },
  { name: /hour/i, values: [13, 0, 23] },
  { name: /minute|second/i, values: [30, 0, 59] },
  { name: /rate|ratio|percent|share|probability|factor/i, values: [0.05, 0.5, 0] },
  { name: /price|amount|cents|total|principal|balance|cost|salary/i, values: [1250, 100, 99] },
  { name: /^(index|i|n|count|size|limit|depth|offset|position|times)$/i, values: [2, 1, 0, 3] },
];

/** The later end of something that lasts. */
const LATER = /^(to|end|until|last|before|asOf|as_of)$/;

function strings(guess: Guess, heard: Heard): readonly string[] {
  if (guess.allowed !== undefined) return [...guess.allowed].map(quoted);
  const own = [...guess.literals].filter((text) => /^["'`]/.test(text)).map(quoted);
  if (guess.isDate || (/date|^day$/i.test(guess.name) && own.length === 0))
    return (
      LATER.test(guess.name)
        ? ["2024-03-31", "2024-02-29", "2024-01-01"]
        : ["2024-01-31", "2024-02-29", "2023-12-31", "2024-03-01"]
    ).map((text) => JSON.stringify(text));
  const lines = heard.hasLines ? LINES : [];
  const more = [...lines, ...heard.strings.flatMap((text) => [text, `a${text}b ${text}`])];
  if (own.length > 0) return [...own, '"other"', ...more.map((text) => JSON.stringify(text))];
  const byName = STRINGS.find(({ name }) => name.test(guess.name))?.values ?? ["Hello, World", "abc", "", "a b"];
  const [usual = "", ...others] = byName;
  return [usual, ...more, ...others].map((text) => JSON.stringify(text));
}

/** Indented, with an empty one, with and without an end. */
const LINES = ["  one\n    two\n\nthree\n", "one\ntwo\n", "one\n  two"];

function quoted(text: string): string {
  return /^'/.test(text) && !/["\\]/.test(text) ? `"${text.slice(1, -1)}"` : text;
}

const STRINGS: readonly { readonly name: RegExp; readonly values: readonly string[] }[] = [
  { name: /name|author|user/i, values: ["Ada", "Ada Lovelace", ""] },
  { name: /email/i, values: ["ada@example.org", "ada"] },
  { name: /url|link/i, values: ["https://example.org/a?b=c", "/a/b"] },
  { name: /path|file|folder/i, values: ["src/a/b.js", "a", ""] },
  { name: /line/i, values: ["a,b,c", "one two", ""] },
  { name: /separator|delimiter/i, values: [",", ";"] },
  { name: /^(key|id|code)$/i, values: ["a", "b1"] },
  { name: /number|amount|digits/i, values: ["12.50", "-3", "x"] },
];

function arrays(guess: Guess, literals: Literals, depth: number): readonly string[] {
  if (depth === 0) return ["[]"];
  const items = candidates(guess.element, literals, depth - 1);
  const [first = "1", second = first, third = second] = items;
  const several = [[first, second, third], [], [first], [third, first, second, first]];
  // One that has many parts is enough to be read.
  const lists =
    guess.element.properties.size > 1
      ? [[first], [], ...items.slice(1, 6).map((item) => [item]), [first, second], [third, first, second, first]]
      : several;
  return lists.map((list) => `[${list.join(", ")}]`);
}

/** All properties with their usual values, then each of them with others, then without those that may be left out. */
function objects(guess: Guess, literals: Literals, depth: number): readonly string[] {
  const { isPython } = literals;
  if (depth === 0) return ["{}"];
  if (guess.variants.length > 0) return inTurn(guess.variants.map((one) => objects(one, literals, depth)));
  const parts = [...guess.properties].map(([name, part]) => ({
    name,
    part,
    values: candidates(part, literals, depth - 1),
  }));
  const write = (chosen: readonly (readonly [string, string | undefined])[]): string => {
    const written = chosen.flatMap(([name, value]) =>
      value === undefined ? [] : [`${isPython ? JSON.stringify(name) : name}: ${value}`],
    );
    return written.length === 0 ? "{}" : `{ ${written.join(", ")} }`;
  };
  const usual = parts.map(({ name, part, values }) => [name, part.isOptional ? undefined : values[0]] as const);
  const full = parts.map(({ name, values }) => [name, values[0]] as const);
  // Words the code tells apart come first.
  const words = ({ literals: own, empties }: Guess) => own.size + empties.size;
  const byWords = parts.toSorted((one, other) => words(other.part) - words(one.part));
  const others = byWords.flatMap(({ name, part, values }) =>
    values
      .slice(part.isOptional ? 0 : 1, part.literals.size > 1 ? 7 : 3)
      .map((value) => write(usual.map((pair) => (pair[0] === name ? [name, value] : pair)))),
  );
  // Where several are alike by chance, what compares them says little.
  const mixed = parts.map(
    ({ name, part, values }, index) =>
      [name, part.isOptional ? undefined : values[index % Math.min(3, values.length)]] as const,
  );
  return [write(usual), write(mixed), ...others, write(full)];
}

function inTurn(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
}

/** Lists of arguments: the usual ones, then one after the other with other values; at most `limit`. */
export function argumentLists(parameters: readonly Guess[], literals: Literals, limit: number): readonly string[] {
  const values = parameters.map((guess) => candidates(guess, literals));
  const needed = parameters.filter(({ isOptional }) => !isOptional).length;
  const usual = values.map(([first = "1"]) => first);
  const lists = [usual.slice(0, needed).join(", "), usual.join(", ")];
  const longest = Math.max(0, ...values.map(({ length }) => length));
  for (let index = 1; index < longest; index++) {
    for (const [at, own] of values.entries()) {
      const value = own[index];
      if (value === undefined) continue;
      const length = Math.max(needed, at + 1);
      lists.push(
        usual
          .map((other, place) => (place === at ? value : other))
          .slice(0, length)
          .join(", "),
      );
      // What two values come to together shows only where both differ from the usual ones.
      const beside = values.map((others, place) =>
        place === at ? value : (others[(index % Math.max(1, others.length - 1)) + 1] ?? others[0] ?? "1"),
      );
      if (values.length > 1 && index < 3) lists.push(beside.slice(0, length).join(", "));
    }
  }
  return [...new Set(lists)].slice(0, limit);
}
