import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf } from "../../syntax/nodes.ts";
import { type MutationOperator, replace } from "./mutant.ts";

/** Operators of two operands by what else they could have been: first the neighbour at the boundary, then the opposites. */
const COMPARISONS: Readonly<Record<string, readonly (readonly [operator: string, replacement: string])[]>> = {
  "<": [
    ["comparison-boundary", "<="],
    ["comparison-negated", ">="],
    ["comparison-flipped", ">"],
  ],
  "<=": [
    ["comparison-boundary", "<"],
    ["comparison-negated", ">"],
    ["comparison-flipped", ">="],
  ],
  ">": [
    ["comparison-boundary", ">="],
    ["comparison-negated", "<="],
    ["comparison-flipped", "<"],
  ],
  ">=": [
    ["comparison-boundary", ">"],
    ["comparison-negated", "<"],
    ["comparison-flipped", "<="],
  ],
  "===": [["comparison-negated", "!=="]],
  "!==": [["comparison-negated", "==="]],
  "==": [["comparison-negated", "!="]],
  "!=": [["comparison-negated", "=="]],
  is: [["comparison-negated", "is not"]],
  "is not": [["comparison-negated", "is"]],
  in: [["comparison-negated", "not in"]],
  "not in": [["comparison-negated", "in"]],
};

const LOOSER: Readonly<Record<string, readonly string[]>> = {
  "===": ["<=", ">="],
  "==": ["<=", ">="],
  "!==": ["<", ">"],
  "!=": ["<", ">"],
  "<": ["!=="],
  ">": ["!=="],
  "<=": ["==="],
  ">=": ["==="],
};

export const comparison: MutationOperator = (node, file) =>
  comparisonTokens(node).flatMap((token) => {
    const known = COMPARISONS[file.textOf(token).replace(/\s+/g, " ")] ?? [];
    return known
      .filter(([, replacement]) => file.isPython || !/[a-z]/.test(replacement))
      .map(([operator, replacement]) => replace(operator, token, replacement));
  });

/** Equality for order and order for equality: rarer mistakes, only worth trying as repairs. */
export const comparisonKind: MutationOperator = (node, file) => {
  const token = comparisonToken(node);
  if (token === undefined) return [];
  return (LOOSER[file.textOf(token)] ?? []).map((replacement) =>
    replace("comparison-kind", token, file.isPython ? replacement.replace(/^([=!]=)=$/, "$1") : replacement),
  );
};

/** Python chains comparisons: `low <= x < high` has two. */
function comparisonTokens(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "comparison_operator") return node.children.filter((child) => child.field === "operators");
  return [comparisonToken(node)].filter((token) => token !== undefined);
}

export function comparisonToken(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === "comparison_operator") return childOf(node, "operators");
  return node.type === "binary_expression" ? childOf(node, "operator") : undefined;
}
