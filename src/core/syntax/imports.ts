import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { Import, ImportedName } from "./import.ts";
import { goImports, rustImports } from "./imports-compiled.ts";
import { pythonImports } from "./imports-python.ts";
import { childOf, firstOfType, stringValue, textOf, walk } from "./nodes.ts";

type Tree = Pick<SyntaxTree, "text" | "root" | "language">;

/** JavaScript, TypeScript, Python, Go and Rust; other languages have none. Type-only imports and computed specifiers are left out. */
export function importsOf(tree: Tree): readonly Import[] {
  switch (tree.language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return javascriptImports(tree);
    case "python":
      return pythonImports(tree);
    case "go":
      return goImports(tree);
    case "rust":
      return rustImports(tree);
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
    } else if (node.type === "export_statement" && childOf(node, "source") !== undefined) {
      if (firstOfType(node, "type") === undefined) add(childOf(node, "source"), handedOn(tree, node));
    }
    if (node.type === "call_expression") {
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
  const module = firstOfType(statement, "namespace_export");
  const names =
    clause !== undefined
      ? specifierNames(tree, clause)
      : module !== undefined
        ? wholeModule(tree, firstOfType(module, "identifier"))
        : [{ imported: "*", local: "*" }];
  return names.map((name) => ({ ...name, reexported: true }));
}

function specifierNames(tree: Tree, clause: SyntaxNode): readonly ImportedName[] {
  const names: ImportedName[] = [];
  for (const specifier of clause.children) {
    const name = childOf(specifier, "name");
    if (name === undefined || firstOfType(specifier, "type", "typeof") !== undefined) continue;
    const imported = textOf(tree, name);
    const alias = childOf(specifier, "alias");
    names.push({ imported, local: alias === undefined ? imported : textOf(tree, alias) });
  }
  return names;
}

function wholeModule(tree: Tree, local: SyntaxNode | undefined): readonly ImportedName[] {
  return local === undefined ? [] : [{ imported: "*", local: textOf(tree, local) }];
}

/** What a loaded module, or one property of it, becomes: `const x = require(…)`, `const { a, b: c } = await import(…)`. */
function boundNames(tree: Tree, call: SyntaxNode): readonly ImportedName[] {
  const { value, property } = usedValue(tree, call);
  const holder = value.parent;
  if (holder === undefined) return [];
  const imported = property === undefined ? ["*", "default"] : [property];
  const exported = exportedAs(tree, holder);
  if (exported === "*" && property === undefined)
    return imported.map((name) => ({ imported: name, local: name, reexported: true }));
  if (exported === "*") return [{ imported: property ?? "default", local: "default", reexported: true }];
  if (exported !== undefined) return imported.map((name) => ({ imported: name, local: exported, reexported: true }));
  const target = childOf(holder, "name") ?? childOf(holder, "left");
  if (target === undefined || target === value) return [];
  if (target.type === "identifier") return imported.map((name) => ({ imported: name, local: textOf(tree, target) }));
  return target.type === "object_pattern" && property === undefined ? patternNames(tree, target) : [];
}

const TRANSPARENT =
  /^(await_expression|parenthesized_expression|as_expression|satisfies_expression|non_null_expression)$/;

/** The call with what is around it that hands its value on, and the property that is read from it. */
function usedValue(
  tree: Tree,
  call: SyntaxNode,
): { readonly value: SyntaxNode; readonly property: string | undefined } {
  let value = call;
  let property: string | undefined;
  for (let parent = value.parent; parent !== undefined; parent = value.parent) {
    if (parent.type === "member_expression") {
      const name = childOf(parent, "property");
      property ??= name === undefined ? undefined : textOf(tree, name);
    } else if (!TRANSPARENT.test(parent.type)) break;
    value = parent;
  }
  return { value, property };
}

/** The name under which CommonJS hands a value on at once; "*" for all that it holds. */
function exportedAs(tree: Tree, holder: SyntaxNode): string | undefined {
  if (holder.type === "assignment_expression") {
    const left = childOf(holder, "left");
    const match = left === undefined ? null : /^(?:module\.)?exports(?:\.(\w+))?$/.exec(textOf(tree, left));
    return match === null ? undefined : (match[1] ?? "*");
  }
  const object = holder.parent;
  if (object?.type !== "object" || object.parent === undefined || exportedAs(tree, object.parent) !== "*")
    return undefined;
  if (holder.type === "spread_element") return "*";
  const key = holder.type === "pair" ? childOf(holder, "key") : undefined;
  return key === undefined ? undefined : (stringValue(tree, key) ?? textOf(tree, key));
}

function patternNames(tree: Tree, pattern: SyntaxNode): readonly ImportedName[] {
  return pattern.children.flatMap((part): readonly ImportedName[] => {
    const key = childOf(part, "key") ?? childOf(part, "left") ?? part;
    const local = childOf(part, "value") ?? key;
    if (!/^(shorthand_property_identifier_pattern|pair_pattern|object_assignment_pattern)$/.test(part.type)) return [];
    const imported = stringValue(tree, key) ?? textOf(tree, key);
    return boundIn(local).map((name) => ({ imported, local: textOf(tree, name) }));
  });
}

/** The names a pattern makes; defaults are no part of it. */
function boundIn(target: SyntaxNode): readonly SyntaxNode[] {
  const names: SyntaxNode[] = [];
  walk(target, (part) => {
    if (/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type)) names.push(part);
    return part === target || !/^(right|key)$/.test(part.field ?? "");
  });
  return names;
}
