import { diffArrays } from "diff";
import type { Path } from "../../ports/files.ts";
import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { lineAt, lineStarts, textOf } from "../../syntax/nodes.ts";
import { excerpt } from "./finding.ts";

/** What a change does to one file, token by token. */
export interface Edit {
  readonly path: Path;
  /** Undefined for a new file. */
  readonly before: SyntaxTree | undefined;
  readonly after: SyntaxTree;
  /** Some token of the node is new. */
  touched(node: SyntaxNode): boolean;
  /** Every token of the node is new. */
  added(node: SyntaxNode): boolean;
  /** The one base token at whose place this new token stands, where exactly that was exchanged. */
  replaced(token: SyntaxNode): string | undefined;
  /** Whether the base text holds this token somewhere. */
  knows(token: string): boolean;
  /** Whether some text literal of the base holds this. */
  quotes(text: string): boolean;
  text(node: SyntaxNode): string;
  brief(node: SyntaxNode): string;
  line(offset: number): number;
}

export function editOf(path: Path, before: SyntaxTree | undefined, after: SyntaxTree): Edit {
  const old = before === undefined ? [] : before.tokens.map((token) => textOf(before, token));
  const fresh: number[] = [];
  const exchanged = new Map<number, string>();
  let at = 0;
  let gone: readonly string[] = [];
  for (const part of diffArrays(
    old,
    after.tokens.map((token) => textOf(after, token)),
  )) {
    if (part.removed) {
      gone = part.value;
      continue;
    }
    if (part.added) {
      part.value.forEach((_, index) => {
        const token = after.tokens[at + index];
        if (token === undefined) return;
        fresh.push(token.from);
        const was = gone[index];
        if (was !== undefined && gone.length === part.value.length) exchanged.set(token.from, was);
      });
    }
    gone = [];
    at += part.value.length;
  }
  const starts = lineStarts(after.text);
  const tokenStarts = after.tokens.map((token) => token.from);
  const words = new Set(old);
  const texts = before === undefined ? [] : before.tokens.filter(isText).map((token) => textOf(before, token));
  const count = (among: readonly number[], node: SyntaxNode) =>
    lowerBound(among, node.to) - lowerBound(among, node.from);
  return {
    path,
    before,
    after,
    touched: (node) => count(fresh, node) > 0,
    added: (node) => count(fresh, node) > 0 && count(fresh, node) === count(tokenStarts, node),
    replaced: (token) => exchanged.get(token.from),
    knows: (token) => words.has(token),
    quotes: (text) => texts.some((quoted) => quoted.includes(text)),
    text: (node) => textOf(after, node),
    brief: (node) => excerpt(textOf(after, node)),
    line: (offset) => lineAt(starts, offset),
  };
}

function isText({ type }: SyntaxNode): boolean {
  return /^(string|template_string|string_fragment|string_content)$/.test(type);
}

/** How many of the sorted numbers are smaller. */
function lowerBound(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
