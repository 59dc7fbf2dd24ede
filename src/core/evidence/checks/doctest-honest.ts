import * as z from "zod";
import type { SyntaxTrees } from "../../ports/syntax-trees.ts";
import { editOf } from "../cheating/edit.ts";
import { excerpt } from "../cheating/finding.ts";
import { pythonReachFindings } from "../cheating/reach-python.ts";
import type { Evidence } from "../evidence.ts";

/** As Python reads the docstrings; nothing of it was executed for that. */
export const listedExampleSchema = z.object({
  test: z.string(),
  source: z.string(),
  /** By an option of its own. */
  skipped: z.boolean(),
  /** Functions and classes of the module that it would put something else in the place of. */
  rebinds: z.array(z.string()),
});
export type ListedExample = z.infer<typeof listedExampleSchema>;

/**
 * Why the new examples show nothing, however they end: an example is a program beside the one that counts the failures, so what it may do
 * is asked before it runs.
 */
export async function dishonestExample(
  before: readonly ListedExample[],
  now: readonly ListedExample[],
  trees: SyntaxTrees,
): Promise<Pick<Evidence, "verdict" | "sentence"> | undefined> {
  const known = new Set(before.map(keyOf));
  const fresh = now.filter((one) => !known.has(keyOf(one)));
  const rebinding = fresh.find(({ rebinds }) => rebinds.length > 0);
  if (rebinding !== undefined)
    return {
      verdict: "refuted",
      sentence: `${nameOf(rebinding)} gives \`${rebinding.rebinds[0]}\` another meaning: show what the documented one does.`,
    };
  const skipped = fresh.find((one) => one.skipped);
  if (skipped !== undefined)
    return {
      verdict: "unknown",
      sentence: `${nameOf(skipped)} is marked to be skipped, so nothing shows what it gives.`,
    };
  const [old, after] = [await parsed(before, trees), await parsed(now, trees)];
  const finding =
    after === undefined
      ? undefined
      : pythonReachFindings(editOf(after.path, old?.tree, after.tree)).find(({ verdict }) => verdict === "refuted");
  if (finding === undefined) return undefined;
  return {
    verdict: "unknown",
    sentence: `An example uses \`${finding.what}\`, which reaches beyond the documented code: show a call and its result only.`,
  };
}

async function parsed(examples: readonly ListedExample[], trees: SyntaxTrees) {
  const path = "examples.py";
  const tree = await trees.parse(path, examples.map(({ source }) => source).join(""));
  return tree === undefined ? undefined : { path, tree };
}

function nameOf({ source, test }: ListedExample): string {
  return `The example \`${excerpt(source)}\` of ${test}`;
}

function keyOf({ test, source, skipped }: ListedExample): string {
  return JSON.stringify([test, source, skipped]);
}
