import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { Change } from "./change.ts";

/** Template literals for strings that are put together with `+`. */
export function templates(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  walk(tree.root, (node) => {
    const text =
      isSum(tree, node) && (node.parent === undefined || !isSum(tree, node.parent))
        ? templateFor(tree, node)
        : undefined;
    if (text === undefined) return true;
    changes.push({ kind: "template literals for sums", sure: false, parts: [{ from: node.from, to: node.to, text }] });
    return false;
  });
  return changes;
}

function isSum(tree: SyntaxTree, node: SyntaxNode): boolean {
  return node.type === "binary_expression" && textOf(tree, childOf(node, "operator") ?? node) === "+";
}

/** Only where the sum is of text from its first or second part on: before that, `+` may add numbers. */
function templateFor(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const terms = termsOf(tree, node);
  const first = terms.findIndex(({ type }) => type === "string");
  const values = terms.filter(({ type }) => type !== "string");
  if (first < 0 || first > 1 || values.length === 0 || values.length > 5) return undefined;
  const parts = terms.map((term) => (term.type === "string" ? inside(textOf(tree, term)) : put(tree, term)));
  return parts.includes(undefined) ? undefined : `\`${parts.join("")}\``;
}

function termsOf(tree: SyntaxTree, node: SyntaxNode): readonly SyntaxNode[] {
  const [left, right] = [childOf(node, "left"), childOf(node, "right")];
  if (left === undefined || right === undefined) return [node];
  return [...(isSum(tree, left) ? termsOf(tree, left) : [left]), right];
}

/** What stands between the quotes, in the spelling of a template; undefined for what has none there. */
function inside(literal: string): string | undefined {
  const text = literal.slice(1, -1);
  if (/\\[0-9]|\\\n/.test(text)) return undefined;
  return text
    .replace(/\\(['"])/g, "$1")
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${");
}

function put(tree: SyntaxTree, term: SyntaxNode): string | undefined {
  const text = textOf(tree, term);
  if (
    !/^(identifier|member_expression|call_expression|subscript_expression|number|parenthesized_expression|this)$/.test(
      term.type,
    )
  )
    return undefined;
  if (/[`\n]|\/[/*]|=>|\bfunction\b/.test(text) || text.length > 60) return undefined;
  return `\${${term.type === "parenthesized_expression" ? text.slice(1, -1) : text}}`;
}
