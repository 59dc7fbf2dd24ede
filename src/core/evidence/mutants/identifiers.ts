import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, walk } from "../../syntax/nodes.ts";
import { isBinding, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

/** A variable for another one in scope: parameters and locals first, functions for functions, constants for constants. */
export const identifier: MutationOperator = (node, file) => {
  if (node.type !== "identifier" || !isUse(node)) return [];
  const name = file.textOf(node);
  const made = (file.seen.identifiers.get(name) ?? []).filter(isBinding);
  const isCallee = node.field === "function" || node.field === "constructor";
  const scopes = [...holdersOf(node)].filter((holder) => isScope(holder) || holder.parent === undefined);
  const names = new Set<string>();
  for (const scope of scopes) for (const bound of bindingsOf(scope, node, file)) names.add(bound);
  const near = [...names].filter((other) => other !== name && kindOf(other) === kindOf(name));
  const isFunctionName = made.some(isFunctionMaking);
  const called = near.filter((other) => isCallee || isFunctionName === isMadeAsFunction(other, file));
  const fitting = isCallee ? called.filter((other) => isCalledSomewhere(other, file)) : called;
  const hinted = file.hints.names.filter((other) => other !== name && !names.has(other) && isNear(other, name));
  if (isCallee && made.length === 0 && hinted.length === 0 && /^[a-z]/.test(name) && isCommonFunction(name, file))
    return [];
  return [...hinted, ...fitting].slice(0, 10).map((other) => replace("identifier", node, other));
};

/** A property for another one seen on the same thing, else on anything in the file. */
export const property: MutationOperator = (node, file) => {
  if (!isProperty(node)) return [];
  const name = file.textOf(node);
  const isCallee =
    /^(call_expression|call)$/.test(node.parent?.parent?.type ?? "") && node.parent?.field === "function";
  const object = objectText(node, file);
  const same: string[] = [];
  const others: string[] = [];
  for (const [other, places] of file.seen.properties) {
    if (other === name || kindOf(other) !== kindOf(name)) continue;
    const calledThere = places.some(
      (place) =>
        /^(call_expression|call)$/.test(place.parent?.parent?.type ?? "") ||
        /method_definition|function_definition/.test(place.parent?.type ?? ""),
    );
    if (calledThere !== isCallee) continue;
    (object !== undefined && places.some((place) => objectText(place, file) === object) ? same : others).push(other);
  }
  const hinted = file.hints.names.filter((other) => other !== name && isNear(other, name));
  const ranked = [
    ...new Set([...hinted, ...same, ...others.sort((one, two) => likeness(two, name) - likeness(one, name))]),
  ];
  return ranked.slice(0, 9).map((other) => replace("property", node, other));
};

function isFunctionMaking({ parent }: SyntaxNode): boolean {
  return /function|class_declaration|class_definition/.test(parent?.type ?? "");
}

function isMadeAsFunction(name: string, file: MutatedFile): boolean {
  return (file.seen.identifiers.get(name) ?? []).some((node) => isBinding(node) && isFunctionMaking(node));
}

/** Functions of the language itself are seldom written for one of the file's own. */
function isCommonFunction(name: string, file: MutatedFile): boolean {
  return file.isPython
    ? /^(len|sum|min|max|range|sorted|reversed|list|dict|set|tuple|int|float|str|bool|abs|round|any|all|zip|enumerate|map|filter|print|isinstance|open|super|iter|next|type|repr|divmod|pow|ord|chr|getattr|hasattr|setattr)$/.test(
        name,
      )
    : /^(parseInt|parseFloat|isNaN|require|fetch|setTimeout|setInterval|clearTimeout|structuredClone|super)$/.test(
        name,
      );
}

/** A use of a variable: not the place that makes it, names a parameter, or belongs to a type. */
function isUse(node: SyntaxNode): boolean {
  const { parent, field } = node;
  if (parent === undefined) return false;
  if (field === "name" && /declarat|definition|parameter|keyword_argument|specifier|class/.test(parent.type))
    return false;
  if (field === "attribute" || field === "alias" || field === "pattern" || field === "parameter") return false;
  if (
    field === "left" &&
    /^(assignment|for_in_clause|for_statement|for_in_statement|assignment_pattern)$/.test(parent.type)
  )
    return false;
  return !/^(import|export|.*parameters$|.*pattern$|decorator|labeled|break|continue|global|nonlocal|dotted|aliased|type)/.test(
    parent.type,
  );
}

function isScope(node: SyntaxNode): boolean {
  return /function|method_definition|lambda|comprehension|generator_expression|^(for_statement|for_in_statement|catch_clause)$/.test(
    node.type,
  );
}

/** Names bound in a scope before the node, nearest first; those of inner functions are not in scope. */
function bindingsOf(scope: SyntaxNode, before: SyntaxNode, file: MutatedFile): readonly string[] {
  const names: string[] = [];
  const take = (target: SyntaxNode | undefined): void => {
    if (target === undefined) return;
    walk(target, (part) => {
      if (part.field === "value" || part.field === "right" || part.field === "type") return part === target;
      if (/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type)) names.push(file.textOf(part));
      return true;
    });
  };
  take(childOf(scope, "parameters") ?? childOf(scope, "parameter"));
  const isModule = scope.parent === undefined;
  walk(scope, (node) => {
    if (node === scope) return true;
    if (
      /^(function_declaration|generator_function_declaration|class_declaration|function_definition|class_definition)$/.test(
        node.type,
      )
    ) {
      const name = childOf(node, "name");
      if (name !== undefined && (isModule || node.from < before.from)) names.push(file.textOf(name));
    }
    if (
      isScope(node) &&
      !/^(for_statement|for_in_statement)$/.test(node.type) &&
      !(node.from <= before.from && before.to <= node.to)
    )
      return false;
    if (!isModule && node.from > before.from && !/^for_in_clause$/.test(node.type)) return false;
    if (node.type === "variable_declarator" || node.type === "named_imports" || node.type === "import_specifier")
      take(childOf(node, "name"));
    if (/^(assignment|for_statement|for_in_statement|for_in_clause)$/.test(node.type)) {
      const left = childOf(node, "left");
      if (left !== undefined && /^(identifier|.*pattern.*)$/.test(left.type)) take(left);
    }
    if (node.type === "import_from_statement") for (const part of node.children) if (part.field === "name") take(part);
    return true;
  });
  return [...new Set(names)].reverse().filter((name) => name !== "self" && name !== "cls");
}

