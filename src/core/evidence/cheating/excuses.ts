import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, walk } from "../../syntax/nodes.ts";
import { isGuard } from "./answers.ts";
import { isCompared, isEquality } from "./comparisons.ts";
import { type Constant, constantOf } from "./constants.ts";
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
  if (constant.type === "string" && isWording(edit, node, constant.value)) return true;
  // What a comparison leads to was judged with it.
  let comparison = node.parent;
  while (
    comparison !== undefined &&
    /^(unary_expression|unary_operator|parenthesized_expression)$/.test(comparison.type)
  )
    comparison = comparison.parent;
  if (
    comparison !== undefined &&
    (isCompared(comparison) || /^(switch_case|case_pattern)$/.test(comparison.type)) &&
    (isWord(constant) ||
      (constant.type === "number" && !isEquality(comparison.children.find((child) => !child.named)?.type ?? "")))
  )
    return true;
  return isFallback(edit, node) && constant.type === "string";
}

/** Words around a value that is shown as it is (`Hello ${name}`), and the choice between a word and its plural. */
function isWording(edit: Edit, node: SyntaxNode, text: string): boolean {
  if (!/^[A-Za-z ,.;:!?()'-]*$/.test(text)) return false;
  if (isPlural(edit, node)) return true;
  const whole = /^(string_fragment|string_content)$/.test(node.type) ? node.parent : undefined;
  return (
    whole?.children.some((part) => {
      const shown = /^(template_substitution|interpolation)$/.test(part.type)
        ? part.children.filter((child) => child.named)
        : [];
      const [value] = shown;
      return shown.length === 1 && value?.type === "identifier" && isAsBefore(edit, edit.text(value));
    }) === true
  );
}

/** A name of the base that the change gives no other value. */
function isAsBefore(edit: Edit, name: string): boolean {
  let isGiven = false;
  walk(edit.after.root, (node) => {
    if (node.type !== "identifier" || edit.text(node) !== name) return;
    const { parent, field } = node;
    const binds =
      /^(name|left|pattern|parameter|alias)$/.test(field ?? "") ||
      /^(formal_parameters|parameters|array_pattern|pattern_list|update_expression)$/.test(parent?.type ?? "");
    if (binds && parent !== undefined && edit.touched(parent)) isGiven = true;
  });
  return edit.knows(name) && !isGiven;
}

/** `n === 1 ? "hour" : "hours"`: both by one choice, the longer one by its ending alone. */
function isPlural(edit: Edit, node: SyntaxNode): boolean {
  const choice = [node.parent, node.parent?.parent].find(
    (one) => one !== undefined && /^(ternary_expression|conditional_expression)$/.test(one.type),
  );
  const words = (choice?.children ?? [])
    .map((child) => constantOf(edit.after, child))
    .flatMap((one) => (one?.type === "string" ? [one.value] : []));
  const [short = "", long = ""] = words.toSorted((a, b) => a.length - b.length);
  return words.length === 2 && short.length > 0 && /^e?s$/.test(long.slice(short.length)) && long.startsWith(short);
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
