import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { textOf, walk } from "../../syntax/nodes.ts";
import { constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { isReturn } from "./node-kinds.ts";

/**
 * Fixed answers made by taking tokens away alone: `return total / 10` became `return 10`. No token of them is new, and what they return
 * was returned by no statement before.
 */
export function strippedReturns(edit: Edit): readonly { readonly holder: SyntaxNode; readonly value: SyntaxNode }[] {
  const { before, after } = edit;
  if (before === undefined) return [];
  const known = new Set(fixedReturns(before).map(({ value }) => textOf(before, value)));
  return fixedReturns(after).filter(({ value }) => !edit.touched(value) && !known.has(textOf(after, value)));
}

function fixedReturns(tree: SyntaxTree): readonly { readonly holder: SyntaxNode; readonly value: SyntaxNode }[] {
  const found: { holder: SyntaxNode; value: SyntaxNode }[] = [];
  walk(tree.root, (holder) => {
    const value = isReturn(holder) ? holder.children.find((child) => child.named) : undefined;
    if (value !== undefined && constantOf(tree, value) !== undefined) found.push({ holder, value });
    return true;
  });
  return found;
}
