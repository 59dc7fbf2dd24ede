import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, walk } from "../../syntax/nodes.ts";
import { insert, type MutationOperator, replace } from "./mutant.ts";

/** A statement that does something, left out. */
export const removedStatement: MutationOperator = (node, file) => {
  if (!/^(expression_statement|throw_statement|raise_statement|delete_statement)$/.test(node.type)) return [];
  const isDocstring = /^(string|concatenated_string)$/.test(node.children[0]?.type ?? "");
  if (isDocstring) return [];
  return [replace("statement-removed", node, file.isPython ? "pass" : ";")];
};

/** An early way out, left out: `if (x) return y;` before the rest. */
export const removedGuard: MutationOperator = (node, file) => {
  if (node.type !== "if_statement" || childOf(node, "alternative") !== undefined) return [];
  return [replace("guard-removed", node, file.isPython ? "pass" : ";")];
};

export const jump: MutationOperator = (node, file) => {
  const other = { break_statement: "continue", continue_statement: "break" }[node.type];
  const token = firstOfType(node, "break", "continue");
  if (other === undefined || token === undefined || !isInLoop(node, file.isPython)) return [];
  return [replace("jump", token, other)];
};

/** JavaScript's `break` may belong to a switch, where `continue` means something else. */
function isInLoop(node: SyntaxNode, isPython: boolean): boolean {
  for (const holder of holdersOf(node)) {
    if (/^(for|while|do|for_in)_statement$/.test(holder.type)) return true;
    if (!isPython && holder.type === "switch_statement") return false;
    if (/function|method_definition|class/.test(holder.type)) return false;
  }
  return false;
}

/** The answer of a function replaced by nothing. */
export const returnValue: MutationOperator = (node, file) => {
  const value = answerOf(node);
  if (value === undefined) return [];
  const nothing = file.isPython ? "None" : "undefined";
  const text = file.textOf(value);
  if (text === nothing || text === "null") return [replace("return-value", value, "1")];
  return [replace("return-value", value, nothing)];
};

/** The expression of a return statement, or that an arrow function or a lambda consists of. */
function answerOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === "return_statement") return node.children.find((child) => child.named && child.type !== "comment");
  if (node.type !== "arrow_function" && node.type !== "lambda") return undefined;
  const body = childOf(node, "body");
  return body === undefined || body.type === "statement_block" ? undefined : body;
}

/** A last expression whose value was meant to be the answer. */
export const missingReturn: MutationOperator = (node, file) => {
  if (node.type !== "expression_statement") return [];
  const expression = node.children[0];
  const block = node.parent;
  if (expression === undefined || block === undefined || isString(expression)) return [];
  if (
    /^(assignment|augmented_assignment|update|yield)/.test(expression.type) ||
    block.children.filter((child) => child.named).at(-1) !== node
  )
    return [];
  const holder = [...holdersOf(node)].find(({ type }) => /function|method_definition/.test(type));
  if (holder === undefined || answersElsewhere(holder)) return [];
  return [insert("return-added", file.tree.text.indexOf(file.textOf(node), node.from), "return ")];
};

/** A function that returns a value somewhere knows how to. */
function answersElsewhere(holder: SyntaxNode): boolean {
  let answers = false;
  walk(holder, (node) => {
    if (node.type === "return_statement") answers ||= node.children.some((child) => child.named);
    return node === holder || !/function|method_definition|lambda/.test(node.type);
  });
  return answers;
}

function isString(node: SyntaxNode): boolean {
  return /^(string|concatenated_string)$/.test(node.type);
}

/** A loop over keys for one over values, and back. */
export const loopKind: MutationOperator = (node, file) => {
  if (node.type !== "for_in_statement") return [];
  const token = childOf(node, "operator");
  return token === undefined ? [] : [replace("loop-kind", token, file.textOf(token) === "of" ? "in" : "of")];
};

/** Two neighbouring statements in the other order. */
export const statementOrder: MutationOperator = (node, file) => {
  const next = node.parent?.children.filter((child) => child.named && child.type !== "comment");
  const second = next?.[next.indexOf(node) + 1];
  if (node.type !== "expression_statement" || second === undefined) return [];
  if (!/^(expression_statement|return_statement)$/.test(second.type) || second.type === "return_statement") return [];
  const between = file.tree.text.slice(node.to, second.from);
  const replacement = file.textOf(second) + between + file.textOf(node);
  return [{ operator: "statement-order", from: node.from, to: second.to, replacement }];
};
