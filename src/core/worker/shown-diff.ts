import { type FileTexts, unifiedDiff } from "../changes/unified-diff.ts";

/** Characters of a diff that a model is shown. */
const longest = 24_000;

/** What is proposed as a model is shown it: a diff, as long as it may be. */
export function shownDiff(files: readonly FileTexts[]): string {
  const diff = unifiedDiff(files);
  if (diff.length <= longest) return diff.trimEnd();
  return `${diff.slice(0, diff.lastIndexOf("\n", longest))}\n(the rest is not shown)`;
}
