import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../../syntax/nodes.ts";

/** Methods that change what they are called on, whichever of the common containers it is. */
const changing =
  /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|append|extend|insert|remove|clear|update|discard|popitem|setdefault|appendleft|popleft)$/;

/** Those of the parameters whose contents a body changes, as far as that is written in it directly. */
export function changedNames(tree: SyntaxTree, body: SyntaxNode, parameters: readonly string[]): readonly string[] {
  if (!/^(javascript|typescript|tsx|python)$/.test(tree.language)) return [];
  const changed = new Set<string>();
  const rebound = new Set<string>();
  walk(body, (node) => {
    const left = childOf(node, "left") ?? (node.type === "update_expression" ? childOf(node, "argument") : undefined);
    if (
      left !== undefined &&
      /^(assignment|assignment_expression|augmented_assignment(_expression)?|update_expression)$/.test(node.type)
    ) {
      if (left.type === "identifier") rebound.add(textOf(tree, left));
      else if (/^(member_expression|subscript_expression|attribute|subscript)$/.test(left.type))
        changed.add(holderOf(tree, left));
    }
    if (node.type === "variable_declarator") {
      const name = childOf(node, "name");
      if (name !== undefined) rebound.add(textOf(tree, name));
    }
    const callee = /^call(_expression)?$/.test(node.type) ? childOf(node, "function") : undefined;
    const method = childOf(callee, "property") ?? childOf(callee, "attribute");
    if (callee !== undefined && method !== undefined && changing.test(textOf(tree, method)))
      changed.add(holderOf(tree, callee));
  });
  return parameters.filter((name) => changed.has(name) && !rebound.has(name) && name !== "self" && name !== "cls");
}

/** The name something is read from directly; empty for anything that is computed. */
function holderOf(tree: SyntaxTree, node: SyntaxNode): string {
  const object = childOf(node, "object") ?? childOf(node, "value");
  return object?.type === "identifier" ? textOf(tree, object) : "";
}
