import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../syntax/nodes.ts";

/** What a name of the module's own stands for. */
export type Local =
  | { readonly type: "declared"; readonly node: SyntaxNode }
  /** A name bound by taking something apart. */
  | { readonly type: "part"; readonly node: SyntaxNode }
  /** "a from './b.js'", "* from './b.js'". */
  | { readonly type: "imported"; readonly from: string };

export type Locals = ReadonlyMap<string, readonly Local[]>;

/** The top-level bindings of a module or namespace by name; overloads, and types beside values, are several. */
export function localsOf(tree: Pick<SyntaxTree, "text">, body: SyntaxNode): Locals {
  const locals = new Map<string, Local[]>();
  const add = (name: string, local: Local): void => {
    locals.set(name, [...(locals.get(name) ?? []), local]);
  };
  for (const statement of body.children) {
    if (statement.type === "import_statement") importedBy(tree, statement, add);
    else for (const node of declaredIn(statement)) declaredBy(tree, node, add);
  }
  return locals;
}

/** The declarations in a statement: what is behind `export` and `declare`, each variable by itself. */
export function declaredIn(statement: SyntaxNode): readonly SyntaxNode[] {
  switch (statement.type) {
    case "export_statement": {
      const declaration = childOf(statement, "declaration");
      return declaration === undefined ? [] : declaredIn(declaration);
    }
    case "ambient_declaration":
      return statement.children.flatMap(declaredIn);
    case "expression_statement":
      return statement.children.filter(({ type }) => type === "internal_module");
    case "lexical_declaration":
    case "variable_declaration":
      return statement.children.filter(({ type }) => type === "variable_declarator");
    default:
      return /_(?:declaration|signature|alias)$|^(?:internal_)?module$/.test(statement.type) ? [statement] : [];
  }
}

function declaredBy(tree: Pick<SyntaxTree, "text">, node: SyntaxNode, add: (name: string, local: Local) => void): void {
  const name = childOf(node, "name") ?? firstOfType(node, "identifier");
  if (name === undefined) return;
  if (name.type === "identifier" || name.type === "type_identifier")
    add(textOf(tree, name), { type: "declared", node });
  else for (const part of boundBy(tree, name)) add(part, { type: "part", node });
}

/** The names that a pattern binds. */
export function boundBy(tree: Pick<SyntaxTree, "text">, pattern: SyntaxNode): readonly string[] {
  const names: string[] = [];
  walk(pattern, (node) => {
    if (/^(?:identifier|shorthand_property_identifier_pattern)$/.test(node.type)) names.push(textOf(tree, node));
    return node.field !== "right";
  });
  return names;
}

function importedBy(
  tree: Pick<SyntaxTree, "text">,
  statement: SyntaxNode,
  add: (name: string, local: Local) => void,
): void {
  const source = sourceOf(tree, statement);
  const clause = firstOfType(statement, "import_clause");
  for (const part of clause?.children ?? []) {
    if (part.type === "identifier") add(textOf(tree, part), { type: "imported", from: `default from ${source}` });
    const all = part.type === "namespace_import" ? firstOfType(part, "identifier") : undefined;
    if (all !== undefined) add(textOf(tree, all), { type: "imported", from: `* from ${source}` });
    for (const specifier of part.type === "named_imports" ? part.children : []) {
      const name = childOf(specifier, "name");
      const own = childOf(specifier, "alias") ?? name;
      if (name === undefined || own === undefined) continue;
      add(textOf(tree, own), { type: "imported", from: `${textOf(tree, name)} from ${source}` });
    }
  }
}

/** The module a statement names, without its quotes. */
export function sourceOf(tree: Pick<SyntaxTree, "text">, statement: SyntaxNode): string {
  const source = childOf(statement, "source");
  return source === undefined ? "" : textOf(tree, source).slice(1, -1);
}
