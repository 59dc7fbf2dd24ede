import type { Section } from "../sections.ts";

/** What the failure's text tells about the mistake. */
export interface Clues {
  /** Values that came out beside those that were expected, as printed. */
  readonly pairs: readonly Pair[];
  readonly kinds: ReadonlySet<Clue>;
  /** Names the failure complains about: a missing function, attribute or key. */
  readonly names: readonly string[];
  /** Lines of the target in the failure's frames, innermost first. */
  readonly lines: readonly number[];
}

export interface Pair {
  readonly actual: string;
  readonly expected: string;
}

export type Clue =
  | "off-by-one"
  | "number"
  | "sign"
  | "factor"
  | "truth"
  | "text"
  | "case"
  | "space"
  | "order"
  | "length"
  | "nothing"
  | "promise"
  | "unknown-name"
  | "not-thrown"
  | "thrown"
  | "endless"
  /** A value is written somewhere as an answer, and another one came out. */
  | "branch";

export function cluesOf(failures: readonly Section[], path: string): Clues {
  const bodies = failures.map(({ body }) => body);
  const text = bodies.join("\n");
  const whole = bodies.flatMap(pairsOf);
  const pairs = [...whole, ...whole.flatMap(elementPairs), ...whole.flatMap(numberPairs)];
  const kinds = new Set<Clue>(pairs.flatMap(kindsOf));
  for (const [pattern, clue] of TOLD) if (pattern.test(text)) kinds.add(clue);
  return { pairs, kinds, names: namesIn(text), lines: linesIn(text, path) };
}

const TOLD: readonly (readonly [pattern: RegExp, clue: Clue])[] = [
  [
    /is not (a function|defined|iterable|a constructor)|has no attribute|NameError|ReferenceError|has no member/,
    "unknown-name",
  ],
  [
    /Missing expected (exception|rejection)|DID NOT RAISE|did not throw|to throw|not raised|expected .* to reject|Received function did not/i,
    "not-thrown",
  ],
  [/Cannot read propert|of undefined|of null|'?NoneType'?|IndexError|unsupported operand|must be (str|int)/, "nothing"],
  [/\b[A-Z]\w*(Error|Exception)\b/, "thrown"],
  [/Promise \{|coroutine|was never awaited|\[object Promise\]|Promise\{\}/, "promise"],
  [/timed? ?out|did not finish|Maximum call stack|RecursionError|recursion depth|heap out of memory/i, "endless"],
];

const PAIRS: readonly { readonly pattern: RegExp; readonly first: "actual" | "expected" }[] = [
  { pattern: /^expected (.+), actual (.+)$/gm, first: "expected" },
  { pattern: /\bexpected (?:.* )?("[^"]*"|'[^']*'), (?:but )?got ("[^"]*"|'[^']*')$/gim, first: "expected" },
  { pattern: /^expected (.+)\nactual {2,}(.+)$/gm, first: "expected" },
  { pattern: /Expected(?: value)?: (.+)\n\s*Received(?: value)?: +(.+)/g, first: "expected" },
  { pattern: /\bassert (.+?) == (.+)$/gm, first: "actual" },
  { pattern: /\bassert (.+?) is (?!not\b)(.+)$/gm, first: "actual" },
  { pattern: /^\s*(.+?) !==? (.+)$/gm, first: "actual" },
  { pattern: /^('.*'|".*"|-?[\d.]+) ={2,3} ('.*'|".*"|-?[\d.]+)$/gm, first: "actual" },
  { pattern: /AssertionError: (.+?) != (.+?)(?: :.*)?$/gm, first: "actual" },
  {
    pattern:
      /expected (.+?) to (?:be|equal|deeply equal|strictly equal|deep equal|loosely equal|eql?|have a length of|have property '.*?' of) (.+?)(?: \/\/.*| but got.*)?$/gm,
    first: "actual",
  },
];

function pairsOf(body: string): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const { pattern, first } of PAIRS)
    for (const [, one = "", other = ""] of body.matchAll(pattern))
      pairs.push(first === "actual" ? { actual: one, expected: other } : { actual: other, expected: one });
  return [...pairs, ...differingLines(body)].map(({ actual, expected }) =>
    quoted({ actual: bare(actual), expected: bare(expected) }),
  );
}

