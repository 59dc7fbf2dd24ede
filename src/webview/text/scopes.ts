import type { Range } from "./word-diff.ts";

/** What a stretch of code is: "keyword", "string" … */
export interface Scope extends Range {
  readonly name: string;
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
};

/**
 * Reads what highlight.js writes, which is text with `<span class="hljs-NAME">` around parts of it and nothing else, as ranges of
 * the text it was made from. So no markup of it ever reaches the page. Inner scopes come after the outer ones.
 */
export function readScopes(html: string): readonly Scope[] {
  const scopes: Scope[] = [];
  const open: { readonly name: string; readonly from: number; readonly place: number }[] = [];
  let at = 0;
  for (const [token, name] of html.matchAll(/<span class="(?:hljs-)?([\w-]*)[^"]*">|<\/span>|&[#\w]+;|[^<&]+|[<&]/g)) {
    if (name !== undefined) {
      open.push({ name, from: at, place: scopes.length });
    } else if (token === "</span>") {
      const scope = open.pop();
      if (scope !== undefined && scope.from < at) {
        scopes.splice(scope.place, 0, { name: scope.name, from: scope.from, to: at });
      }
    } else {
      at += (entities[token] ?? token).length;
    }
  }
  return scopes;
}

/** The scopes of each line of a text, in places of that line. */
export function scopesByLine(text: string, scopes: readonly Scope[]): readonly (readonly Scope[])[] {
  const lines: Scope[][] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const from = start;
    lines.push(
      scopes
        .filter((scope) => scope.from < end && scope.to > from)
        .map(({ name, ...scope }) => ({
          name,
          from: Math.max(0, scope.from - from),
          to: Math.min(line.length, scope.to - from),
        })),
    );
    start = end + 1;
  }
  return lines;
}
