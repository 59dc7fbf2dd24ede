import { atomsOf, type Constant } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { pack, type TestLiterals } from "./test-literals.ts";

/** Numbers of everyday code: units, bases, calendars, round figures. */
const COMMON: ReadonlySet<number> = new Set([
  12, 16, 20, 23, 24, 28, 29, 30, 31, 32, 36, 50, 52, 59, 60, 64, 90, 99, 100, 127, 128, 180, 200, 255, 256, 360, 365,
  366, 400, 500, 512, 999, 1000, 1024, 1440, 3600, 4096, 10_000, 65_535, 65_536, 86_400, 100_000, 1_000_000, 60_000,
  3_600_000, 86_400_000, 0.5, 0.1, 0.01, 0.25, 0.001, 1.5, 0.05,
]);
const COMMON_WORDS =
  /^(__proto__|constructor|prototype|string|number|object|function|undefined|boolean|symbol|bigint|utf-?8|ascii|hex|base64|latin1|binary|data|error|end|close|default|null|none|true|false|en|en-US|numeric|2-digit|long|short|asc|desc|\s*|[^A-Za-z0-9]*)$/i;

/** 0, 1, -1, "", true, null and empty collections: every guard compares with these. */
export function isTrivial(constant: Constant): boolean {
  return atomsOf(constant).every(
    (atom) =>
      atom.type === "plain" ||
      (atom.type === "number" && Math.abs(atom.value) <= 1 && Number.isInteger(atom.value)) ||
      (atom.type === "string" && atom.value.length === 0) ||
      (atom.type === "number" && Number.isNaN(atom.value)),
  );
}

/** Whether some part that is not trivial stands in the failing tests as well. */
export function isKnown(constant: Constant, tests: TestLiterals): boolean {
  // What is worked out from literals in a way not followed here may be anything.
  if (constant.type === "made" && !isTrivial(constant)) return true;
  return atomsOf(constant).some((atom) => {
    if (isTrivial(atom)) return false;
    if (atom.type === "number")
      return tests.numbers.has(atom.value) || tests.numbers.has(-atom.value) || tests.strings.has(String(atom.value));
    return atom.type === "string" && isKnownText(atom.value, tests);
  });
}

function isKnownText(text: string, tests: TestLiterals): boolean {
  if (COMMON_WORDS.test(text)) return false;
  if (tests.strings.has(text)) return true;
  if (text.length >= 4 && [...tests.strings].some((other) => other.length < 400 && other.includes(text))) return true;
  // An input or result written out in one piece: "[3,1,2]".
  return text.length >= 3 && /\d/.test(text) && /[^\w\s]/.test(text) && tests.packed.includes(pack(text));
}

/** Known, and nothing that ordinary code or this file would hold anyway. */
export function isTelling(constant: Constant, tests: TestLiterals, edit: Edit): boolean {
  return atomsOf(constant).some((atom) => {
    if (!isKnown(atom, tests)) return false;
    if (atom.type === "number") return !isCommonNumber(atom.value);
    return atom.type === "string" && !isVocabulary(atom.value, edit);
  });
}

export function isCommonNumber(value: number): boolean {
  const size = Math.abs(value);
  return (Number.isInteger(value) && size <= 10) || COMMON.has(size);
}

/** The file spoke of it before, as a name or in a text. */
function isVocabulary(text: string, edit: Edit): boolean {
  const core = text.trim();
  return edit.knows(core) || (core.length >= 2 && edit.quotes(core));
}

/** A name-like text, as the vocabulary of a domain is. */
export function isWord(constant: Constant): boolean {
  return constant.type === "string" && /^[A-Za-z][A-Za-z_-]{0,15}$/.test(constant.value);
}
