export type LineEnd = "\n" | "\r\n" | "\r";

/** The lines of a text, each with its own line end ("\n", "\r\n" or a lone "\r"): joined they are the text again. */
export function splitLines(text: string): readonly string[] {
  return text.includes("\r") ? splitAfter(text, /\r\n|\n|\r/g) : splitAtLf(text);
}

/** The lines of a text as git counts them: only "\n" ends a line. */
export function splitAtLf(text: string): readonly string[] {
  const lines: string[] = [];
  let from = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
    lines.push(text.slice(from, at + 1));
    from = at + 1;
  }
  if (from < text.length) lines.push(text.slice(from));
  return lines;
}

function splitAfter(text: string, ends: RegExp): readonly string[] {
  const lines: string[] = [];
  let from = 0;
  while (ends.test(text)) {
    lines.push(text.slice(from, ends.lastIndex));
    from = ends.lastIndex;
  }
  if (from < text.length) lines.push(text.slice(from));
  return lines;
}

/** The line end of one line, or "" for a last line without one. */
export function lineEndOf(line: string): LineEnd | "" {
  if (line.endsWith("\r\n")) return "\r\n";
  if (line.endsWith("\n")) return "\n";
  return line.endsWith("\r") ? "\r" : "";
}

export function withoutLineEnd(line: string): string {
  return line.slice(0, line.length - lineEndOf(line).length);
}

/** The line end most lines have; "\n" for a text without any. */
export function usualLineEnd(text: string): LineEnd {
  if (!text.includes("\r")) return "\n";
  const crlf = count(text, /\r\n/g);
  const lf = count(text, /\n/g) - crlf;
  const cr = count(text, /\r/g) - crlf;
  if (crlf >= lf && crlf >= cr) return "\r\n";
  return lf >= cr ? "\n" : "\r";
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  while (pattern.test(text)) found++;
  return found;
}
