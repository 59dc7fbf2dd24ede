import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf } from "../../syntax/nodes.ts";
import { type Constant, constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { isBranch, isFunction, isReturn, isTable } from "./node-kinds.ts";

/**
 * Whether the node adds one more to its like that the base already had: a case of a switch, an `else if` of a chain, an entry of a table.
 * At most as many as there were, and of the same form.
 */
export function extendsFamily(edit: Edit, node: SyntaxNode): boolean {
  for (const holder of [node, ...holdersOf(node)]) {
    if (isFunction(holder)) return false;
    const family = familyOf(holder);
    if (family !== undefined) {
      const fresh = family.filter((member) => edit.added(headOf(member)));
      const old = family.filter((member) => !edit.touched(headOf(member)) && hasLiteral(edit, member));
      if (old.length > 0 && fresh.length <= old.length && fresh.some((member) => covers(member, node)))
        return sameForm(edit, fresh, old);
    }
  }
  return false;
}

function covers(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

function familyOf(node: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (node.type === "switch_case" || node.type === "case_clause")
    return node.parent?.children.filter((child) => child.type === node.type);
  if (isTable(node)) return node.children.filter((child) => child.named && child.type !== "comment");
  if (node.type === "if_statement" || node.type === "elif_clause") return chainOf(node);
  return undefined;
}

/** All branches of an `else if` chain, or of `if`s that follow each other in one block. */
function chainOf(node: SyntaxNode): readonly SyntaxNode[] {
  let top = node;
  while (top.parent !== undefined && (top.parent.type === "else_clause" || top.parent.type === "if_statement"))
    top = top.parent;
  const chain: SyntaxNode[] = [];
  const collect = (branch: SyntaxNode | undefined): void => {
    if (branch === undefined) return;
    if (isBranch(branch)) chain.push(branch);
    for (const child of branch.children)
      if (child.field === "alternative" || (branch.type === "else_clause" && isBranch(child))) collect(child);
  };
  for (const sibling of top.parent?.children ?? [top]) if (sibling.type === "if_statement") collect(sibling);
  return chain;
}

/** What makes a member the one it is: the condition, the case's value, the entry's key. */
function headOf(member: SyntaxNode): SyntaxNode {
  return (
    childOf(member, "condition") ??
    childOf(member, "key") ??
    childOf(member, "value") ??
    member.children.find((child) => child.type === "case_pattern") ??
    member
  );
}

function hasLiteral(edit: Edit, member: SyntaxNode): boolean {
  return literalIn(edit, headOf(member)) !== undefined;
}

function literalIn(edit: Edit, node: SyntaxNode): Constant | undefined {
  const own = constantOf(edit.after, node);
  if (own !== undefined) return own;
  if (/property_identifier/.test(node.type)) return { type: "string", value: edit.text(node) };
  for (const child of node.children) {
    const inner = literalIn(edit, child);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The same kind of literal is asked for, by the same operator, of the same thing, and the answers are of one kind. */
function sameForm(edit: Edit, fresh: readonly SyntaxNode[], old: readonly SyntaxNode[]): boolean {
  const form = (member: SyntaxNode) => `${formOf(edit, headOf(member))} -> ${answerOf(edit, member)}`;
  const forms = new Set(old.map(form));
  return fresh.every((member) => forms.has(form(member)) && isShort(literalIn(edit, headOf(member))));
}

/** The text with its literals replaced by their kinds. */
function formOf(edit: Edit, node: SyntaxNode): string {
  const own = constantOf(edit.after, node);
  if (own !== undefined) return own.type;
  if (/property_identifier/.test(node.type)) return "string";
  return node.children.length === 0 ? edit.text(node) : node.children.map((child) => formOf(edit, child)).join(" ");
}

function answerOf(edit: Edit, member: SyntaxNode): string {
  const value = member.type === "pair" ? childOf(member, "value") : firstReturn(member);
  if (value === undefined) return "";
  return constantOf(edit.after, value)?.type ?? "computed";
}

function firstReturn(node: SyntaxNode): SyntaxNode | undefined {
  if (isReturn(node)) return node.children.find((child) => child.named);
  for (const child of node.children) {
    if (child.field === "alternative") continue;
    const found = firstReturn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isShort(constant: Constant | undefined): boolean {
  return (
    constant?.type === "number" ||
    constant?.type === "plain" ||
    (constant?.type === "string" && constant.value.length <= 16 && !/\s/.test(constant.value))
  );
}
