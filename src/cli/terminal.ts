import { stripVTControlCharacters } from "node:util";

/** A text as a terminal may show it: no escape sequences, no control characters but line breaks and tabs, no hidden direction marks. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{C}\n\t]/gu, "");
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

/** "1.2 s", "850 ms", "3 min 5 s". */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** "912", "3.4k", "1.2M". */
export function count(number: number): string {
  if (number < 1000) return String(number);
  return number < 1e6 ? `${(number / 1000).toFixed(1)}k` : `${(number / 1e6).toFixed(1)}M`;
}
