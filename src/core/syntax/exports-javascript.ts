import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "./nodes.ts";

/** The names of a module's own bindings that can be reached from outside, by `export` or through CommonJS. */
export function exportedNames(tree: Pick<SyntaxTree, "text" | "root">): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of tree.root.children) {
    if (statement.type === "export_statement") addExported(tree, statement, names);
    else if (statement.type === "expression_statement") addCommonJs(tree, statement.children[0], names);
    else for (const declarator of statement.children) addBoundExports(tree, declarator, names);
  }
  return names;
}

function addExported(tree: Pick<SyntaxTree, "text">, statement: SyntaxNode, names: Set<string>): void {
  if (childOf(statement, "source") !== undefined) return;
  const isAssigned = firstOfType(statement, "=") !== undefined;
  const value = childOf(statement, "value") ?? (isAssigned ? firstOfType(statement, "identifier") : undefined);
  if (value?.type === "identifier") names.add(textOf(tree, value));
  const declaration = childOf(statement, "declaration");
  const name = childOf(declaration, "name");
  if (name !== undefined) names.add(textOf(tree, name));
  for (const part of [...(declaration?.children ?? []), ...statement.children]) {
    if (part.type === "variable_declarator") addBound(tree, childOf(part, "name"), names);
    if (part.type !== "export_clause") continue;
    for (const specifier of part.children) {
      const local = childOf(specifier, "name");
      if (local !== undefined) names.add(textOf(tree, local));
    }
  }
}

function addBound(tree: Pick<SyntaxTree, "text">, target: SyntaxNode | undefined, names: Set<string>): void {
  if (target === undefined) return;
  walk(target, (part) => {
    if (/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type)) names.add(textOf(tree, part));
  });
}

/** `const app = module.exports = {}`: what is put on `app` later can be reached, too. */
function addBoundExports(tree: Pick<SyntaxTree, "text">, declarator: SyntaxNode, names: Set<string>): void {
  const value = declarator.type === "variable_declarator" ? childOf(declarator, "value") : undefined;
  if (value?.type !== "assignment_expression") return;
  addCommonJs(tree, value, names);
  const left = childOf(value, "left");
  if (left !== undefined && EXPORTS.test(textOf(tree, left))) addBound(tree, childOf(declarator, "name"), names);
}

const EXPORTS = /^(module\.)?exports(\.\w+)?$/;

/** `module.exports = x`, `= { a, b: c }`, `exports.x = y`, also chained. */
function addCommonJs(tree: Pick<SyntaxTree, "text">, node: SyntaxNode | undefined, names: Set<string>): void {
  if (node?.type !== "assignment_expression") return;
  const left = childOf(node, "left");
  const right = childOf(node, "right");
  if (left === undefined || right === undefined) return;
  if (right.type === "assignment_expression") addCommonJs(tree, right, names);
  if (!EXPORTS.test(textOf(tree, left))) return;
  if (right.type === "identifier") names.add(textOf(tree, right));
  if (right.type === "new_expression") {
    const built = childOf(right, "constructor");
    if (built !== undefined) names.add(textOf(tree, built));
  }
  if (right.type !== "object") return;
  for (const part of right.children) {
    if (part.type === "shorthand_property_identifier") names.add(textOf(tree, part));
    const value = part.type === "pair" ? childOf(part, "value") : undefined;
    if (value?.type === "identifier") names.add(textOf(tree, value));
  }
}

/** The names of what a module exports as its one thing: `export default x`, `module.exports = x`. */
export function defaultExports(tree: Pick<SyntaxTree, "text" | "root">): readonly string[] {
  const names: string[] = [];
  for (const statement of tree.root.children) {
    const value =
      statement.type === "export_statement" ? childOf(statement, "value") : assignedExports(tree, statement);
    const name = value?.type === "identifier" ? value : childOf(value, "constructor");
    if (name !== undefined) names.push(textOf(tree, name));
    const declaration = childOf(statement, "declaration");
    const isDefault = statement.children.some((child) => child.type === "default");
    const declared = isDefault ? childOf(declaration, "name") : childOf(value, "name");
    if (declared !== undefined) names.push(textOf(tree, declared));
  }
  return names;
}

function assignedExports(tree: Pick<SyntaxTree, "text">, statement: SyntaxNode): SyntaxNode | undefined {
  const assignment = statement.children[0];
  const left = childOf(assignment, "left");
  if (assignment?.type !== "assignment_expression" || left === undefined) return undefined;
  return textOf(tree, left) === "module.exports" ? childOf(assignment, "right") : undefined;
}

/** What a module's own names are called outside, where that differs: "b" to "a" for `export { a as b }` and `exports.b = a`. */
export function exportAliases(tree: Pick<SyntaxTree, "text" | "root">): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  const add = (outside: SyntaxNode | undefined, own: SyntaxNode | undefined): void => {
    if (outside !== undefined && own?.type === "identifier") aliases.set(textOf(tree, outside), textOf(tree, own));
  };
  for (const statement of tree.root.children) {
    const clause = childOf(statement, "source") === undefined ? firstOfType(statement, "export_clause") : undefined;
    for (const specifier of clause?.children ?? []) add(childOf(specifier, "alias"), childOf(specifier, "name"));
    const assignment = statement.children[0];
    const left = assignment?.type === "assignment_expression" ? childOf(assignment, "left") : undefined;
    if (left === undefined || !EXPORTS.test(textOf(tree, left))) continue;
    const right = childOf(assignment, "right");
    if (textOf(tree, left) !== "module.exports") add(childOf(left, "property"), right);
    for (const pair of right?.type === "object" ? right.children : [])
      add(childOf(pair, "key"), childOf(pair, "value"));
  }
  return aliases;
}
