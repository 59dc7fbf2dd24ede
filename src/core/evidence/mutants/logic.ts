import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf } from "../../syntax/nodes.ts";
import { comparisonToken } from "./comparisons.ts";
import { type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

export const logic: MutationOperator = (node, file) => {
  if (node.type !== "binary_expression" && node.type !== "boolean_operator") return [];
  const token = childOf(node, "operator");
  if (token === undefined) return [];
  const others =
    { "&&": ["||"], "||": ["&&", "??"], "??": ["||", "&&"], and: ["or"], or: ["and"] }[file.textOf(token)] ?? [];
  return others.filter((other) => !mixes(node, other, file)).map((other) => replace("logic", token, other));
};

/** JavaScript refuses `??` beside `||` or `&&` without parentheses. */
function mixes(node: SyntaxNode, operator: string, file: MutatedFile): boolean {
  const near = [node.parent, childOf(node, "left"), childOf(node, "right")].filter(
    (other) => other?.type === "binary_expression",
  );
  return near.some((other) => {
    const token = childOf(other, "operator");
    const theirs = token === undefined ? "" : file.textOf(token);
    return operator === "??" ? /^(\|\||&&)$/.test(theirs) : theirs === "??";
  });
}

/** Takes one side of `a && b` away. */
export const droppedOperand: MutationOperator = (node, file) => {
  const isLogic = node.type === "boolean_operator" || node.type === "binary_expression";
  const [left, token, right] = [childOf(node, "left"), childOf(node, "operator"), childOf(node, "right")];
  if (!isLogic || left === undefined || token === undefined || right === undefined) return [];
  if (!/^(&&|\|\||\?\?|and|or)$/.test(file.textOf(token))) return [];
  return [left, right].map((side) => replace("dropped-operand", node, file.textOf(side)));
};

/** `a ? c : b` for `a ? b : c`. */
export const swappedBranches: MutationOperator = (node, file) => {
  const isPython = node.type === "conditional_expression";
  if (!isPython && node.type !== "ternary_expression") return [];
  const parts = node.children.filter((child) => child.named && child.type !== "comment");
  const first = parts[isPython ? 0 : 1];
  const second = parts[2];
  if (first === undefined || second === undefined || file.textOf(first) === file.textOf(second)) return [];
  // These would take the rest of the expression into themselves.
  if (isPython && [first, second].some(({ type }) => /^(conditional_expression|lambda)$/.test(type))) return [];
  const between = file.tree.text.slice(first.to, second.from);
  const replacement = file.textOf(second) + between + file.textOf(first);
  return [{ operator: "branches-swapped", from: first.from, to: second.to, replacement }];
};

/** `!x` for `x` and back, where a truth value is asked for. */
export const negation: MutationOperator = (node, file) => {
  if (isNegation(node, file)) {
    const argument = childOf(node, "argument");
    return argument === undefined ? [] : [replace("negation-dropped", node, file.textOf(argument))];
  }
  if (!isAsked(node, file.tree.text) || comparisonToken(node) !== undefined || node.type === "boolean_operator")
    return [];
  const inner = node.type === "parenthesized_expression" ? (node.children.find((child) => child.named) ?? node) : node;
  if (comparisonToken(inner) !== undefined || inner.type === "boolean_operator" || isNegation(inner, file)) return [];
  if (LITERAL.test(inner.type)) return [];
  const isSimple =
    /^(identifier|member_expression|call_expression|subscript_expression|attribute|call|subscript)$/.test(inner.type);
  const negated = file.isPython
    ? `not ${file.textOf(inner)}`
    : isSimple
      ? `!${file.textOf(inner)}`
      : `!(${file.textOf(inner)})`;
  return [replace("negation-added", inner, negated)];
};

/** Its opposite is always the same. */
const LITERAL =
  /^(string|template_string|number|integer|float|array|list|object|dictionary|tuple|null|none|undefined|arrow_function|function_expression)$/;

function isNegation(node: SyntaxNode, file: MutatedFile): boolean {
  if (node.type === "not_operator") return true;
  const token = node.type === "unary_expression" ? childOf(node, "operator") : undefined;
  return token !== undefined && file.textOf(token) === "!";
}

/** In the place of a condition, of an operand of one, or of what a callback or a predicate answers. */
function isAsked(node: SyntaxNode, text: string): boolean {
  const { parent, field } = node;
  if (parent === undefined || !node.named) return false;
  if (field === "condition" && node.type !== "empty_statement") return true;
  if (parent.type === "if_clause") return true;
  if (parent.type === "boolean_operator") return true;
  if (parent.type === "binary_expression") {
    const token = childOf(parent, "operator");
    return token !== undefined && /^(&&|\|\|)$/.test(token.type);
  }
  if (parent.type === "conditional_expression") return parent.children.filter((child) => child.named)[1] === node;
  const answers =
    parent.type === "return_statement" || (field === "body" && /^(arrow_function|lambda)$/.test(parent.type));
  const callee = answers && /^(call_expression|call)$/.test(node.type) ? childOf(node, "function") : undefined;
  const name = callee?.children.at(-1) ?? callee;
  return name !== undefined && PREDICATE.test(text.slice(name.from, name.to));
}

const PREDICATE =
  /^_?(is|has|can|should)(_|[A-Z])|^(some|every|includes|has|test|startsWith|endsWith|startswith|endswith|any|all|isinstance|issubset|isdigit|isalpha|isalnum)$/;
