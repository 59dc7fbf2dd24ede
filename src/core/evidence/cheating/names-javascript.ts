import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import { declareImports, requiredModule } from "./imported-names-javascript.ts";
import { type NameGrammar, type Origin, type Role, Scopes } from "./names.ts";

const FUNCTIONS: ReadonlySet<string> = new Set([
  "function_declaration",
  "function_expression",
  "generator_function",
  "generator_function_declaration",
  "arrow_function",
  "method_definition",
  "class_static_block",
]);
const BLOCKS: ReadonlySet<string> = new Set([
  ...FUNCTIONS,
  "program",
  "statement_block",
  "for_statement",
  "for_in_statement",
  "catch_clause",
  "switch_body",
]);
const NAMES: ReadonlySet<string> = new Set(["identifier", "shorthand_property_identifier"]);
const TRANSPARENT: ReadonlySet<string> = new Set([
  "parenthesized_expression",
  "non_null_expression",
  "as_expression",
  "satisfies_expression",
]);

/** Names in JavaScript, TypeScript and TSX. */
export const javascriptNames: NameGrammar = {
  scopesOf,
  isName: (node) => NAMES.has(node.type) && !isTagName(node),
  step(tree, node) {
    const parent = node.parent;
    if (parent === undefined) return undefined;
    if (TRANSPARENT.has(parent.type) && firstNamed(parent) === node) return { node: parent, property: undefined };
    if (node.field !== "object") return undefined;
    if (parent.type === "member_expression") {
      const property = childOf(parent, "property");
      return { node: parent, property: property === undefined ? "[]" : textOf(tree, property) };
    }
    if (parent.type === "subscript_expression")
      return { node: parent, property: stringValue(tree, childOf(parent, "index")) ?? "[]" };
    return undefined;
  },
  roleOf,
};

function firstNamed(node: SyntaxNode): SyntaxNode | undefined {
  return node.children.find((child) => child.named);
}

/** `<div>` names an element, `<Card>` uses a name. */
function isTagName(node: SyntaxNode): boolean {
  return node.parent?.type.startsWith("jsx_") === true && node.field === "name" && node.parent.type !== "jsx_expression"
    ? true
    : node.parent?.type === "enum_body";
}

function roleOf(whole: SyntaxNode): Role {
  const parent = whole.parent;
  if (parent === undefined) return "value";
  if (parent.type === "call_expression" && whole.field === "function") return "call";
  if (parent.type === "new_expression" && whole.field === "constructor") return "new";
  if (isWritten(whole)) return "write";
  if (parent.type === "binary_expression" && whole.field === "right" && hasToken(parent, "instanceof"))
    return "type-test";
  if (parent.type === "unary_expression") return hasToken(parent, "delete") ? "write" : "type-test";
  if (parent.type === "arguments") return "argument";
  if (parent.type === "class_heritage" || parent.type === "extends_clause") return "extends";
  return "value";
}

function hasToken(node: SyntaxNode, type: string): boolean {
  return node.children.some((child) => child.type === type);
}

function isWritten(whole: SyntaxNode): boolean {
  if (whole.parent?.type === "update_expression") return true;
  let node = whole;
  for (const holder of holdersOf(whole)) {
    if (/^(augmented_)?assignment_expression$/.test(holder.type) || holder.type === "for_in_statement")
      return node.field === "left";
    if (!/pattern$|^(assignment_pattern|parenthesized_expression|object|array|pair|spread_element)$/.test(holder.type))
      return false;
    if (holder.type === "pair_pattern" && node.field === "key") return false;
    node = holder;
  }
  return false;
}

