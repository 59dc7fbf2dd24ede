import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { Change } from "./change.ts";

/** Newer names for what older methods and functions do. */
export function calls(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  const isOwn = /\b(?:class|function|const|let|var)\s+Object\b/.test(tree.text);
  walk(tree.root, (node) => {
    if (node.type !== "call_expression") return;
    const found = sliced(tree, node) ?? trimmed(tree, node) ?? (isOwn ? undefined : owned(tree, node));
    if (found !== undefined) changes.push(found);
  });
  return changes;
}

/** `text.slice(a)` for `text.substr(a)`, and `text.slice(0, 3)` for `text.substr(0, 3)`: with another start the second number is a length. */
function sliced(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const [callee, [start, length, ...more]] = calleeOf(tree, node, "substr");
  if (callee === undefined || start === undefined || start.type === "spread_element" || more.length > 0)
    return undefined;
  const isPlain = length === undefined || (textOf(tree, start) === "0" && /^\d+$/.test(textOf(tree, length)));
  return isPlain ? renamed(node, "slice for substr", "slice") : undefined;
}

/** `text.trimStart()` for `text.trimLeft()`. */
function trimmed(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  for (const [old, fresh] of [
    ["trimLeft", "trimStart"],
    ["trimRight", "trimEnd"],
  ] as const) {
    const [callee, args] = calleeOf(tree, node, old);
    if (callee !== undefined && args.length === 0) return renamed(node, "trimStart and trimEnd", fresh);
  }
  return undefined;
}

/** `Object.hasOwn(a, b)` for `Object.prototype.hasOwnProperty.call(a, b)`. */
function owned(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const callee = childOf(node, "function");
  if (callee === undefined || argumentsOf(node).length !== 2) return undefined;
  if (argumentsOf(node).some(({ type }) => type === "spread_element")) return undefined;
  if (!/^(Object\.prototype|\(?\{\}\)?)\.hasOwnProperty\.call$/.test(textOf(tree, callee))) return undefined;
  return { kind: "Object.hasOwn", sure: false, parts: [{ from: callee.from, to: callee.to, text: "Object.hasOwn" }] };
}

/** The same call of a method by another name. */
function renamed(node: SyntaxNode, kind: string, name: string): Change | undefined {
  const property = childOf(childOf(node, "function"), "property");
  return property === undefined
    ? undefined
    : { kind, sure: false, parts: [{ from: property.from, to: property.to, text: name }] };
}

/** What a method is called on, as it is written, and its arguments; nothing where it is another method or called optionally. */
export function calleeOf(
  tree: SyntaxTree,
  node: SyntaxNode | undefined,
  method: string,
): readonly [callee: string | undefined, args: readonly SyntaxNode[]] {
  const callee = node?.type === "call_expression" ? childOf(node, "function") : undefined;
  const [object, property] = [childOf(callee, "object"), childOf(callee, "property")];
  if (node === undefined || callee?.type !== "member_expression" || object === undefined || property === undefined)
    return [undefined, []];
  if (textOf(tree, property) !== method || tree.text.slice(object.to, property.from).includes("?"))
    return [undefined, []];
  if (/\/[/*]/.test(textOf(tree, node))) return [undefined, []];
  return [
    tree.text.slice(object.from, property.from).replace(/\s*\.\s*$/, (dot) => dot.replace(/\.\s*$/, "")),
    argumentsOf(node),
  ];
}

export function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return (childOf(node, "arguments")?.children ?? []).filter(({ named, type }) => named && type !== "comment");
}
