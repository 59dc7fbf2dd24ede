import type { Check } from "../../src/core/evidence/check.ts";
import type { Evidence } from "../../src/core/evidence/evidence.ts";
import { syntaxTrees } from "../../src/node/syntax-trees.ts";
import { memoryFiles } from "./memory-files.ts";

export const trees = syntaxTrees();

/** What a check says about texts that become others; `undefined` is a file that is not there. */
export function judge(
  check: Check,
  base: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): Promise<Evidence> {
  const [subject = ""] = Object.keys(changes);
  const context = { subject, base: memoryFiles(base), changes: new Map(Object.entries(changes)), trees };
  return check.check(context, new AbortController().signal);
}

/** One file as it was and as it becomes: a row of a table of tests. */
export type Edit = readonly [what: string, path: string, before: string, after: string];

/** How a check judges one edit: "refuted: Line 3 …" */
export function judging(check: Check) {
  return async (path: string, before: string, after: string): Promise<string> => {
    const { verdict, sentence } = await judge(check, { [path]: before }, { [path]: after });
    return `${verdict}: ${sentence}`;
  };
}
