import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import { isRustDoc } from "./code-pieces.ts";
import { brokenEscape } from "./docstrings.ts";
import type { Piece } from "./piece.ts";

/** Why what a grammar calls a comment may be code to the compiler; the rest of a sentence, with the offset it is about. */
export interface Doubt {
  readonly at: number;
  readonly why: string;
}

/** Whether the pieces of a text can be believed. Asked for both texts of a change. */
export function doubtOf(tree: Pick<SyntaxTree, "language" | "text">, pieces: readonly Piece[]): Doubt | undefined {
  const { language, text } = tree;
  const nul = text.indexOf("\0");
  if (nul >= 0) return { at: nul, why: "holds a NUL character" };
  const odd = pieces.find((piece) => piece.role === "comment" && !isWellFormed(language, piece.text));
  if (odd !== undefined) return { at: odd.from, why: "holds a comment that does not end where it seems to" };
  if (language === "java") {
    const found = /\\u+00(?:0[aAdD]|2[27aAfF]|5[cC])/.exec(text);
    if (found !== null) return { at: found.index, why: `holds \`${found[0]}\`, which Java reads before anything else` };
  }
  if (language === "csharp") {
    const hiding = pieces.find(({ role, text: own }) => role !== "blank" && /\n[ \t]*#[ \t]*(?:if|el|end)/.test(own));
    if (hiding !== undefined)
      return { at: hiding.from, why: "holds a directive that a comment or a text seems to hide" };
    const pushed = pieces.find(
      ({ role, to }) => role === "comment" && /^[ \t]*#/.test(text.slice(to, to + 40).replace(/[\r\n][\s\S]*/, "")),
    );
    if (pushed !== undefined) return { at: pushed.from, why: "holds a comment before a directive on its line" };
  }
  if (language === "python") {
    const encoding = /^(?:\uFEFF?[ \t\f]*#.*?coding[:=][ \t]*|.*\r?\n[ \t\f]*#.*?coding[:=][ \t]*)([-\w.]+)/.exec(
      text,
    )?.[1];
    if (encoding !== undefined && !/^utf-?8/i.test(encoding.replace("_", "-")) && /[^\0-\x7f]/.test(text))
      return { at: 0, why: `is not ASCII, and is read as ${encoding}` };
  }
  return undefined;
}

/** From mark to mark with nothing behind the end, whatever ends a line in the language. */
function isWellFormed(language: SyntaxTree["language"], comment: string): boolean {
  if (language === "python") return /^#[^\n\r\f]*\r?$/.test(comment);
  if (comment.startsWith("//")) return /^\/\/[^\n\r\u0085\u2028\u2029]*(?:\r?\n|\r)?$/.test(comment);
  if (!comment.startsWith("/*") || comment.length < 4 || !comment.endsWith("*/")) return false;
  return language === "rust" ? isNested(comment) : comment.indexOf("*/", 2) === comment.length - 2;
}

function isNested(comment: string): boolean {
  let depth = 0;
  for (const { 0: mark, index } of comment.matchAll(/\/\*|\*\//g)) {
    depth += mark === "/*" ? 1 : -1;
    if (depth === 0) return index === comment.length - 2;
  }
  return false;
}

/** What is wrong with a comment or docstring that is new: the compiler would refuse it where it stands. */
export function faultOf(
  language: SyntaxTree["language"],
  pieces: readonly Piece[],
  known: ReadonlySet<string>,
): Doubt | undefined {
  if (language !== "python" && language !== "rust") return undefined;
  for (const [index, piece] of pieces.entries()) {
    if (known.has(piece.text)) continue;
    if (piece.role === "docstring") {
      const broken = brokenEscape(piece.text);
      if (broken !== undefined)
        return { at: piece.from, why: `holds \`${broken}\` in a docstring: double the backslash` };
    }
    if (piece.role === "comment" && language === "rust" && isRustDoc(piece.text) && !documents(pieces, index))
      return { at: piece.from, why: "holds a documentation comment where Rust allows none" };
  }
  return undefined;
}

/** What may carry an attribute, by the grammar's names. */
const CARRIERS =
  /(?:_item|^attribute_item|^field_declaration|^enum_variant|^function_signature_item|^macro_definition|^associated_type|_declaration|^match_arm|^visibility_modifier)$/;

/** `///` stands before an item, a field or a variant; `//!` at the start of a file or a body. */
function documents(pieces: readonly Piece[], index: number): boolean {
  const piece = pieces[index];
  if (piece === undefined) return false;
  const isInner = /^\/[/*]!/.test(piece.text);
  const step = isInner ? -1 : 1;
  for (let at = index + step; ; at += step) {
    const other = pieces[at];
    if (other === undefined) return false;
    if (other.role === "comment" || other.role === "blank") continue;
    if (!isInner) return other.role === "open" && CARRIERS.test(other.type);
    return (
      (other.role === "open" && /^(?:source_file|declaration_list|block)$/.test(other.type)) ||
      (other.role === "close" && other.type === "inner_attribute_item") ||
      (other.role === "code" && other.text === "{" && /^(?:declaration_list|block)$/.test(pieces[at - 1]?.type ?? ""))
    );
  }
}