function scopesOf(tree: SyntaxTree): Scopes {
  const scopes = new Scopes(tree.root);
  walk(tree.root, (node) => {
    switch (node.type) {
      case "variable_declarator":
        declarePattern(
          tree,
          scopes,
          scopeFor(node, isVar(node)),
          childOf(node, "name"),
          "variable",
          childOf(node, "value"),
        );
        break;
      case "function_declaration":
      case "generator_function_declaration":
      case "class_declaration":
      case "abstract_class_declaration":
      case "enum_declaration":
      case "function_signature":
        declareNamed(tree, scopes, node);
        break;
      case "function_expression":
      case "generator_function":
      case "class":
        declareSelf(tree, scopes, node);
        break;
      case "catch_clause":
        declarePattern(tree, scopes, node, childOf(node, "parameter"), "parameter", undefined);
        break;
      case "for_in_statement":
        if (childOf(node, "kind") !== undefined)
          declarePattern(tree, scopes, node, childOf(node, "left"), "variable", undefined);
        break;
      case "import_statement":
        declareImports(tree, scopes, node);
        break;
      case "labeled_statement":
      case "export_specifier":
        if (
          node.type === "export_specifier" &&
          node.parent?.parent !== undefined &&
          childOf(node.parent.parent, "source") !== undefined
        )
          for (const child of node.children) scopes.ignore(child);
        ignoreAlias(scopes, node);
        break;
    }
    if (FUNCTIONS.has(node.type)) declareParameters(tree, scopes, node);
  });
  return scopes;
}

function ignoreAlias(scopes: Scopes, node: SyntaxNode): void {
  const alias = childOf(node, "alias");
  if (alias !== undefined) scopes.ignore(alias);
}

function isVar(declarator: SyntaxNode): boolean {
  return declarator.parent?.type === "variable_declaration";
}

function scopeFor(node: SyntaxNode, hoisted: boolean): SyntaxNode {
  let top = node;
  for (const holder of holdersOf(node)) {
    if (hoisted ? FUNCTIONS.has(holder.type) : BLOCKS.has(holder.type)) return holder;
    top = holder;
  }
  return top;
}

function declareNamed(tree: SyntaxTree, scopes: Scopes, node: SyntaxNode): void {
  const name = childOf(node, "name");
  if (name === undefined) return;
  const scope = scopeFor(node, false);
  scopes.declare(scope, name, textOf(tree, name), {
    type: node.type.includes("function") ? "function" : "class",
    value: node,
    path: [],
    scope,
  });
}

function declareSelf(tree: SyntaxTree, scopes: Scopes, node: SyntaxNode): void {
  const name = childOf(node, "name");
  if (name === undefined) return;
  const type = node.type === "class" ? "class" : "function";
  scopes.declare(node, name, textOf(tree, name), { type, value: node, path: [], scope: node });
}

function declareParameters(tree: SyntaxTree, scopes: Scopes, node: SyntaxNode): void {
  const single = childOf(node, "parameter");
  if (single !== undefined) declarePattern(tree, scopes, node, single, "parameter", undefined);
  for (const parameter of childOf(node, "parameters")?.children ?? []) {
    if (!parameter.named) continue;
    const value = childOf(parameter, "value") ?? childOf(parameter, "right");
    declarePattern(tree, scopes, node, childOf(parameter, "pattern") ?? parameter, "parameter", value);
  }
}

type Declared = Exclude<Origin, { type: "free" } | { type: "import" }>["type"];

function declarePattern(
  tree: SyntaxTree,
  scopes: Scopes,
  scope: SyntaxNode,
  pattern: SyntaxNode | undefined,
  type: Declared,
  value: SyntaxNode | undefined,
  path: readonly string[] = [],
): void {
  if (pattern === undefined) return;
  switch (pattern.type) {
    case "identifier":
    case "shorthand_property_identifier_pattern": {
      const name = textOf(tree, pattern);
      const full = pattern.type === "identifier" ? path : [...path, name];
      scopes.declare(scope, pattern, name, requiredModule(tree, value, full) ?? { type, value, path: full, scope });
      return;
    }
    case "pair_pattern": {
      const key = childOf(pattern, "key");
      const step = key === undefined ? "[]" : (stringValue(tree, key) ?? textOf(tree, key));
      declarePattern(tree, scopes, scope, childOf(pattern, "value"), type, value, [...path, step]);
      return;
    }
    case "assignment_pattern":
    case "object_assignment_pattern":
      declarePattern(tree, scopes, scope, childOf(pattern, "left"), type, value ?? childOf(pattern, "right"), path);
      return;
    case "object_pattern":
    case "array_pattern":
    case "rest_pattern": {
      const inner = pattern.type === "array_pattern" ? [...path, "[]"] : path;
      for (const child of pattern.children) declarePattern(tree, scopes, scope, child, type, value, inner);
      return;
    }
  }
}
