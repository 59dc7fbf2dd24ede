import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, textOf } from "../../syntax/nodes.ts";
import type { Assertion, AssertionReader } from "./assertion.ts";
import { chainOf } from "./chain.ts";
import { ownPythonAssertions } from "./own-names.ts";

/** `assert`, the methods of unittest, `pytest.raises`, and functions named `assert_…` of libraries. */
export function pythonAssertions(tree: SyntaxTree): AssertionReader {
  const own = ownPythonAssertions(tree);
  return (node) => {
    switch (node.type) {
      case "assert_statement":
        return plain(tree, node);
      case "call":
        return called(tree, node, own);
      case "with_statement":
        return expectsError(tree, node);
      default:
        return undefined;
    }
  };
}

function plain(tree: SyntaxTree, node: SyntaxNode): Assertion | undefined {
  const value = node.children.find((child) => child.named && child.type !== "comment");
  if (value === undefined) return undefined;
  const inner =
    value.type === "parenthesized_expression" ? (value.children.find((child) => child.named) ?? value) : value;
  if (inner.type === "comparison_operator") {
    const sides = inner.children.filter((child) => child.named && child.field !== "operators");
    const isSimple = sides.length === 2 && /==|\bis\b|\bin\b|<|>|!=/.test(textOf(tree, inner));
    if (isSimple) return { node, kind: "equal", values: sides, isPromise: false };
  }
  return { node, kind: "truth", values: [inner], isPromise: false };
}

function called(tree: SyntaxTree, node: SyntaxNode, own: ReadonlySet<string>): Assertion | undefined {
  const chain = chainOf(tree, node) ?? [];
  const method = chain.at(-1) ?? "";
  const given = childOf(node, "arguments")?.children.filter((child) => child.named && child.type !== "comment") ?? [];
  if (/^(raises|warns|assertRaises\w*|assertWarns\w*)$/.test(method)) {
    // As a context manager the block is what is looked at.
    return given.length < 2 || given[1]?.type === "keyword_argument"
      ? undefined
      : { node, kind: "throws", values: given.slice(1), isPromise: false };
  }
  // What stands in this file is looked at where it is called.
  if (!/^assert(_|[A-Z])/.test(method) || own.has(method)) return undefined;
  if (/^assert(True|False|IsNotNone)$/.test(method))
    return { node, kind: "truth", values: given.slice(0, 1), isPromise: false };
  if (/^assert_(called|not_called|any_call|has_calls|awaited)/.test(method)) {
    const mock = childOf(childOf(node, "function"), "object");
    return { node, kind: "other", values: mock === undefined ? [] : [mock], isPromise: false };
  }
  return { node, kind: given.length > 1 ? "equal" : "other", values: given.slice(0, 2), isPromise: false };
}

function expectsError(tree: SyntaxTree, node: SyntaxNode): Assertion | undefined {
  const body = childOf(node, "body");
  const head = tree.text.slice(node.from, body?.from ?? node.to);
  if (body === undefined || !/\b(raises|warns|assertRaises\w*|assertWarns\w*|assertLogs)\s*\(/.test(head))
    return undefined;
  if (/\braises\s*\(\s*AssertionError\b|assertRaises\w*\s*\(\s*AssertionError\b/.test(head)) return undefined;
  return { node, kind: "throws", values: [body], isPromise: false };
}