/** Some runners print a text as it is: what is no value of another kind, on both sides, is one. */
function quoted({ actual, expected }: Pair): Pair {
  const isText = (value: string): boolean =>
    !/^["'`[{(<]|^[\w.]+\(|^-?[\d.]+n?$|^-?Infinity$|^\w+ [{[(]/.test(value) &&
    !/^(?:true|false|True|False|None|null|undefined|NaN)$/.test(value);
  return isText(actual) && isText(expected)
    ? { actual: JSON.stringify(actual), expected: JSON.stringify(expected) }
    : { actual, expected };
}

/** "- expected" and "+ actual" lines, in the order they come. */
function differingLines(body: string): readonly Pair[] {
  const expected: string[] = [];
  const actual: string[] = [];
  for (const line of body.split("\n")) {
    if (line.startsWith("- ") && !line.startsWith("- expected")) expected.push(line.slice(2));
    if (line.startsWith("+ ")) actual.push(line.slice(2));
  }
  return expected.flatMap((one, index) => {
    const other = actual[index];
    return other === undefined ? [] : [{ expected: one, actual: other }];
  });
}

/** Without the key and the comma of a printed object. */
function bare(value: string): string {
  return value
    .trim()
    .replace(/^["']?[\w$]+["']?: (?=.)/, "")
    .replace(/,$/, "");
}

function kindsOf({ actual, expected }: Pair): readonly Clue[] {
  const kinds: Clue[] = [];
  const [got, wanted] = [numberIn(actual), numberIn(expected)];
  if (got !== undefined && wanted !== undefined && !Number.isNaN(got)) {
    const difference = Math.abs(got - wanted);
    kinds.push("number");
    if (difference === 1) kinds.push("off-by-one");
    if (got !== 0 && got === -wanted) kinds.push("sign");
    if (got !== 0 && wanted !== 0 && isFactor(got / wanted)) kinds.push("factor");
  }
  if (/^(undefined|null|None|NaN|nan)$/.test(actual)) kinds.push("nothing");
  if (isTruth(actual) && isTruth(expected)) kinds.push("truth");
  if (isText(actual) && isText(expected)) kinds.push("text", ...textKinds(unquoted(actual), unquoted(expected)));
  if (/^[[({]/.test(actual) && /^[[({]/.test(expected)) kinds.push(...listKinds(actual, expected));
  return kinds;
}

function isFactor(ratio: number): boolean {
  const factor = Math.abs(ratio) < 1 ? 1 / ratio : ratio;
  return Number.isInteger(Math.round(factor * 1e6) / 1e6);
}

function isTruth(text: string): boolean {
  return /^(true|false)$/i.test(text);
}

function isText(text: string): boolean {
  return /^(["'`]).*\1$/.test(text);
}

function unquoted(text: string): string {
  return text.slice(1, -1);
}

function textKinds(actual: string, expected: string): readonly Clue[] {
  const kinds: Clue[] = [];
  if (actual.toLowerCase() === expected.toLowerCase()) kinds.push("case");
  if (actual.trim() === expected.trim() || actual.replace(/\s/g, "") === expected.replace(/\s/g, ""))
    kinds.push("space");
  if (Math.abs(actual.length - expected.length) === 1) kinds.push("length");
  if ([...actual].sort().join("") === [...expected].sort().join("")) kinds.push("order");
  return kinds;
}

/** Of two lists or objects of one length, the elements that differ. */
function elementPairs({ actual, expected }: Pair): readonly Pair[] {
  const [got, wanted] = [elementsOf(actual), elementsOf(expected)];
  if (got.length !== wanted.length || got.length < 2) return [];
  return got.flatMap((one, index) => {
    const other = wanted[index] ?? one;
    return one === other || /^[[({]/.test(one) ? [] : [{ actual: bare(one), expected: bare(other) }];
  });
}

/** The numbers in which two texts differ that are alike otherwise: "2024-01-29" and "2024-02-29". */
function numberPairs({ actual, expected }: Pair): readonly Pair[] {
  if (numberIn(actual) !== undefined || actual.replace(/\d+/g, "0") !== expected.replace(/\d+/g, "0")) return [];
  const [got, wanted] = [actual, expected].map((text) => text.match(/\d+/g) ?? []);
  const different = (got ?? []).flatMap((one, index) => {
    const other = wanted?.[index] ?? one;
    return one === other ? [] : [{ actual: String(Number(one)), expected: String(Number(other)) }];
  });
  return different.length === 1 ? different : [];
}

function elementsOf(text: string): readonly string[] {
  if (!/^[[({]/.test(text)) return [];
  return text
    .slice(1, -1)
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function listKinds(actual: string, expected: string): readonly Clue[] {
  const [got, wanted] = [elementsOf(actual), elementsOf(expected)];
  const kinds: Clue[] = [];
  if (got.length !== wanted.length) kinds.push("length");
  else if ([...got].sort().join() === [...wanted].sort().join()) kinds.push("order");
  return kinds;
}

/** A printed number; undefined for anything else. */
export function numberIn(text: string): number | undefined {
  if (!/^-?[\d_]*\.?\d+(e[+-]?\d+)?n?$/i.test(text)) return undefined;
  return Number(text.replace(/[_n]/g, ""));
}

function namesIn(text: string): readonly string[] {
  const patterns = [
    /([\w$.]+) is not (?:a function|a constructor|defined|iterable)/g,
    /has no attribute '(\w+)'/g,
    /name '(\w+)' is not defined/g,
    /reading '(\w+)'/g,
    /KeyError: '([^']+)'/g,
    /unexpected keyword argument '(\w+)'/g,
  ];
  const names = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, name = ""]) => name.split(".").at(-1) ?? name),
  );
  return [...new Set(names)].filter((name) => name !== "");
}

function linesIn(text: string, path: string): readonly number[] {
  const places = [...text.matchAll(/([^\s<>:]+):(\d+)/g)];
  return places.filter(([, file]) => file === path).map(([, , line]) => Number(line));
}
