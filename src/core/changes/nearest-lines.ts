/** The part of a file most like what was looked for; 1-based lines, both inclusive. */
export interface NearestLines {
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

const maxLines = 8;
const maxLineLength = 160;
/** Of a longer line only this much is compared. */
const comparedLength = 500;

/**
 * The window of the text that shares most words with `find`; undefined when none shares enough to be of help.
 * One pass over the words of the text, so 10 MB take well under a second.
 */
export function nearestLines(text: string, find: string): NearestLines | undefined {
  const wanted = find.trim().split("\n").slice(0, 40);
  const linesOfWord = new Map<string, Set<number>>();
  for (const [index, line] of wanted.entries()) {
    for (const word of wordsOf(line)) linesOfWord.set(word, (linesOfWord.get(word) ?? new Set<number>()).add(index));
  }
  if (linesOfWord.size === 0) return undefined;
  const lines = text.split("\n");
  const votes = countVotes(lines, linesOfWord);
  const candidates = [...votes].sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || one - other).slice(0, 20);
  let best = { start: -1, score: 0 };
  for (const [start] of candidates) {
    const score = likeness(lines, start, wanted);
    if (score > best.score) best = { start, score };
  }
  if (best.score < 0.3) return undefined;
  const first = Math.max(0, best.start);
  const last = Math.min(lines.length, best.start + wanted.length, first + maxLines);
  return { first: first + 1, last, text: lines.slice(first, last).map(shortened).join("\n") };
}

/** Each line of the text votes for the starts of the windows in which it would stand beside a line that shares a word with it. */
function countVotes(
  lines: readonly string[],
  linesOfWord: ReadonlyMap<string, ReadonlySet<number>>,
): ReadonlyMap<number, number> {
  const votes = new Map<number, number>();
  for (const [at, line] of lines.entries()) {
    for (const word of wordsOf(line)) {
      const beside = linesOfWord.get(word);
      if (beside === undefined) continue;
      // A word that stands on many lines of `find` says little about which one this is.
      for (const index of beside) votes.set(at - index, (votes.get(at - index) ?? 0) + word.length / beside.size);
    }
  }
  return votes;
}

/** From 0 to 1: the mean over the lines of shared words among all words of both (Dice's coefficient). */
function likeness(lines: readonly string[], start: number, wanted: readonly string[]): number {
  let sum = 0;
  for (const [index, line] of wanted.entries()) {
    const [mine, theirs] = [new Set(wordsOf(line)), new Set(wordsOf(lines[start + index] ?? ""))];
    const shared = [...mine].filter((word) => theirs.has(word)).length;
    sum += mine.size + theirs.size === 0 ? 1 : (2 * shared) / (mine.size + theirs.size);
  }
  return sum / wanted.length;
}

function wordsOf(line: string): readonly string[] {
  return line.slice(0, comparedLength).match(/[\p{L}\p{N}_$]+/gu) ?? [];
}

function shortened(line: string): string {
  return line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line;
}