/** Constants are taken for constants, classes for classes, variables for variables. */
function kindOf(name: string): "constant" | "class" | "variable" {
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return "constant";
  return /^[A-Z]/.test(name) ? "class" : "variable";
}

function isCalledSomewhere(name: string, file: MutatedFile): boolean {
  const places = file.seen.identifiers.get(name) ?? [];
  return places.some(
    ({ parent, field }) =>
      field === "function" ||
      field === "constructor" ||
      (field === "name" && /function|class/.test(parent?.type ?? "")),
  );
}

function isProperty(node: SyntaxNode): boolean {
  if (node.children.length > 0) return false;
  if (node.type === "property_identifier" || node.type === "private_property_identifier")
    return /^(member_expression|pair)$/.test(node.parent?.type ?? "");
  return (
    node.type === "identifier" &&
    (node.field === "attribute" || (node.field === "name" && node.parent?.type === "keyword_argument"))
  );
}

function objectText(node: SyntaxNode, file: MutatedFile): string | undefined {
  const object = childOf(node.parent, "object");
  return object === undefined ? undefined : file.textOf(object);
}

/** Misspelt, or one of two names for the same: at most a third of the letters differ. */
export function isNear(one: string, other: string): boolean {
  return editDistance(one, other) <= Math.max(1, Math.floor(Math.max(one.length, other.length) / 3));
}

function likeness(one: string, other: string): number {
  return 1 - editDistance(one, other) / Math.max(one.length, other.length, 1);
}

/** Levenshtein's distance, in characters. */
export function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
