import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../../syntax/nodes.ts";
import type { Change } from "./change.ts";

/** Arrow functions for anonymous functions that are handed on as arguments and use neither `this` nor `arguments`. */
export function callbacks(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  walk(tree.root, (node) => {
    const change =
      node.type === "function_expression" && node.parent?.type === "arguments" ? arrowFor(tree, node) : undefined;
    if (change !== undefined) changes.push(change);
  });
  return changes;
}

function arrowFor(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const [parameters, body] = [childOf(node, "parameters"), childOf(node, "body")];
  const keyword = firstOfType(node, "function");
  if (parameters === undefined || body === undefined || keyword === undefined || childOf(node, "name") !== undefined)
    return undefined;
  if (
    usesOwnThis(tree, parameters) ||
    usesOwnThis(tree, body) ||
    /\/[/*]/.test(tree.text.slice(keyword.from, parameters.from))
  )
    return undefined;
  const types = childOf(node, "type_parameters");
  const end = childOf(node, "return_type")?.to ?? parameters.to;
  const start = (types ?? parameters).from;
  const value = onlyValue(tree, body);
  const head = [
    { from: keyword.from, to: start, text: "" },
    {
      from: end,
      to: value === undefined ? end : value.from,
      text: value === undefined ? " =>" : value.isObject ? " => (" : " => ",
    },
  ];
  const tail = value === undefined ? [] : [{ from: value.to, to: body.to, text: value.isObject ? ")" : "" }];
  return { kind: "arrow functions for callbacks", sure: true, parts: [...head, ...tail] };
}

/** The value of a body that does nothing but give one back. */
function onlyValue(
  tree: SyntaxTree,
  body: SyntaxNode,
): { readonly from: number; readonly to: number; readonly isObject: boolean } | undefined {
  const [statement, ...others] = body.children.filter(({ named }) => named);
  if (statement?.type !== "return_statement" || others.length > 0) return undefined;
  const parts = statement.children.filter(({ named }) => named);
  const [value] = parts;
  if (value === undefined || parts.length > 1 || value.type === "sequence_expression") return undefined;
  return { from: value.from, to: value.to, isObject: tree.text.charAt(value.from) === "{" };
}

function usesOwnThis(tree: SyntaxTree, node: SyntaxNode): boolean {
  let found = false;
  walk(node, (part) => {
    found ||= part.type === "this" || part.type === "super" || part.type === "meta_property";
    found ||= part.type === "identifier" && /^(arguments|this)$/.test(textOf(tree, part));
    return (
      part === node ||
      !/^(function_expression|function_declaration|generator_function|generator_function_declaration|method_definition|class_body)$/.test(
        part.type,
      )
    );
  });
  return found;
}
