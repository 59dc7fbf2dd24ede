import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { textOf, walk } from "../../syntax/nodes.ts";
import { chainOf } from "./chain.ts";
import { isFunctionNode } from "./subject-use.ts";
import { isWaitedFor } from "./waited.ts";

/** Why a call of one of the file's own functions does not run its body to the end; undefined where it does. */
export function idleCall(tree: SyntaxTree, called: SyntaxNode, call: SyntaxNode): string | undefined {
  if (isGenerator(called)) return isWalked(tree, call) ? undefined : "in a generator that nobody walks";
  return isAsync(called) && !isWaitedFor(tree, call) ? "in a function that nobody waits for" : undefined;
}

function isAsync(called: SyntaxNode): boolean {
  return called.children.some(({ type }) => type === "async");
}

/** By its star, or in Python by a `yield` of its own. */
export function isGenerator(called: SyntaxNode): boolean {
  if (/^generator_function/.test(called.type) || called.children.some(({ type }) => type === "*")) return true;
  if (called.type !== "function_definition") return false;
  let yields = false;
  for (const child of called.children)
    walk(child, (node) => {
      if (isFunctionNode(node)) return false;
      if (node.type === "yield") yields = true;
      return !yields;
    });
  return yields;
}

/** Iterated, spread, handed on, or asked for its next value. */
function isWalked(tree: SyntaxTree, call: SyntaxNode): boolean {
  const { parent, field } = call;
  if (parent === undefined) return false;
  if (/^(spread_element|list_splat|arguments|argument_list|yield|yield_expression|return_statement)$/.test(parent.type))
    return true;
  if (/^(for_in_statement|for_statement|for_in_clause)$/.test(parent.type)) return field === "right";
  if (parent.type === "variable_declarator" || parent.type === "assignment") {
    const name = parent.children[0];
    return name !== undefined && tree.tokens.filter((token) => textOf(tree, token) === textOf(tree, name)).length > 1;
  }
  return /^(member_expression|attribute)$/.test(parent.type) && (chainOf(tree, parent)?.length ?? 0) > 0;
}
