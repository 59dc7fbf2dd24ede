import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import { type NameGrammar, type Origin, type Role, Scopes } from "./names.ts";

const SCOPES: ReadonlySet<string> = new Set([
  "module",
  "function_definition",
  "lambda",
  "class_definition",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);
const PATTERNS: ReadonlySet<string> = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
  "expression_list",
  "tuple",
  "list",
  "as_pattern_target",
]);

export const pythonNames: NameGrammar = {
  scopesOf,
  isName: (node) => node.type === "identifier" && !isFieldName(node),
  step(tree, node) {
    const parent = node.parent;
    if (parent === undefined) return undefined;
    if (parent.type === "parenthesized_expression") return { node: parent, property: undefined };
    if (parent.type === "attribute" && node.field === "object") {
      const property = childOf(parent, "attribute");
      return { node: parent, property: property === undefined ? "[]" : textOf(tree, property).normalize("NFKC") };
    }
    if (parent.type === "subscript" && node.field === "value")
      return { node: parent, property: stringValue(tree, childOf(parent, "subscript")) ?? "[]" };
    return undefined;
  },
  roleOf,
};

function isFieldName(node: SyntaxNode): boolean {
  const parent = node.parent?.type;
  return (
    (parent === "attribute" && node.field === "attribute") ||
    (parent === "keyword_argument" && node.field === "name") ||
    parent === "keyword_pattern"
  );
}

function roleOf(whole: SyntaxNode): Role {
  const parent = whole.parent;
  if (parent === undefined) return "value";
  if (parent.type === "call" && whole.field === "function") return "call";
  if (parent.type === "decorator") return "call";
  if (isWritten(whole)) return "write";
  if (/^(except_clause|raise_statement|type|union_type|generic_type|class_pattern)$/.test(parent.type))
    return "type-test";
  if (parent.type === "argument_list") return parent.parent?.type === "class_definition" ? "extends" : "argument";
  if (parent.type === "keyword_argument") return "argument";
  return "value";
}

function isWritten(whole: SyntaxNode): boolean {
  let node = whole;
  for (const holder of holdersOf(whole)) {
    if (/^(augmented_assignment|assignment|for_statement|for_in_clause)$/.test(holder.type))
      return node.field === "left";
    if (holder.type === "delete_statement" || holder.type === "as_pattern_target") return true;
    if (holder.type === "named_expression") return node.field === "name";
    if (!PATTERNS.has(holder.type)) return false;
    node = holder;
  }
  return false;
}

function scopesOf(tree: SyntaxTree): Scopes {
  const scopes = new Scopes(tree.root);
  const globals = new Map<SyntaxNode, Set<string>>();
  walk(tree.root, (node) => {
    if (node.type !== "global_statement") return;
    const scope = scopeFor(node);
    const names = globals.get(scope) ?? new Set<string>();
    globals.set(scope, names);
    for (const child of node.children) if (child.type === "identifier") names.add(textOf(tree, child));
  });
  const bind = (node: SyntaxNode, target: SyntaxNode | undefined, value: SyntaxNode | undefined) =>
    declareTarget(tree, scopes, scopeFor(node), globals, target, value);
  walk(tree.root, (node) => {
    switch (node.type) {
      case "assignment":
        bind(node, childOf(node, "left"), childOf(node, "right"));
        break;
      case "augmented_assignment":
        bind(node, childOf(node, "left"), undefined);
        break;
      case "for_statement":
      case "for_in_clause":
        bind(node, childOf(node, "left"), undefined);
        break;
      case "named_expression":
        bind(node, childOf(node, "name"), childOf(node, "value"));
        break;
      case "as_pattern":
        bind(node, childOf(node, "alias"), node.children[0]);
        break;
      case "case_pattern":
        for (const child of node.children)
          if (child.type === "dotted_name" && child.children.length === 1) bind(node, child.children[0], undefined);
        break;
      case "function_definition":
        declareDefinition(tree, scopes, node, "function");
        declareParameters(tree, scopes, node);
        break;
      case "lambda":
        declareParameters(tree, scopes, node);
        break;
      case "class_definition":
        declareDefinition(tree, scopes, node, "class");
        break;
      case "import_statement":
      case "import_from_statement":
        declareImports(tree, scopes, node);
        return false;
      case "global_statement":
      case "nonlocal_statement":
        for (const child of node.children) scopes.ignore(child);
        break;
    }
    return true;
  });
  return scopes;
}

function scopeFor(node: SyntaxNode): SyntaxNode {
  let top = node;
  for (const holder of holdersOf(node)) {
    if (SCOPES.has(holder.type)) return holder;
    top = holder;
  }
  return top;
}

function declareTarget(
  tree: SyntaxTree,
  scopes: Scopes,
  scope: SyntaxNode,
  globals: ReadonlyMap<SyntaxNode, ReadonlySet<string>>,
  target: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
): void {
  if (target === undefined) return;
  if (target.type === "identifier") {
    const name = textOf(tree, target).normalize("NFKC");
    const home = globals.get(scope)?.has(name) === true ? tree.root : scope;
    scopes.declare(home, target, name, { type: "variable", value, path: [], scope: home });
  } else if (PATTERNS.has(target.type)) {
    for (const child of target.children) declareTarget(tree, scopes, scope, globals, child, undefined);
  }
}

function declareDefinition(tree: SyntaxTree, scopes: Scopes, node: SyntaxNode, type: "function" | "class"): void {
  const name = childOf(node, "name");
  const scope = scopeFor(node);
  if (name !== undefined)
    scopes.declare(scope, name, textOf(tree, name).normalize("NFKC"), { type, value: node, path: [], scope });
}

function declareParameters(tree: SyntaxTree, scopes: Scopes, node: SyntaxNode): void {
  for (const parameter of childOf(node, "parameters")?.children ?? []) {
    const name =
      parameter.type === "identifier" ? parameter : (childOf(parameter, "name") ?? innermostIdentifier(parameter));
    if (name === undefined || name.type !== "identifier") continue;
    scopes.declare(node, name, textOf(tree, name).normalize("NFKC"), {
      type: "parameter",
      value: childOf(parameter, "value"),
      path: [],
      scope: node,
    });
  }
}

function innermostIdentifier(parameter: SyntaxNode): SyntaxNode | undefined {
  const found = firstOfType(parameter, "identifier", "list_splat_pattern", "dictionary_splat_pattern");
  return found === undefined || found.type === "identifier" ? found : firstOfType(found, "identifier");
}

function declareImports(tree: SyntaxTree, scopes: Scopes, node: SyntaxNode): void {
  const from = childOf(node, "module_name");
  walk(node, (inner) => {
    if (inner.type === "identifier") scopes.ignore(inner);
  });
  for (const child of node.children) {
    if (child.field !== "name") continue;
    const alias = childOf(child, "alias");
    const path = alias === undefined ? child : childOf(child, "name");
    if (path === undefined) continue;
    const dotted = textOf(tree, path).normalize("NFKC");
    const local = alias ?? path.children[0] ?? path;
    const origin: Origin =
      from === undefined
        ? { type: "import", module: alias === undefined ? (dotted.split(".")[0] ?? dotted) : dotted, member: undefined }
        : { type: "import", module: textOf(tree, from), member: dotted };
    scopes.declare(tree.root, local, textOf(tree, local).normalize("NFKC"), origin);
  }
}
