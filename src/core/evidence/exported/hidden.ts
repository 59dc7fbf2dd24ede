import type { ApiEntry } from "./api.ts";

/**
 * What is not exported and stands in a signature that is, with what stands in theirs: whoever uses the one meets the other.
 * `describe` tells a name of the file's own, and nothing for any other word.
 */
export function hiddenEntries(
  entries: readonly ApiEntry[],
  describe: (word: string, at: number) => readonly ApiEntry[] | undefined,
): readonly ApiEntry[] {
  const known = new Set(entries.map(({ name }) => name));
  const hidden: ApiEntry[] = [];
  const front = [...entries];
  for (let next = front.pop(); next !== undefined; next = front.pop()) {
    for (const word of next.signature.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []) {
      if (known.has(word)) continue;
      known.add(word);
      const found = describe(word, next.at)?.map((entry): ApiEntry => ({ ...entry, hidden: true })) ?? [];
      hidden.push(...found);
      front.push(...found);
    }
  }
  return hidden;
}
