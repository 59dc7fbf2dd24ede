import { usualLineEnd } from "./lines.ts";

/** A file's text as a model sees it: without byte order mark, every line end "\n". */
export interface View {
  readonly text: string;
  /** Whether the view differs from the file. */
  readonly adapted: boolean;
}

const byteOrderMark = "\uFEFF";

export function viewOf(text: string): View {
  const marked = text.startsWith(byteOrderMark);
  const adapted = marked || text.includes("\r");
  return { text: adapted ? text.slice(marked ? 1 : 0).replace(/\r\n?/g, "\n") : text, adapted };
}

/**
 * The file with its view's text changed to `after`. Lines that did not change keep the line ends they have, also where these are
 * mixed; a new line gets the one of the line where the change begins.
 */
export function withView(text: string, view: View, after: string): string {
  if (!view.adapted) return after;
  const from = commonPrefix(view.text, after);
  const to = commonSuffix(view.text, after, from);
  const rawFrom = rawOffset(text, from);
  const rawTo = rawOffset(text, view.text.length - to);
  const lineEnd = lineEndAt(text, rawFrom);
  const rest = text.slice(rawTo);
  const put = after.slice(from, after.length - to).replaceAll("\n", lineEnd);
  const apart = put.endsWith("\r") && rest.startsWith("\n") ? `${put.slice(0, -1)}\n` : put;
  return joined(joined(text.slice(0, rawFrom), apart), rest);
}

/** Two line breaks stay two where the first is a lone "\r" and the second begins with "\n". */
function joined(one: string, other: string): string {
  return one + (one.endsWith("\r") && other.startsWith("\n") ? `\r${other.slice(1)}` : other);
}

function commonPrefix(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}

function commonSuffix(one: string, other: string, prefix: number): number {
  const most = Math.min(one.length, other.length) - prefix;
  let length = 0;
  while (length < most && one.charCodeAt(one.length - 1 - length) === other.charCodeAt(other.length - 1 - length))
    length++;
  return length;
}

/** Where in the file an offset of its view is; never between the two characters of "\r\n". */
function rawOffset(text: string, offset: number): number {
  const dropped = text.startsWith(byteOrderMark) ? 1 : 0;
  let pairs = 0;
  for (let at = text.indexOf("\r\n"); at >= 0 && at - dropped - pairs < offset; at = text.indexOf("\r\n", at + 2))
    pairs++;
  return offset + dropped + pairs;
}

/** The line end of the line an offset of the file is in; the usual one for a last line without. */
function lineEndAt(text: string, offset: number): string {
  const own = /\r\n|\n|\r/.exec(text.slice(offset));
  return own?.[0] ?? usualLineEnd(text);
}
