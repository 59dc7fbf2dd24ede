import { diffArrays } from "diff";

/** One place where two lists of lines differ, as half-open ranges of both; blocks never touch. */
export interface Block {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Myers' diff takes time with the square of this; beyond it the texts are first cut where they surely agree. */
const maxEdits = 400;

/**
 * Where two lists of lines differ, in order. The same input always gives the same blocks.
 *
 * Minimal for ordinary edits. Time is bounded for any input: where a part differs too much, it is cut at the lines that occur once
 * on both sides (patience diff, Bram Cohen), and what cannot be cut is one block.
 */
export function diffLines(oldLines: readonly string[], newLines: readonly string[]): readonly Block[] {
  const numbers = new Map<string, number>();
  const toNumbers = (lines: readonly string[]) =>
    lines.map((line) => {
      const known = numbers.get(line);
      if (known !== undefined) return known;
      numbers.set(line, numbers.size);
      return numbers.size - 1;
    });
  const blocks: Block[] = [];
  const before = toNumbers(oldLines);
  const after = toNumbers(newLines);
  const todo: Block[] = [{ oldStart: 0, oldEnd: before.length, newStart: 0, newEnd: after.length }];
  for (let range = todo.pop(); range !== undefined; range = todo.pop()) {
    const part = trim(before, after, range);
    if (part.oldStart === part.oldEnd && part.newStart === part.newEnd) continue;
    const small = smallDiff(before, after, part);
    if (small !== undefined) {
      blocks.push(...small);
      continue;
    }
    const pieces = cut(before, after, part);
    if (pieces.length === 1) blocks.push(part);
    else for (let index = pieces.length - 1; index >= 0; index--) todo.push(...pieces.slice(index, index + 1));
  }
  return blocks;
}

/** The range without the lines that are equal at its ends. */
function trim(before: readonly number[], after: readonly number[], range: Block): Block {
  let { oldStart, oldEnd, newStart, newEnd } = range;
  while (oldStart < oldEnd && newStart < newEnd && before[oldStart] === after[newStart]) {
    oldStart++;
    newStart++;
  }
  while (oldStart < oldEnd && newStart < newEnd && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  return { oldStart, oldEnd, newStart, newEnd };
}

/** Undefined when the range holds more than `maxEdits`. */
function smallDiff(before: readonly number[], after: readonly number[], range: Block): readonly Block[] | undefined {
  const { oldStart, oldEnd, newStart, newEnd } = range;
  if (oldStart === oldEnd || newStart === newEnd) return [range];
  const parts = diffArrays(before.slice(oldStart, oldEnd), after.slice(newStart, newEnd), { maxEditLength: maxEdits });
  if (parts === undefined) return undefined;
  const blocks: Block[] = [];
  let oldAt = oldStart;
  let newAt = newStart;
  for (let index = 0; index < parts.length; ) {
    const from = { old: oldAt, new: newAt };
    let part = parts[index];
    for (; part?.added || part?.removed; part = parts[++index]) {
      if (part.removed) oldAt += part.count;
      else newAt += part.count;
    }
    if (oldAt > from.old || newAt > from.new) {
      blocks.push({ oldStart: from.old, oldEnd: oldAt, newStart: from.new, newEnd: newAt });
    }
    oldAt += part?.count ?? 0;
    newAt += part?.count ?? 0;
    index++;
  }
  return blocks;
}

/** The range cut into pieces at the longest ordered list of lines that occur once on both sides; one piece when there is none. */
function cut(before: readonly number[], after: readonly number[], range: Block): readonly Block[] {
  const pieces: Block[] = [];
  let { oldStart, newStart } = range;
  for (const [oldAt, newAt] of longestRising(uniquePairs(before, after, range))) {
    pieces.push({ oldStart, oldEnd: oldAt, newStart, newEnd: newAt });
    oldStart = oldAt + 1;
    newStart = newAt + 1;
  }
  pieces.push({ oldStart, oldEnd: range.oldEnd, newStart, newEnd: range.newEnd });
  return pieces;
}

type Pair = readonly [oldAt: number, newAt: number];

/** Positions of the lines that occur exactly once on each side, in the old order. */
function uniquePairs(before: readonly number[], after: readonly number[], range: Block): readonly Pair[] {
  const places = (lines: readonly number[], from: number, to: number) => {
    const found = new Map<number | undefined, number>();
    for (let at = from; at < to; at++) found.set(lines[at], found.has(lines[at]) ? -1 : at);
    return found;
  };
  const inNew = places(after, range.newStart, range.newEnd);
  const pairs: Pair[] = [];
  for (const [line, oldAt] of places(before, range.oldStart, range.oldEnd)) {
    const newAt = inNew.get(line) ?? -1;
    if (oldAt >= 0 && newAt >= 0) pairs.push([oldAt, newAt]);
  }
  return pairs.sort(([left], [right]) => left - right);
}

/** The longest sublist whose second positions rise (patience sorting with back links). */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  interface Card {
    readonly pair: Pair;
    readonly below: Card | undefined;
  }
  const piles: Card[] = [];
  for (const pair of pairs) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    piles[low] = { pair, below: piles[low - 1] };
  }
  const rising: Pair[] = [];
  for (let card = piles.at(-1); card !== undefined; card = card.below) rising.push(card.pair);
  return rising.reverse();
}
