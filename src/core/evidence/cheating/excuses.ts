import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf } from "../../syntax/nodes.ts";
import { isGuard } from "./answers.ts";
import { isCompared, isEquality } from "./comparisons.ts";
import type { Constant } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { extendsFamily } from "./families.ts";
import { isAssignment, isBranch, isCall, isFunction, isThrow } from "./node-kinds.ts";
import { isWord } from "./telling.ts";

/** The text of an error, an import, a default for what is missing, one more of its like. */
export function isExcused(edit: Edit, node: SyntaxNode, constant: Constant): boolean {
  for (const holder of holdersOf(node)) {
    if (
      isThrow(holder) ||
      (/^(import_statement|import_from_statement|export_statement)$/.test(holder.type) &&
        childOf(holder, "source") === node)
    )
      return true;
    if (
      isCall(holder) &&
      /(Error|Exception|reject|require)$/.test(
        edit.text(childOf(holder, "constructor") ?? childOf(holder, "function") ?? holder),
      )
    )
      return true;
    if (isBranch(holder) && isGuard(edit, holder)) return true;
    if (isErrorName(edit, holder)) return true;
    if (isFunction(holder)) break;
  }
  if (extendsFamily(edit, node)) return true;
  // What a comparison leads to was judged with it.
  const comparison = node.parent;
  if (
    comparison !== undefined &&
    (isCompared(comparison) || /^(switch_case|case_pattern)$/.test(comparison.type)) &&
    (isWord(constant) ||
      (constant.type === "number" && !isEquality(comparison.children.find((child) => !child.named)?.type ?? "")))
  )
    return true;
  return isFallback(edit, node) && constant.type === "string";
}

/** `this.name = "NotFoundError"` in a class of errors. */
function isErrorName(edit: Edit, node: SyntaxNode): boolean {
  const left = isAssignment(node) ? childOf(node, "left") : undefined;
  return left !== undefined && edit.text(left) === "this.name" && /Error["']$/.test(edit.text(node));
}

/** `name ?? "x"`, `name or "x"`, `f(name = "x")`: for a value this file already knew. */
function isFallback(edit: Edit, node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent === undefined) return false;
  if (
    /^(default_parameter|typed_default_parameter|required_parameter|assignment_pattern|object_assignment_pattern)$/.test(
      parent.type,
    )
  )
    return true;
  if (!/^(binary_expression|boolean_operator)$/.test(parent.type) || node.field !== "right") return false;
  const operator = parent.children.find((child) => !child.named)?.type ?? "";
  const left = childOf(parent, "left");
  if (!/^(\?\?|\|\||or)$/.test(operator) || left === undefined) return false;
  const names = edit.text(left).split(/[.?]+/);
  return names.every((name) => edit.knows(name)) && /^(identifier|member_expression|attribute)$/.test(left.type);
}
