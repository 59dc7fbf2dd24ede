/**
 * Characters that are not seen and yet change what a text means or how it runs: controls, direction marks, what has no width,
 * and blanks that are not a space. Tabs are text, and so is the sign that asks for the coloured form of an emoji.
 */
const hidden = /(?![\t ]|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A stretch of text; `mark` is what stands for a hidden character: "U+202E". */
export interface Piece {
  readonly text: string;
  readonly mark: boolean;
}

/** The text in pieces, each hidden character as a mark of its own. */
export function showHidden(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(hidden)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), mark: false });
    pieces.push({ text: codePoint(match[0]), mark: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), mark: false });
  return pieces;
}

/** The same as plain text, for names and sentences: "a⟨U+202E⟩b". Line ends and blanks of all widths are part of a sentence. */
export function plainly(text: string): string {
  return text.replace(hidden, (character) => (/[\n\p{Zs}]/u.test(character) ? character : `⟨${codePoint(character)}⟩`));
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
