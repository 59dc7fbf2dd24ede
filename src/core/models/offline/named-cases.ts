import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { holdersOf, lineAt, lineStarts, stringValue, walk } from "../../syntax/nodes.ts";
import type { LineRange } from "../../syntax/outline.ts";
import type { RepairTask } from "./task.ts";

/** A case longer than this is no special case any more. */
const LINES = 8;

/**
 * Lines of the target that deal with a word the failing tests give: the `case "quarterly":`, the `"quarterly": 4` of a table,
 * the `if (kind === "quarterly")`.
 */
export function namedCases(
  tree: SyntaxTree,
  { tests, failures }: Pick<RepairTask, "tests" | "failures">,
): readonly LineRange[] {
  const source = [...tests, ...failures].map(({ body }) => body).join("\n");
  const words = new Set([...source.matchAll(/(["'`])([\w .:/-]{2,40})\1/g)].map(([, , word]) => word));
  const starts = lineStarts(tree.text);
  const ranges: LineRange[] = [];
  walk(tree.root, (node) => {
    const value = node.children.length === 0 ? (stringValue(tree, node) ?? keyOf(tree, node)) : undefined;
    const holder = value !== undefined && words.has(value) ? caseOf(node) : undefined;
    if (holder === undefined) return;
    const range = { from: lineAt(starts, holder.from), to: lineAt(starts, holder.to - 1) };
    if (range.to - range.from < LINES) ranges.push(range);
  });
  return ranges;
}

/** Keys of a table need no quotes in JavaScript. */
function keyOf(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  return node.type === "property_identifier" && node.parent?.type === "pair"
    ? tree.text.slice(node.from, node.to)
    : undefined;
}

function caseOf(node: SyntaxNode): SyntaxNode | undefined {
  for (const holder of holdersOf(node)) {
    if (
      /^(switch_case|case_clause|pair|if_statement|elif_clause|conditional_expression|ternary_expression)$/.test(
        holder.type,
      )
    )
      return holder;
    if (/function|method|class|statement_block|^block$/.test(holder.type)) return undefined;
  }
  return undefined;
}
