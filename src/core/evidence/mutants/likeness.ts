/** Levenshtein's distance, in characters. */
export function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}

/** Misspelt, or one of two names for the same: at most a third of the letters differ. */
export function isNear(one: string, other: string): boolean {
  return editDistance(one, other) <= Math.max(1, Math.floor(Math.max(one.length, other.length) / 3));
}

/** 1 for equal words, 0 for words with nothing in common. */
export function likeness(one: string, other: string): number {
  return 1 - editDistance(one, other) / Math.max(one.length, other.length, 1);
}

const TWINS: readonly (readonly string[])[] = [
  ["start", "end", "stop"],
  ["from", "to"],
  ["first", "last", "second"],
  ["left", "right", "middle", "mid"],
  ["low", "high"],
  ["lo", "hi"],
  ["lower", "upper"],
  ["min", "max"],
  ["minimum", "maximum"],
  ["source", "target", "destination"],
  ["src", "dst", "dest"],
  ["input", "output"],
  ["key", "value"],
  ["row", "col", "column"],
  ["rows", "cols", "columns"],
  ["width", "height"],
  ["x", "y", "z"],
  ["i", "j", "k"],
  ["a", "b", "c"],
  ["m", "n"],
  ["old", "new"],
  ["prev", "next", "current"],
  ["previous", "current", "next"],
  ["before", "after"],
  ["head", "tail"],
  ["parent", "child"],
  ["this", "other", "that"],
  ["name", "id", "value", "label"],
  ["price", "quantity", "total", "amount", "count"],
  ["index", "value", "item", "key"],
  ["hits", "misses"],
  ["done", "failed"],
  ["success", "failure", "error"],
  ["read", "write"],
  ["open", "close", "closed"],
  ["day", "month", "year", "week"],
  ["hour", "minute", "second"],
  ["hours", "minutes", "seconds", "days"],
  ["base", "override", "extra"],
  ["credit", "debit"],
  ["deposit", "withdraw"],
  ["length", "size", "count"],
  ["cost", "weight", "price"],
];

/** Names of one family ("startDate" and "endDate"), or that differ in one letter or word. */
export function areTwins(one: string, other: string): boolean {
  const [ones, others] = [wordsOf(one), wordsOf(other)];
  if (ones.length !== others.length) return false;
  const different = ones.flatMap((word, index) =>
    word === others[index] ? [] : [[word, others[index] ?? ""] as const],
  );
  const [pair] = different;
  if (pair === undefined || different.length > 1) return false;
  if (ones.length > 1) return true;
  return TWINS.some((family) => family.includes(pair[0]) && family.includes(pair[1]));
}

/** "startDate", "start_date" and "#startDate" are "start" and "date". */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_#$]+/)
    .filter((word) => word !== "");
}
