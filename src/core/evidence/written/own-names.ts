import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../../syntax/nodes.ts";
import { javascriptNames } from "../cheating/names-javascript.ts";
import { isFunctionNode } from "./subject-use.ts";

/**
 * Whether the test file itself makes what an assertion is called by, so that it asserts nothing of itself: `const assert = { equal() {} }`.
 * Imports, `require`, what is taken from an imported thing, and what the runner hands to a test are the real ones.
 */
export function ownAssertions(tree: SyntaxTree): (root: string, at: SyntaxNode) => boolean {
  const scopes = javascriptNames.scopesOf(tree);
  return (root, at) => {
    const origin = scopes.resolve(root, at);
    switch (origin.type) {
      case "free":
      case "import":
        return false;
      case "parameter":
        return !isHandedToRunner(origin.scope);
      case "function":
      case "class":
        return true;
      case "variable":
        return origin.value === undefined || !isTakenOver(tree, origin.value);
    }
  };
}

/** `test("…", ({ expect }) => …)`. */
function isHandedToRunner(scope: SyntaxNode): boolean {
  const holder = isFunctionNode(scope) ? scope : [...holdersOf(scope)].find(isFunctionNode);
  return holder?.parent?.type === "arguments";
}

/** `require("chai").expect`, `chai.expect`, `await import("chai")`. */
function isTakenOver(tree: SyntaxTree, value: SyntaxNode): boolean {
  if (/\brequire\s*\(|\bimport\s*\(/.test(textOf(tree, value))) return true;
  let root: SyntaxNode | undefined = value;
  while (root !== undefined && root.type !== "identifier") {
    if (!/^(member_expression|await_expression|call_expression|parenthesized_expression)$/.test(root.type))
      return false;
    root = childOf(root, "object") ?? childOf(root, "function") ?? root.children.find((child) => child.named);
  }
  return root !== undefined && javascriptNames.scopesOf(tree).resolve(textOf(tree, root), root).type !== "variable";
}

/** The methods that a Python test file defines or replaces, by whose names unittest would assert. */
export function ownPythonAssertions(tree: SyntaxTree): ReadonlySet<string> {
  const names = new Set<string>();
  walk(tree.root, (node) => {
    const named = node.type === "function_definition" ? childOf(node, "name") : undefined;
    const target = node.type === "assignment" ? childOf(node, "left") : undefined;
    const member = target?.type === "attribute" ? childOf(target, "attribute") : target;
    const name = named ?? (member?.type === "identifier" ? member : undefined);
    if (name !== undefined && /^assert(_|[A-Z])/.test(textOf(tree, name))) names.add(textOf(tree, name));
  });
  return names;
}
