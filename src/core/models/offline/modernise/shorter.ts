import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { Change } from "./change.ts";

/** What says a name twice where once is enough. */
export function shorter(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  walk(tree.root, (node) => {
    const found = lastItem(tree, node) ?? assignment(tree, node);
    if (found !== undefined) changes.push(found);
  });
  return changes;
}

/** `list.at(-1)` for `list[list.length - 1]` where that is read. */
function lastItem(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const [object, index] = [childOf(node, "object"), childOf(node, "index")];
  if (node.type !== "subscript_expression" || object === undefined || index === undefined || isWritten(node))
    return undefined;
  const list = textOf(tree, object);
  if (!/^(?!arguments$)[\w$]+(\.[\w$#]+)*$/.test(list) || textOf(tree, index).replace(/\s/g, "") !== `${list}.length-1`)
    return undefined;
  if (textOf(tree, node).includes("?.")) return undefined;
  return { kind: "at(-1)", sure: false, parts: [{ from: object.to, to: node.to, text: ".at(-1)" }] };
}

function isWritten({ parent, field }: SyntaxNode): boolean {
  return (
    parent !== undefined &&
    (field === "left" ||
      /^(update_expression|array_pattern|pair_pattern|spread_element)$/.test(parent.type) ||
      (parent.type === "unary_expression" && parent.children[0]?.type === "delete") ||
      (parent.type === "call_expression" && field === "function"))
  );
}

/** `a += b` for `a = a + b`, `a ??= b` for `a = a ?? b`, of a variable. */
function assignment(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const [left, right] = [childOf(node, "left"), childOf(node, "right")];
  if (node.type !== "assignment_expression" || left?.type !== "identifier" || right?.type !== "binary_expression")
    return undefined;
  const [first, second] = [childOf(right, "left"), childOf(right, "right")];
  const operator = textOf(tree, childOf(right, "operator") ?? right);
  if (first?.type !== "identifier" || second === undefined || textOf(tree, first) !== textOf(tree, left))
    return undefined;
  if (!/^([-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)$/.test(operator)) return undefined;
  return {
    kind: `${operator}= for what it stands for`,
    sure: true,
    parts: [{ from: left.to, to: second.from, text: ` ${operator}= ` }],
  };
}
