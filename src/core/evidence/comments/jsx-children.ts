import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import type { Piece } from "./piece.ts";

/** An element or fragment with an opening and a closing tag: what is between its children is text. */
export function isJsxChildrenHolder(node: SyntaxNode): boolean {
  return node.type === "jsx_element";
}

const TEXT = /^(?:jsx_text|html_character_reference|comment)$/;

/**
 * The children with the text between them as every compiler of JSX reads it: lines trimmed, empty ones dropped.
 * An expression that holds only comments is no child; it still parts the text around it.
 */
export function jsxPieces(tree: Pick<SyntaxTree, "text">, element: SyntaxNode): readonly (SyntaxNode | Piece)[] {
  const parts = element.children.filter(({ type }) => !TEXT.test(type));
  if (parts[0]?.type !== "jsx_opening_element" || parts.at(-1)?.type !== "jsx_closing_element") return element.children;
  const pieces: (SyntaxNode | Piece)[] = parts.slice(0, 1);
  let at = parts[0].to;
  for (const part of parts.slice(1)) {
    if (part.from > at) {
      const text = shownText(tree.text.slice(at, part.from));
      pieces.push({ role: text === "" ? "blank" : "code", type: "jsx_text", text, from: at, to: part.from });
    }
    pieces.push(...(isOnlyComments(part) ? commentsOf(tree, part) : [part]));
    at = part.to;
  }
  return pieces;
}

function shownText(text: string): string {
  const lines = text.split(/\r\n|\n|\r/);
  return lines
    .map((line, index) => {
      const start = index === 0 ? line : line.replace(/^[ \t]+/, "");
      return index === lines.length - 1 ? start : start.replace(/[ \t]+$/, "");
    })
    .filter((line) => line !== "")
    .join(" ");
}

function isOnlyComments(node: SyntaxNode): boolean {
  return (
    node.type === "jsx_expression" &&
    node.children.every((child) => child.type === "comment" || child.type === "{" || child.type === "}")
  );
}

function commentsOf(tree: Pick<SyntaxTree, "text">, expression: SyntaxNode): readonly Piece[] {
  return expression.children.map((child): Piece => {
    const { type, from, to } = child;
    return { role: type === "comment" ? "comment" : "blank", type, text: tree.text.slice(from, to), from, to };
  });
}
