import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf } from "../../syntax/nodes.ts";
import { areTwins, isNear, likeness } from "./likeness.ts";
import { type Edit, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";
import { isBinding, type Visible } from "./scopes.ts";

/**
 * A variable for another one in scope. "identifier-unused" puts in one that nothing else uses, "identifier-twin" its
 * counterpart by name, "identifier-hinted" one that other modules have, spelled nearly the same.
 */
export const identifier: MutationOperator = (node, file) => {
  if (node.type !== "identifier" || !isUse(node)) return [];
  const name = file.textOf(node);
  if (name === "self" || name === "cls") return [];
  const isCallee = node.field === "function" || node.field === "constructor";
  const visible = file.visibleAt(node);
  const own = visible.find((one) => one.name === name);
  const isKnown = own !== undefined;
  if (isCallee && !isKnown && COMMON.has(name)) return [];
  const fits = (one: Visible): boolean =>
    one.name !== name &&
    one.name !== "_" &&
    kindOf(one.name) === kindOf(name) &&
    one.isFunction === (own?.isFunction ?? isCallee) &&
    !isAlready(one.name, node, file);
  const others = visible
    .filter(fits)
    .map((one) => ({ ...one, score: rate(one, name) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, 8);
  const hinted = isKnown ? [] : file.hints.names.filter((other) => other !== name && isNear(other, name)).slice(0, 3);
  return [
    ...hinted.map((other) => replace("identifier-hinted", node, other)),
    ...others.map((other) => editFor(other, node, name)),
  ];
};

function editFor({ name, isUnused }: Visible, node: SyntaxNode, before: string): Edit {
  const operator = isUnused ? "identifier-unused" : areTwins(name, before) ? "identifier-twin" : "identifier";
  return replace(operator, node, name);
}

function rate({ name, depth, isUnused }: Visible, before: string): number {
  return (isUnused ? 2 : 0) + (areTwins(name, before) ? 1.5 : 0) + likeness(name, before) - depth * 0.4;
}

/** A number for a variable: `range(1)` for `range(count)`, `row[0]` for `row[column]`. */
export const variableForNumber: MutationOperator = (node, file) => {
  const isSmall = /^(number|integer)$/.test(node.type) && /^[0-2]$/.test(file.textOf(node));
  const place = node.parent?.type ?? "";
  if (
    !isSmall ||
    !/^(arguments|argument_list|subscript|subscript_expression|binary_expression|binary_operator|comparison_operator)$/.test(
      place,
    )
  )
    return [];
  return file
    .visibleAt(node)
    .filter(
      ({ isFunction, depth, name }) =>
        !isFunction && depth <= 1 && kindOf(name) === "variable" && !isAlready(name, node, file),
    )
    .sort((one, other) => Number(other.isUnused) - Number(one.isUnused))
    .slice(0, 4)
    .map(({ name, isUnused }) => replace(isUnused ? "identifier-unused" : "variable-for-number", node, name));
};

/** `x - x`, `f(a, a)` and `x = x` are no better than what stands there. */
function isAlready(name: string, node: SyntaxNode, file: MutatedFile): boolean {
  const parent = node.parent;
  if (parent === undefined) return false;
  return parent.children.some((sibling) => sibling !== node && sibling.named && file.textOf(sibling) === name);
}

/** A property for another one seen on the same thing, else on anything in the file; a method only for methods of the file. */
export const property: MutationOperator = (node, file) => {
  if (!isProperty(node)) return [];
  const name = file.textOf(node);
  const isCallee = isCalled(node);
  const object = objectText(node, file);
  const ranked: { readonly other: string; readonly score: number }[] = [];
  for (const [other, places] of file.seen.properties) {
    if (other === name || kindOf(other) !== kindOf(name)) continue;
    const isMethod = places.some(isMethodName);
    const isSame = object !== undefined && places.some((place) => objectText(place, file) === object);
    if (isCallee ? !isMethod && !(isSame && places.some(isCalled)) : isMethod || places.some(isCalled)) continue;
    ranked.push({ other, score: (isSame ? 1 : 0) + (areTwins(other, name) ? 1.5 : 0) + likeness(other, name) });
  }
  const isKnown = (file.seen.properties.get(name)?.length ?? 0) > 1;
  const hinted = isKnown ? [] : file.hints.names.filter((other) => other !== name && isNear(other, name)).slice(0, 2);
  const best = ranked.sort((one, two) => two.score - one.score).slice(0, isCallee ? 4 : 6);
  return [
    ...hinted.map((other) => replace("identifier-hinted", node, other)),
    ...best.map(({ other }) => replace(areTwins(other, name) ? "property-twin" : "property", node, other)),
  ];
};

/** `x` for `this.x`, where there is such a variable, and `this.x` for `x`, where the file speaks of such a member; in Python `self.x`. */
export const ownMember: MutationOperator = (node, file) => {
  const own = file.isPython ? "self" : "this";
  if (/^(member_expression|attribute)$/.test(node.type)) {
    const name = file.textOf(childOf(node, "property") ?? childOf(node, "attribute") ?? node);
    const isOwn = objectIs(node, own, file) && node.field !== "left" && node.field !== "function";
    const isVariable = file.visibleAt(node).some((one) => one.name === name && !one.isFunction);
    return isOwn && isVariable ? [replace("own-member", node, name)] : [];
  }
  if (node.type !== "identifier" || !isUse(node) || node.field === "function" || node.field === "object") return [];
  const name = file.textOf(node);
  const isMember = file.seen.properties.get(name)?.some(({ parent }) => objectIs(parent, own, file)) === true;
  const isInClass = [...holdersOf(node)].some(({ type }) => /^(class_definition|class_body)$/.test(type));
  return isMember && isInClass ? [replace("own-member", node, `${own}.${name}`)] : [];
};

function objectIs(node: SyntaxNode | undefined, name: string, file: MutatedFile): boolean {
  const object = childOf(node, "object");
  return object !== undefined && file.textOf(object) === name;
}

/** A use of a variable: not the place that makes it, names an argument, or belongs to a type. */
function isUse(node: SyntaxNode): boolean {
  const { parent, field } = node;
  if (parent === undefined || isBinding(node) || field === "attribute") return false;
  if (field === "name" && parent.type === "keyword_argument") return false;
  return !/^(import|export|decorator|labeled|break|continue|global|nonlocal|dotted|aliased|type)/.test(parent.type);
}

/** Constants are taken for constants, classes for classes, variables for variables. */
function kindOf(name: string): "constant" | "class" | "variable" {
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return "constant";
  return /^[A-Z]/.test(name) ? "class" : "variable";
}

/** Functions of the languages themselves are seldom written for one of the file's own. */
const COMMON: ReadonlySet<string> = new Set(
  (
    "len sum min max range sorted reversed list dict set tuple int float str bool abs round any all zip enumerate map filter print " +
    "isinstance open super iter next type repr divmod pow ord chr getattr hasattr setattr parseInt parseFloat isNaN require fetch " +
    "setTimeout setInterval clearTimeout structuredClone Number String Boolean Array Object Map Set Date Error"
  ).split(" "),
);

function isProperty(node: SyntaxNode): boolean {
  if (node.children.length > 0) return false;
  if (/^(private_)?property_identifier$/.test(node.type))
    return /^(member_expression|pair)$/.test(node.parent?.type ?? "");
  return (
    node.type === "identifier" &&
    (node.field === "attribute" || (node.field === "name" && node.parent?.type === "keyword_argument"))
  );
}

function isCalled(node: SyntaxNode): boolean {
  return /^(call_expression|call)$/.test(node.parent?.parent?.type ?? "") && node.parent?.field === "function";
}

function isMethodName({ parent, field }: SyntaxNode): boolean {
  return field === "name" && /method_definition|function_definition/.test(parent?.type ?? "");
}

function objectText(node: SyntaxNode, file: MutatedFile): string | undefined {
  const object = childOf(node.parent, "object");
  if (object !== undefined) return file.textOf(object);
  const isMember = isMethodName(node) || /^(public_)?field_definition$/.test(node.parent?.type ?? "");
  const inClass = isMember && [...holdersOf(node)].some(({ type }) => /class/.test(type));
  return inClass ? (file.isPython ? "self" : "this") : undefined;
}
