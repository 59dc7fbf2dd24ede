import type { MutationHints } from "../../evidence/mutants/mutant.ts";
import { type Clues, numberIn, type Pair } from "./clues.ts";
import type { RepairTask } from "./task.ts";

/** What a repair may put in from outside of the file: names of other modules, and parts of values the failure shows. */
export function hintsOf({ signatures, tests }: RepairTask, { pairs, kinds }: Clues): MutationHints {
  const isNamed = kinds.has("unknown-name") || kinds.has("nothing");
  const source = [...signatures, ...(isNamed ? tests : [])].map(({ body }) => body).join("\n");
  const names = [...new Set(source.match(/[A-Za-z_$][\w$]*/g) ?? [])].filter((name) => name.length > 2).slice(0, 120);
  const texts = pairs.filter(({ actual, expected }) => /^["'`]/.test(actual) && /^["'`]/.test(expected));
  const numbers = pairs.flatMap((pair) => {
    const [actual, expected] = [numberIn(pair.actual), numberIn(pair.expected)];
    if (actual === undefined || expected === undefined || !Number.isFinite(actual)) return [];
    return [{ actual, expected }];
  });
  const strings = [
    ...new Set(
      [
        ...tests
          .map(({ body }) => body)
          .join("\n")
          .matchAll(/(["'])(\w{1,24}|[^\w\s"'\\]{1,3})\1/g),
      ].map(([, , text = ""]) => text),
    ),
  ];
  return { names, strings: strings.slice(0, 6), numbers, pieces: texts.flatMap(piecesOf) };
}

/** The part in which two printed strings differ, alone and with a little of what stands around it; and one letter for another. */
function piecesOf(pair: Pair): MutationHints["pieces"] {
  const [actual, expected] = [pair.actual.slice(1, -1), pair.expected.slice(1, -1)];
  const limit = Math.min(actual.length, expected.length);
  let start = 0;
  while (start < limit && actual[start] === expected[start]) start++;
  let end = 0;
  while (end < limit - start && actual.at(-1 - end) === expected.at(-1 - end)) end++;
  const widths = [0, 1, 2];
  const cut = (text: string, before: number, after: number): string =>
    text.slice(Math.max(0, start - before), text.length - Math.max(0, end - after));
  const pieces = widths.flatMap((before) =>
    widths.map((after) => ({ actual: cut(actual, before, after), expected: cut(expected, before, after) })),
  );
  const short = pieces.filter((piece) => piece.actual.length <= 30 && piece.expected.length <= 30);
  return [...letterFor(actual, expected), ...insertedOnce(actual, expected), ...short];
}

/** "2024/02/29" for "2024-02-29": the same letter for another one everywhere. */
function letterFor(actual: string, expected: string): MutationHints["pieces"] {
  if (actual.length !== expected.length) return [];
  const swaps = new Map<string, string>();
  for (const [index, letter] of [...actual].entries()) {
    const other = expected[index] ?? "";
    if (letter !== other && (swaps.get(letter) ?? other) === other) swaps.set(letter, other);
  }
  return swaps.size === 1 ? [...swaps].map(([one, other]) => ({ actual: one, expected: other })) : [];
}

/** "a b" for "ab": what is there only in one of them, several times perhaps. */
function insertedOnce(actual: string, expected: string): MutationHints["pieces"] {
  return [" ", ", ", ",", "-", "_", "/", "\\n"]
    .filter((part) => expected.replaceAll(part, "") === actual)
    .map((part) => ({ actual: "", expected: part }));
}
