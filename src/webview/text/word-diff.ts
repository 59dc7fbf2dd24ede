import { diffWordsWithSpace } from "diff";
import type { LineView } from "../../protocol/views.ts";

/** Characters of a line, from the first to before the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Longer lines are marked as a whole: nobody reads them word by word, and comparing them takes long. */
const longest = 1_000;
/** The least part of two lines that is alike, for marks within them to help rather than to speckle. */
const alike = 0.3;

/**
 * For each line, the characters that were changed in it: within a block of removed lines followed by added ones, the first is
 * compared with the first, the second with the second. Lines without a counterpart, or unlike it, have no marks.
 */
export function changedWords(lines: readonly LineView[]): readonly (readonly Range[])[] {
  const marks: (readonly Range[])[] = lines.map(() => []);
  for (const [removed, added] of counterparts(lines)) {
    const [before, after] = changedBetween(lines[removed]?.text ?? "", lines[added]?.text ?? "");
    marks[removed] = before;
    marks[added] = after;
  }
  return marks;
}

/** Pairs of a removed and an added line, by their places. */
function counterparts(lines: readonly LineView[]): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let at = 0;
  while (at < lines.length) {
    const removed = runLength(lines, at, "removed");
    const added = runLength(lines, at + removed, "added");
    for (let index = 0; index < Math.min(removed, added); index++) pairs.push([at + index, at + removed + index]);
    at += Math.max(1, removed + added);
  }
  return pairs;
}

function runLength(lines: readonly LineView[], from: number, type: LineView["type"]): number {
  let length = 0;
  while (lines[from + length]?.type === type) length++;
  return length;
}

function changedBetween(before: string, after: string): readonly [readonly Range[], readonly Range[]] {
  if (before.length > longest || after.length > longest) return [[], []];
  const parts = diffWordsWithSpace(before, after);
  const same = parts.reduce(
    (sum, { added, removed, value }) => (added || removed ? sum : sum + value.trim().length),
    0,
  );
  if (same < alike * Math.min(before.trim().length, after.trim().length)) return [[], []];
  const removed: Range[] = [];
  const added: Range[] = [];
  let old = 0;
  let now = 0;
  for (const part of parts) {
    const length = part.value.length;
    if (part.removed) removed.push({ from: old, to: old + length });
    if (part.added) added.push({ from: now, to: now + length });
    if (!part.added) old += length;
    if (!part.removed) now += length;
  }
  return [joined(removed, before), joined(added, after)];
}

/** Marks with nothing but blanks between them become one: "a b" reads better than "a" and "b". */
function joined(ranges: readonly Range[], text: string): readonly Range[] {
  const all: Range[] = [];
  for (const range of ranges) {
    const last = all.at(-1);
    if (last !== undefined && text.slice(last.to, range.from).trim() === "") {
      all[all.length - 1] = { from: last.from, to: range.to };
    } else {
      all.push(range);
    }
  }
  return all;
}
