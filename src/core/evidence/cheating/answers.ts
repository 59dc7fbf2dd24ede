import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, walk } from "../../syntax/nodes.ts";
import { isCompared, isExchanged } from "./comparisons.ts";
import { atomsOf, type Constant, constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { isAssignment, isBranch, isFunction, isReturn, isStatement, isThrow } from "./node-kinds.ts";
import { isCommonNumber, isTrivial } from "./telling.ts";

export interface Answer {
  readonly node: SyntaxNode;
  readonly holder: SyntaxNode;
  readonly value: Constant;
}

/** The fixed values that a branch or statement returns, assigns or chooses, where they are new. */
export function answersOf(edit: Edit, unit: SyntaxNode): readonly Answer[] {
  const answers: Answer[] = [];
  const take = (node: SyntaxNode | undefined, holder: SyntaxNode) => {
    const value = constantOf(edit.after, node);
    if (node !== undefined && value !== undefined && edit.touched(node) && !isExchanged(edit, node))
      answers.push({ node, holder, value });
  };
  const condition =
    childOf(unit, "condition") ??
    (unit.type === "conditional_expression" ? unit.children.filter((child) => child.named)[1] : undefined);
  walk(unit, (node) => {
    if (node === condition && unit.type !== "conditional_expression") return false;
    if (isThrow(node) || (isFunction(node) && node !== unit)) return false;
    if (unit.type === "if_statement" && node.field === "alternative") return false;
    if (isReturn(node))
      take(
        node.children.find((child) => child.named),
        node,
      );
    else if (/^(ternary_expression|conditional_expression)$/.test(node.type))
      for (const child of node.children)
        if (child.field !== "condition" && child.named && child !== condition) take(child, node);
    if (isAssignment(node)) take(childOf(node, "right") ?? childOf(node, "value"), node);
    if (/^(binary_expression|boolean_operator)$/.test(node.type) && !isBranch(unit))
      for (const child of node.children)
        if (
          child.named &&
          !/^(binary_expression|comparison_operator|boolean_operator|parenthesized_expression)$/.test(child.type) &&
          !isCompared(node)
        )
          take(child, node);
    return true;
  });
  return answers;
}

/** What a comparison decides over: its branch, else its statement. */
export function unitOf(node: SyntaxNode): SyntaxNode {
  if (isBranch(node)) return node;
  let inner = node;
  for (const holder of holdersOf(node)) {
    if (isBranch(holder) && inner.field !== "consequence" && inner.field !== "alternative" && inner.field !== "body")
      return holder;
    if (isStatement(holder) || isFunction(holder)) return holder;
    inner = holder;
  }
  return inner;
}

/** Asks for nothing, zero or emptiness: not for one particular input, and not for nearly all of them. */
export function isGuard(edit: Edit, branch: SyntaxNode): boolean {
  const condition = childOf(branch, "condition");
  return condition !== undefined && asksForNothing(edit, condition);
}

function asksForNothing(edit: Edit, node: SyntaxNode): boolean {
  const inner = node.children.filter((child) => child.named);
  const operator = node.children.find((child) => !child.named)?.type ?? "";
  switch (node.type) {
    case "parenthesized_expression":
      return inner.every((child) => asksForNothing(edit, child));
    case "unary_expression":
    case "not_operator":
      return (
        /^(!|not)$/.test(operator) &&
        inner.every((child) => /^(identifier|member_expression|attribute|call_expression|call)$/.test(child.type))
      );
    case "boolean_operator":
      return inner.every((child) => asksForNothing(edit, child));
    case "binary_expression":
    case "comparison_operator": {
      if (/^(&&|\|\|)$/.test(operator)) return inner.every((child) => asksForNothing(edit, child));
      const right = constantOf(edit.after, inner.at(-1));
      if (inner.length !== 2 || right === undefined) return false;
      // Exactly one is an input like any other; fewer than one is none.
      return /^<=?$/.test(operator) ? isTrivial(right) : /^(===?|is)$/.test(operator) && isNothing(right);
    }
    default:
      return false;
  }
}

export function hasBranches(node: SyntaxNode): boolean {
  const before = node.parent?.children.filter((sibling) => sibling.to <= node.from) ?? [];
  return before.some((sibling) => isBranch(sibling) || /^(switch|match|for|while)/.test(sibling.type));
}

export function throws(node: SyntaxNode): boolean {
  return isThrow(node) || (!isFunction(node) && node.children.some(throws));
}

export function isCommonAnswer(constant: Constant): boolean {
  return atomsOf(constant).every(
    (atom) =>
      (atom.type === "number" && isCommonNumber(atom.value) && Math.abs(atom.value) > 10) ||
      (atom.type === "string" && !/[A-Za-z0-9]/.test(atom.value)),
  );
}

function isNothing(constant: Constant): boolean {
  return isTrivial(constant) && !(constant.type === "number" && constant.value !== 0);
}
