import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType } from "../../../syntax/nodes.ts";
import { compared, type Span, type StatementReader, wordOf } from "./stated.ts";

/** The macros of the standard library, by which pretty_assertions goes as well. */
export function rustStatements(tree: SyntaxTree): StatementReader {
  return (node) => {
    if (node.type !== "macro_invocation") return undefined;
    const given = argumentsOf(firstOfType(node, "token_tree"));
    switch (wordOf(tree, childOf(node, "macro")).replace(/^(std|core|pretty_assertions)::/, "")) {
      case "assert_eq":
      case "assert_ne":
      case "debug_assert_eq":
      case "debug_assert_ne":
        return compared(node, given);
      case "assert":
      case "debug_assert":
        return compared(node, given.slice(0, 1));
      case "panic":
      case "unreachable":
        return { node, kind: "fails", values: [] };
      default:
        return undefined;
    }
  };
}

/** What stands between the commas of a macro's parentheses. */
function argumentsOf(tokens: SyntaxNode | undefined): readonly Span[] {
  const spans: Span[] = [];
  let isFresh = true;
  for (const token of tokens?.children.slice(1, -1) ?? []) {
    const last = isFresh ? undefined : spans.pop();
    isFresh = token.type === ",";
    if (!isFresh) spans.push({ from: last?.from ?? token.from, to: token.to });
    else if (last !== undefined) spans.push(last);
  }
  return spans;
}
