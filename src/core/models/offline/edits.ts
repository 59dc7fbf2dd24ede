import { lineAt, lineStarts } from "../../syntax/nodes.ts";

/** Some text in the place of other text; the same offset twice for an insertion. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Edit {
  readonly find: string;
  readonly replace: string;
}

/**
 * The replacements as edits of whole lines, each with as many lines around it as make it unique in the text, from the last to
 * the first. Replacements that share lines become one edit. They may not overlap.
 */
export function editsOf(text: string, replacements: readonly Replacement[]): readonly Edit[] {
  const starts = lineStarts(text);
  const ranges = replacements
    .map(({ from, to }) => grown(text, starts, lineAt(starts, from), lineAt(starts, Math.max(from, to - 1))))
    .sort((one, other) => one.first - other.first);
  const merged: LinesOf[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range.first <= last.last)
      merged[merged.length - 1] = { first: last.first, last: Math.max(last.last, range.last) };
    else merged.push(range);
  }
  return merged
    .map((range) => {
      const { from, to } = offsets(text, starts, range);
      const inside = replacements.filter((one) => from <= one.from && one.to <= to);
      const find = text.slice(from, to);
      return {
        find,
        replace: replaced(
          find,
          inside.map((one) => ({ ...one, from: one.from - from, to: one.to - from })),
        ),
      };
    })
    .reverse();
}

/** The text with all replacements made. */
export function replaced(text: string, replacements: readonly Replacement[]): string {
  let done = text;
  for (const { from, to, text: put } of replacements.toSorted(
    (one, other) => other.from - one.from || other.to - one.to,
  ))
    done = done.slice(0, from) + put + done.slice(to);
  return done;
}

interface LinesOf {
  readonly first: number;
  readonly last: number;
}

function grown(text: string, starts: readonly number[], first: number, last: number): LinesOf {
  let range = { first, last };
  for (let grow = 0; !isUnique(text, offsets(text, starts, range)); grow++) {
    if (range.first === 1 && range.last === starts.length) break;
    if ((grow % 2 === 0 && range.last < starts.length) || range.first === 1) range = { ...range, last: range.last + 1 };
    else range = { ...range, first: range.first - 1 };
  }
  return range;
}

function offsets(
  text: string,
  starts: readonly number[],
  { first, last }: LinesOf,
): { readonly from: number; readonly to: number } {
  const next = starts[last];
  const to = next === undefined ? text.length : text[next - 2] === "\r" ? next - 2 : next - 1;
  return { from: starts[first - 1] ?? 0, to };
}

function isUnique(text: string, { from, to }: { readonly from: number; readonly to: number }): boolean {
  const part = text.slice(from, to);
  return part.trim() !== "" && text.indexOf(part) === from && text.indexOf(part, from + 1) < 0;
}
