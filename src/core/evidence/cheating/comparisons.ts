import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf } from "../../syntax/nodes.ts";
import { type Constant, constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { newlyNamed } from "./named-constants.ts";
import { isCall, isNumber, isString, isTable } from "./node-kinds.ts";

export function comparandOf(edit: Edit, node: SyntaxNode): Constant | undefined {
  if (node.type === "switch_case" || node.type === "case_clause") {
    const value = childOf(node, "value") ?? node.children.find((child) => child.type === "case_pattern")?.children[0];
    return value !== undefined && edit.added(value)
      ? (constantOf(edit.after, value) ?? newlyNamed(edit, value))
      : undefined;
  }
  if (node.type === "binary_expression" || node.type === "comparison_operator") {
    const operator = node.children.find((child) => !child.named)?.type ?? "";
    const sides = node.children.filter((child) => child.named);
    if (!isEquality(operator) && !isNarrow(edit, node)) return undefined;
    const constants = sides
      .filter((side) => edit.touched(side) && !isExchanged(edit, side))
      .map((side) => constantOf(edit.after, side) ?? newlyNamed(edit, side));
    const one = constants.find((constant) => constant !== undefined);
    return sides.every((side) => constantOf(edit.after, side) !== undefined) ? undefined : one;
  }
  if (!isCall(node)) return undefined;
  const callee = childOf(node, "function");
  const method = childOf(callee, "property") ?? childOf(callee, "attribute");
  if (method === undefined || !edit.touched(node)) return undefined;
  if (
    !/^(includes|startsWith|endsWith|has|equals|is|indexOf|startswith|endswith|test|match|localeCompare|get|at)$/.test(
      edit.text(method),
    )
  )
    return undefined;
  const given = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
  const parts = [childOf(callee, "object"), ...given].filter((part) => part !== undefined).filter(edit.added);
  return parts
    .map((part) => patternText(edit, part) ?? constantOf(edit.after, part))
    .find((constant) => constant !== undefined);
}

/** The longest run of letters and blanks in a regular expression: what it looks for, if it looks for one text. */
function patternText(edit: Edit, node: SyntaxNode): Constant | undefined {
  if (node.type !== "regex") return undefined;
  const [longest] = (edit.text(node).match(/[A-Za-z0-9 ]{4,}/g) ?? []).sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : { type: "string", value: longest };
}

export function isEquality(operator: string): boolean {
  return /^([!=]==?|is|is not|in|not in|\^|-)$/.test(operator);
}

/** One half of `x > 41 && x < 43`: two limits between which lie one or two whole numbers. */
function isNarrow(edit: Edit, node: SyntaxNode): boolean {
  const both = node.parent;
  if (both === undefined || !/^(binary_expression|boolean_operator)$/.test(both.type)) {
    return node.type === "comparison_operator" && node.children.filter((child) => child.named).length === 3;
  }
  const sides = both.children.filter((child) => child.named);
  const limits = sides
    .map((side) =>
      side.children.map((child) => constantOf(edit.after, child)).find((constant) => constant?.type === "number"),
    )
    .filter((limit) => limit?.type === "number");
  const [low, high] = limits;
  const isInclusive = sides.every((side) => side.children.some(({ type }) => /^[<>]=$/.test(type)));
  return low !== undefined && high !== undefined && Math.abs(high.value - low.value) < (isInclusive ? 2 : 3);
}

export function isCompared(node: SyntaxNode): boolean {
  return (
    isEquality(node.children.find((child) => !child.named)?.type ?? "") ||
    node.children.some((child) => /^[<>]=?$/.test(child.type))
  );
}

/** A literal that stands exactly where another literal of its kind stood. */
export function isExchanged(edit: Edit, node: SyntaxNode): boolean {
  const was = node.children.length === 0 ? edit.replaced(node) : undefined;
  if (was !== undefined)
    return isString(node) || node.type.startsWith("string_")
      ? /^["'`]|^[a-zA-Z]?["']|^[\w .-]+$/.test(was) && !/^\d/.test(was)
      : isNumber(node)
        ? /^[\d.]/.test(was)
        : node.type === "regex_pattern";
  if (node.children.length === 0) return false;
  const fresh = leaves(node).filter((leaf) => edit.touched(leaf));
  return fresh.length > 0 && fresh.every((leaf) => isExchanged(edit, leaf)) && (isTable(node) || fresh.length === 1);
}

function leaves(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves);
}
