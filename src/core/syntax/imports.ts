import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { Import, ImportedName } from "./import.ts";
import { pythonImports } from "./imports-python.ts";
import { childOf, firstOfType, stringValue, textOf, walk } from "./nodes.ts";

type Tree = Pick<SyntaxTree, "text" | "root" | "language">;

/** JavaScript, TypeScript and Python; other languages have none. Type-only imports and computed specifiers are left out. */
export function importsOf(tree: Tree): readonly Import[] {
  switch (tree.language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return javascriptImports(tree);
    case "python":
      return pythonImports(tree);
    case "go":
    case "rust":
    case "java":
    case "csharp":
      return [];
  }
}

function javascriptImports(tree: Tree): readonly Import[] {
  const imports: Import[] = [];
  const add = (source: SyntaxNode | undefined, names: readonly ImportedName[]): void => {
    const specifier = stringValue(tree, source);
    if (specifier !== undefined && specifier !== "") imports.push({ specifier, names });
  };
  walk(tree.root, (node) => {
    if (/^(type_annotation|type_arguments|type_alias_declaration|interface_declaration)$/.test(node.type)) return false;
    if (node.type === "import_statement" && firstOfType(node, "type", "typeof") === undefined) {
      const required = firstOfType(node, "import_require_clause");
      if (required === undefined) add(childOf(node, "source"), clauseNames(tree, firstOfType(node, "import_clause")));
      else add(childOf(required, "source"), wholeModule(tree, firstOfType(required, "identifier")));
    } else if (node.type === "export_statement" && childOf(node, "source") !== undefined)
      add(childOf(node, "source"), handedOn(tree, node));
    else if (node.type === "call_expression") {
      const callee = childOf(node, "function");
      const first = childOf(node, "arguments")?.children.find((child) => child.named);
      if (
        callee !== undefined &&
        /^(require|import|(jest|vi)\.(requireActual|importActual))$/.test(textOf(tree, callee))
      )
        add(first, boundNames(tree, node));
    }
    return true;
  });
  return imports;
}

function clauseNames(tree: Tree, clause: SyntaxNode | undefined): readonly ImportedName[] {
  const names: ImportedName[] = [];
  for (const part of clause?.children ?? []) {
    if (part.type === "identifier") names.push({ imported: "default", local: textOf(tree, part) });
    if (part.type === "namespace_import") names.push(...wholeModule(tree, firstOfType(part, "identifier")));
    if (part.type === "named_imports") names.push(...specifierNames(tree, part));
  }
  return names;
}

function handedOn(tree: Tree, statement: SyntaxNode): readonly ImportedName[] {
  const clause = firstOfType(statement, "export_clause");
  const names = clause === undefined ? [{ imported: "*", local: "*" }] : specifierNames(tree, clause);
  return names.map((name) => ({ ...name, reexported: true }));
}

function specifierNames(tree: Tree, clause: SyntaxNode): readonly ImportedName[] {
  const names: ImportedName[] = [];
  for (const specifier of clause.children) {
    const name = childOf(specifier, "name");
    if (name === undefined) continue;
    const imported = textOf(tree, name);
    const alias = childOf(specifier, "alias");
    names.push({ imported, local: alias === undefined ? imported : textOf(tree, alias) });
  }
  return names;
}

function wholeModule(tree: Tree, local: SyntaxNode | undefined): readonly ImportedName[] {
  return local === undefined ? [] : [{ imported: "*", local: textOf(tree, local) }];
}

/** `const x = require(…)`, `const { a, b: c } = await import(…)`, `const x = require(…).y`. */
function boundNames(tree: Tree, call: SyntaxNode): readonly ImportedName[] {
  let value = call;
  let property: string | undefined;
  for (let parent = value.parent; parent !== undefined; parent = value.parent) {
    if (parent.type === "member_expression") {
      const name = childOf(parent, "property");
      property ??= name === undefined ? undefined : textOf(tree, name);
    } else if (!/^(await_expression|parenthesized_expression|as_expression)$/.test(parent.type)) break;
    value = parent;
  }
  const holder = value.parent;
  const target = childOf(holder, "name") ?? childOf(holder, "left");
  if (holder === undefined || target === undefined || target === value) return [];
  if (target.type === "identifier")
    return property === undefined
      ? ["*", "default"].map((imported) => ({ imported, local: textOf(tree, target) }))
      : [{ imported: property, local: textOf(tree, target) }];
  const names: ImportedName[] = [];
  for (const part of target.children) {
    if (part.type === "shorthand_property_identifier_pattern") {
      const name = textOf(tree, part);
      names.push({ imported: name, local: name });
    }
    const key = childOf(part, "key");
    const local = childOf(part, "value");
    if (part.type === "pair_pattern" && key !== undefined && local !== undefined)
      names.push({ imported: textOf(tree, key), local: textOf(tree, local) });
  }
  return names;
}
