import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { textOf } from "../../syntax/nodes.ts";
import { docstringOf } from "./docstrings.ts";
import { isJsxChildrenHolder, jsxPieces } from "./jsx-children.ts";
import type { Piece } from "./piece.ts";

const COMMENTS: ReadonlySet<string> = new Set(["comment", "line_comment", "block_comment"]);

/** Whose inner text is no code and may look like comments; what is substituted in them is code again. */
const LITERALS: ReadonlySet<string> = new Set(["template_string", "template_literal_type", "regex"]);

/** Whose text counts to the last character, also where something is substituted: `f"{x = }"` prints its own source. */
const VERBATIM: ReadonlySet<string> = new Set([
  "string",
  "interpolated_string_expression",
  "string_literal",
  "raw_string_literal",
  "char_literal",
]);

/** The whole text as pieces in order, none of it left out but white space between them. */
export function piecesOf(tree: Pick<SyntaxTree, "language" | "text" | "root">): readonly Piece[] {
  const pieces: Piece[] = [];
  const front: (SyntaxNode | Piece)[] = [tree.root];
  let at = 0;
  let macros = 0;
  const put = (piece: Piece): void => {
    const missed = tree.text.slice(at, piece.from);
    if (piece.from > at && !isSpace(missed, tree.language))
      pieces.push({ role: "code", type: "text", text: missed.trim(), from: at, to: piece.from });
    pieces.push(macros > 0 ? { ...piece, raw: true } : piece);
    at = Math.max(at, piece.to);
  };
  for (let next = front.pop(); next !== undefined; next = front.pop()) {
    if (!isNode(next)) {
      if (next.role === "close" && isMacro(next.type)) macros--;
      put(next);
      continue;
    }
    const inner = innerPieces(tree, next, macros > 0);
    if (inner === undefined) continue;
    const first = inner[0];
    if (inner.length === 1 && first !== undefined && !isNode(first)) {
      put(first);
      continue;
    }
    put({ role: "open", type: next.type, text: "", from: next.from, to: next.from });
    if (isMacro(next.type)) macros++;
    front.push({ role: "close", type: next.type, text: "", from: next.to, to: next.to });
    for (let index = inner.length - 1; index >= 0; index--) {
      const child = inner[index];
      if (child !== undefined) front.push(child);
    }
  }
  put({ role: "blank", type: "end", text: "", from: tree.text.length, to: tree.text.length });
  return pieces;
}

/** What stands for the node: one piece, or what is below it. */
function innerPieces(
  tree: Pick<SyntaxTree, "language" | "text">,
  node: SyntaxNode,
  inMacro: boolean,
): readonly (SyntaxNode | Piece)[] | undefined {
  const whole = (role: Piece["role"]): readonly Piece[] => [
    { role, type: node.type, text: textOf(tree, node), from: node.from, to: node.to },
  ];
  if (COMMENTS.has(node.type)) return whole(inMacro && isRustDoc(textOf(tree, node)) ? "code" : "comment");
  if (node.type === "line_continuation") return whole("blank");
  const docstring = tree.language === "python" ? docstringOf(tree, node) : undefined;
  if (docstring === "first") return whole("docstring");
  // A body has to hold something: a docstring that is all of it can be written anew, and not be left out.
  if (docstring === "alone")
    return [{ role: "code", type: "docstring", text: "", from: node.from, to: node.from }, ...whole("docstring")];
  if (VERBATIM.has(node.type)) return whole("code");
  if (node.children.length === 0)
    return node.to > node.from && !isSpace(textOf(tree, node), tree.language) ? whole("code") : undefined;
  if (LITERALS.has(node.type)) return withGaps(tree, node);
  if (isJsxChildrenHolder(node)) return jsxPieces(tree, node);
  return node.children;
}

/** The children of a literal with everything that is between them, white space and what looks like a comment included. */
function withGaps(tree: Pick<SyntaxTree, "text">, node: SyntaxNode): readonly (SyntaxNode | Piece)[] {
  const inner: (SyntaxNode | Piece)[] = [];
  let at = node.from;
  const literal = (from: number, to: number): void => {
    if (to > from) inner.push({ role: "code", type: "literal", text: tree.text.slice(from, to), from, to });
  };
  for (const child of node.children) {
    literal(at, child.from);
    if (child.children.length === 0) literal(child.from, child.to);
    else inner.push(child);
    at = child.to;
  }
  literal(at, node.to);
  return inner;
}

function isNode(part: SyntaxNode | Piece): part is SyntaxNode {
  return "children" in part;
}

function isMacro(type: string): boolean {
  return type === "token_tree" || type === "macro_definition";
}

/** Documentation comments of Rust are attributes; `////` and `/***` are none. */
export function isRustDoc(text: string): boolean {
  return /^(?:\/\/\/(?!\/)|\/\/!|\/\*\*(?![*/])|\/\*!)/.test(text);
}

/** What a language takes for white space. What else a grammar skips is code to us. */
function isSpace(text: string, language: SyntaxTree["language"]): boolean {
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return /^\s*$/.test(text);
    default:
      return /^\uFEFF?[ \t\r\n\f\v]*$/.test(text);
  }
}
