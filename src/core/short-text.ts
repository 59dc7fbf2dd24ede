/**
 * How many tokens a text is at most in the tokenizers in use, roughly: a short word, a few digits or a mark or two is one.
 * Meant for sentences; bounds of whole prompts are counted elsewhere.
 */
export function tokensOfSentence(text: string): number {
  return piecesOf(text).reduce((sum, piece) => sum + tokensOf(piece), 0);
}

/** The text on one line, cut at a word so that it is at most so many tokens; a cut is shown by "…". */
export function cutToTokens(text: string, limit: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const words = line.split(" ");
  let sum = 0;
  for (const [index, word] of words.entries()) {
    sum += tokensOfSentence(word);
    const last = index === words.length - 1;
    if (sum > (last ? limit : limit - 1))
      return index === 0 ? cutWord(word, limit) : `${words.slice(0, index).join(" ")}…`;
  }
  return line;
}

/** A first word that is longer than all that is allowed. */
function cutWord(word: string, limit: number): string {
  let kept = "";
  for (const piece of piecesOf(word)) {
    if (tokensOfSentence(kept + piece) > limit - 1) break;
    kept += piece;
  }
  return `${kept === "" ? [...word].slice(0, limit - 1).join("") : kept}…`;
}

/** Words (camelCase is several), groups of digits, and runs of other marks. */
function piecesOf(text: string): readonly string[] {
  return text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{L}|\p{N}{1,3}|[^\s\p{L}\p{N}]{1,2}/gu) ?? [];
}

function tokensOf(piece: string): number {
  if (/^[\x20-\x7e]+$/.test(piece))
    return /^\p{Lu}{2,}$/u.test(piece) ? Math.ceil(piece.length / 2) : Math.ceil(piece.length / 8);
  if (!/\p{L}/u.test(piece)) return Math.ceil(piece.length * 1.5);
  return Math.ceil(piece.length * (/\p{Lo}/u.test(piece) ? 1 : 0.4));
}
