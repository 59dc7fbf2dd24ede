/** A stretch of a request: plain, or a word that names something. */
export interface RequestPart {
  readonly type: "text" | "command" | "agent" | "file";
  readonly text: string;
}

/** A request in parts: "/fix" at its start, "@doc" and "#src/a.js" at the start of a word. */
export function requestParts(request: string): readonly RequestPart[] {
  const parts: RequestPart[] = [];
  let at = 0;
  for (const match of request.matchAll(/(?<=^|\s)[/@#][^\s,;]*[^\s,;.:!?)]/g)) {
    const type = typeOf(match[0]);
    if (type === "command" && request.slice(0, match.index).trim() !== "") continue;
    if (match.index > at) parts.push({ type: "text", text: request.slice(at, match.index) });
    parts.push({ type, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < request.length) parts.push({ type: "text", text: request.slice(at) });
  return parts;
}

function typeOf(word: string): "command" | "agent" | "file" {
  if (word.startsWith("/")) return "command";
  return word.startsWith("@") ? "agent" : "file";
}

/** A word under way, before the cursor, that can be completed. */
export interface Query {
  /** With its sign: "#src/a". */
  readonly text: string;
  readonly from: number;
  /** Where the word ends, which may be behind the cursor. */
  readonly to: number;
}

/** What stands before the cursor and can be completed; undefined when nothing does. */
export function queryAt(draft: string, cursor: number): Query | undefined {
  const word = /(?:^|\s)([/@#][^\s]*)$/.exec(draft.slice(0, cursor))?.[1];
  if (word === undefined) return undefined;
  const from = cursor - word.length;
  if (word.startsWith("/") && draft.slice(0, from).trim() !== "") return undefined;
  const rest = /^\S*/.exec(draft.slice(cursor))?.[0] ?? "";
  return { text: word, from, to: cursor + rest.length };
}

/** The draft with the word replaced, and where the cursor goes: behind it and one space. */
export function completed(
  draft: string,
  { from, to }: Query,
  insert: string,
): { readonly draft: string; readonly cursor: number } {
  const before = `${draft.slice(0, from)}${insert.trimEnd()} `;
  return { draft: before + draft.slice(to).replace(/^ /, ""), cursor: before.length };
}
