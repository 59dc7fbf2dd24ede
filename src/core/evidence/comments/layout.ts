import type { Language } from "../../ports/syntax-trees.ts";
import type { Piece } from "./piece.ts";

const LINE_BREAK = /[\n\r\u2028\u2029]/;

/**
 * For each piece of code what the lines and columns around it mean, as a text that is equal where the meaning is.
 * It does not ask the grammar: a comment that holds or takes away a line break changes code in some languages.
 */
export function layoutOf(language: Language, text: string, pieces: readonly Piece[]): readonly string[] {
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return breaks(text, pieces, mayEndStatement);
    case "go":
      return breaks(text, pieces, ({ text: own }) => ENDS_A_LINE_OF_GO.test(own) && !GO_KEYWORDS.test(own));
    case "csharp":
      return DIRECTIVE.test(text) ? breaks(text, pieces, () => true) : [];
    case "rust":
      return joints(pieces);
    case "java":
      return [];
    case "python":
      return indents(text, pieces);
  }
}

/** Whether JavaScript could put in a semicolon between the two for a line break, or reads a keyword otherwise. */
function mayEndStatement(before: Piece, after: Piece): boolean {
  if (ENDS_NOTHING.test(before.text) || NEVER_STARTS.test(after.text)) return false;
  // A reserved word as the name of a member has another type than its text.
  return !(before.type === before.text && TAKES_MORE.test(before.text));
}

/** After these no statement or member can end. */
const ENDS_NOTHING = /^(?:[;{([,=:|&]|=>|&&|\|\||\?\?|\.\.\.|[-+*/%^]=|[=!]==?)$/;

/** With these no statement or member can start, or it makes no difference: a semicolon before "}" needs no line break. */
const NEVER_STARTS = /^(?:[)\]},;.?:=|&^%>]|\?\.|&&|\|\||\?\?|[=!]==?|[<>]=|\*\*)$/;

const TAKES_MORE =
  /^(?:const|var|if|else|for|while|switch|case|typeof|void|delete|new|in|instanceof|import|export|extends|try|finally|class)$/;

/** The tokens after which a line break is a semicolon (The Go Programming Language Specification, "Semicolons"). */
const ENDS_A_LINE_OF_GO = /^(?:[\p{L}_][\p{L}\p{N}_]*|[\d.]*\d.*|["'`][\s\S]*|\+\+|--|[)\]}])$/u;

const GO_KEYWORDS =
  /^(?:case|chan|const|default|defer|else|for|func|go|goto|if|import|interface|map|package|range|select|struct|switch|type|var)$/;

const DIRECTIVE = /^[ \t]*#/m;

function breaks(
  text: string,
  pieces: readonly Piece[],
  matters: (before: Piece, after: Piece) => boolean,
): readonly string[] {
  const found: string[] = [];
  let broken = false;
  let at = 0;
  let last: Piece | undefined;
  for (const piece of pieces) {
    broken ||= LINE_BREAK.test(text.slice(at, piece.from));
    at = Math.max(at, piece.to);
    if (piece.role === "comment") broken ||= LINE_BREAK.test(piece.text);
    if (piece.role !== "code") continue;
    found.push(last !== undefined && broken && matters(last, piece) ? "\n" : "");
    broken = false;
    last = piece;
  }
  return found;
}

/** A macro of Rust sees whether two marks touch. */
function joints(pieces: readonly Piece[]): readonly string[] {
  const found: string[] = [];
  let last: Piece | undefined;
  for (const piece of pieces) {
    if (piece.role !== "code") continue;
    const touches = piece.raw === true && last?.to === piece.from && /\W$/.test(last.text) && /^\W/.test(piece.text);
    found.push(touches ? "joint" : "");
    last = piece;
  }
  return found;
}

/** Line ends, indents and dedents as Python's own tokenizer finds them (The Python Language Reference, 2.1.8). */
function indents(text: string, pieces: readonly Piece[]): readonly string[] {
  const found: string[] = [];
  const levels: Column[] = [{ wide: 0, narrow: 0 }];
  let depth = 0;
  let gap = "\n";
  let at = 0;
  let pending = "";
  for (const piece of pieces) {
    gap += text.slice(at, piece.from);
    at = Math.max(at, piece.to);
    if (piece.role === "code" || piece.role === "docstring") {
      const startsLine = depth === 0 && /[\n\r]/.test(gap);
      if (startsLine) pending += stepTo(levels, columnOf(gap));
      gap = "";
      if (piece.role === "docstring") continue;
      found.push(startsLine ? `${pending}\n` : pending);
      pending = "";
      if (/^[([{]$/.test(piece.text)) depth++;
      else if (/^[)\]}]$/.test(piece.text)) depth = Math.max(0, depth - 1);
    }
  }
  return found;
}

interface Column {
  /** With tabs to the next multiple of eight, and with tabs as wide as spaces: both have to agree. */
  readonly wide: number;
  readonly narrow: number;
}

function columnOf(gap: string): Column {
  let wide = 0;
  let narrow = 0;
  for (const character of gap.slice(Math.max(gap.lastIndexOf("\n"), gap.lastIndexOf("\r")) + 1)) {
    if (character === "\f" || character === "\uFEFF") wide = narrow = 0;
    else {
      wide = character === "\t" ? (wide | 7) + 1 : wide + 1;
      narrow++;
    }
  }
  return { wide, narrow };
}

/** Moves to a column and says how: ">" in, "<" out, "!" to none that is open. */
function stepTo(levels: Column[], column: Column): string {
  let step = "";
  for (let top = levels.at(-1); top !== undefined; top = levels.at(-1)) {
    if (column.wide === top.wide) return column.narrow === top.narrow ? step : `${step}!`;
    if (column.wide > top.wide) {
      levels.push(column);
      return step === "" && column.narrow > top.narrow ? ">" : `${step}!`;
    }
    levels.pop();
    step += "<";
  }
  return `${step}!`;
}
