import type { MutationHints } from "../../evidence/mutants/mutant.ts";
import { type Clues, numberIn, type Pair } from "./clues.ts";
import type { RepairTask } from "./task.ts";

/** What a repair may put in from outside of the file: names of other modules, and parts of values the failure shows. */
export function hintsOf({ signatures, tests }: RepairTask, { pairs }: Clues): MutationHints {
  const source = [...signatures, ...tests].map(({ body }) => body).join("\n");
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
          .matchAll(/(["'])(\w{1,24})\1/g),
      ].map(([, , text = ""]) => text),
    ),
  ];
  return { names, strings: strings.slice(0, 6), numbers, pieces: texts.flatMap(piecesOf) };
}

/** The part in which two printed strings differ, alone and with a little of what stands around it. */
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
  return pieces.filter((piece) => piece.actual !== "" && piece.actual.length <= 30 && piece.expected.length <= 30);
}
