import { applyMutant } from "../../evidence/mutants/mutant.ts";
import type { SyntaxTree, SyntaxTrees } from "../../ports/syntax-trees.ts";
import type { Answer } from "./answer.ts";
import { proposals } from "./ranking.ts";
import type { Target } from "./target.ts";
import { repairTask } from "./task.ts";

/**
 * The likeliest single change that was not tried yet and still parses. JavaScript, TypeScript and Python.
 * The last answer says what the tries came to: a person can do more with that than with one change more.
 */
export async function repair(target: Target, tree: SyntaxTree, trees: SyntaxTrees): Promise<Answer | undefined> {
  const task = repairTask(target);
  if (task === undefined) return undefined;
  if (tree.text.trim() === "")
    return { type: "nothing", sentence: `${task.path} is empty, and I only change what is there` };
  const { length: tries } = task.tries;
  if (target.isLast && tries > 0)
    return { type: "nothing", sentence: `None of the ${tries} small changes I tried repairs this` };
  for (const { find, replace, summary, mutant } of proposals(tree, task)) {
    const changed = await trees.parse(task.path, applyMutant(tree.text, mutant));
    if (changed === undefined || (changed.hasErrors && !tree.hasErrors)) continue;
    return { type: "propose", edits: [{ find, replace }], summary };
  }
  const all = tries === 0 ? "" : ` (${tries} tried)`;
  return { type: "nothing", sentence: `No single small change I know repairs this${all}` };
}
