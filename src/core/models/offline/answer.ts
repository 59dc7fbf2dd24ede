import type { SyntaxTree, SyntaxTrees } from "../../ports/syntax-trees.ts";
import type { Edit } from "./edits.ts";
import type { Target } from "./target.ts";

/** What is proposed next, or the file that has to be read before, or a sentence (without its full stop: how to choose another model is added) on why nothing is. */
export type Answer =
  | { readonly type: "propose"; readonly edits: readonly Edit[]; readonly summary: string }
  | { readonly type: "read"; readonly path: string; readonly from: number }
  | { readonly type: "nothing"; readonly sentence: string };

/** One kind of task the offline model knows; undefined for a prompt that asks for something else. */
export type Skill = (target: Target, tree: SyntaxTree, trees: SyntaxTrees) => Promise<Answer | undefined>;
