import { stripVTControlCharacters } from "node:util";

/** A text as a terminal may show it: no escape sequences, no control characters but line breaks and tabs, no hidden direction marks. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{C}\n\t]/gu, "");
}

/** How many columns a plain text takes up: two for each wide character, none for a mark that joins the one before. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** The text as far as it fits; a cut is shown by "…". */
export function cutToColumns(text: string, limit: number): string {
  if (columnsOf(text) <= limit) return text;
  let kept = "";
  let left = limit - 1;
  for (const character of text) {
    left -= widthOf(character);
    if (left < 0) break;
    kept += character;
  }
  return limit < 1 ? "" : `${kept}…`;
}

function widthOf(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff00-\uff60\u3000-\u303f]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** How a text is coloured; plain where the stream is no terminal or NO_COLOR is set. */
export interface Palette {
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

export function palette(coloured: boolean): Palette {
  const paint = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { green: paint(32), red: paint(31), yellow: paint(33), bold: paint(1), dim: paint(2) };
}

/** "850 ms", "1.2 s", "3 min 5 s". */
export function duration(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** "912", "3.4k", "1.2M". */
export function count(number: number): string {
  if (number < 1000) return String(number);
  return number < 999_950 ? `${(number / 1000).toFixed(1)}k` : `${(number / 1e6).toFixed(1)}M`;
}

/** "1 call", "3 calls". */
export function calls(number: number): string {
  return `${number} ${number === 1 ? "call" : "calls"}`;
}
