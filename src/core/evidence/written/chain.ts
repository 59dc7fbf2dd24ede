import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, textOf } from "../../syntax/nodes.ts";

/**
 * The names by which a call or a member is reached: ["assert", "equal"] for `assert.equal(a, b)`, ["expect", "not", "toBe"] for
 * `expect(a).not.toBe(b)`, ["this", "skip"]. Undefined where it starts with something else than a name.
 */
export function chainOf(tree: Pick<SyntaxTree, "text">, node: SyntaxNode): readonly string[] | undefined {
  switch (node.type) {
    case "call_expression":
    case "call":
    case "non_null_expression":
    case "parenthesized_expression":
    case "await_expression":
    case "await": {
      const inner = childOf(node, "function") ?? node.children.find((child) => child.named);
      return inner === undefined ? undefined : chainOf(tree, inner);
    }
    case "member_expression":
    case "attribute": {
      const object = childOf(node, "object");
      const name = childOf(node, "property") ?? childOf(node, "attribute");
      const chain = object === undefined ? undefined : chainOf(tree, object);
      return chain === undefined || name === undefined ? undefined : [...chain, textOf(tree, name)];
    }
    case "subscript_expression": {
      const object = childOf(node, "object");
      const name = stringValue(tree, childOf(node, "index"));
      const chain = object === undefined ? undefined : chainOf(tree, object);
      return chain === undefined ? undefined : [...chain, name ?? "[]"];
    }
    case "identifier":
    case "this":
    case "import":
    case "super":
      return [textOf(tree, node)];
    default:
      return undefined;
  }
}
