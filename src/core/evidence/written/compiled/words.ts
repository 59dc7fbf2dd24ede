import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { textOf } from "../../../syntax/nodes.ts";
import { bindingsIn } from "./bindings.ts";
import { type Span, tokensIn } from "./stated.ts";

/** Tokens as they are written. */
export type Words = readonly string[];

/** How deep names that stand for other names are followed, and how long what they stand for may be. */
const DEPTH = 4;
const LONGEST = 60;

/** Reads spans of a test as words, with what a name was given once and for all put in its place. */
export function wordReader(tree: SyntaxTree, body: SyntaxNode): (span: Span) => Words {
  const known = new Map<string, SyntaxNode | undefined>();
  for (const { names, value, isPlain } of bindingsIn(tree, body, new Set()))
    for (const name of names) known.set(name, known.has(name) || !isPlain ? undefined : value);
  const read = (span: Span, depth: number): Words => {
    const tokens = tokensIn(tree, span);
    return tokens.flatMap((token, index) => {
      const word = textOf(tree, token);
      const value = depth > 0 && isFree(tree, tokens, index) ? known.get(word) : undefined;
      const inner = value === undefined ? [] : read(value, depth - 1);
      if (inner.length === 0 || inner.length > LONGEST || inner.includes(word)) return [word];
      return inner.length === 1 || tokens.length === 1 ? inner : ["(", ...inner, ")"];
    });
  };
  return (span) => bare(read(span, DEPTH));
}

/** A name by itself: no member of something, and nothing that is declared. */
function isFree(tree: SyntaxTree, tokens: readonly SyntaxNode[], index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  return token?.type === "identifier" && (before === undefined || !/^(\.|::)$/.test(textOf(tree, before)));
}

/** Without parentheses around it, borrowing before it and copies after it. */
export function bare(words: Words): Words {
  const [first = ""] = words;
  if (/^(&|\*|mut)$/.test(first) && words.length > 1) return bare(words.slice(1));
  if (first === "(" && closing(words, 0) === words.length - 1) return bare(words.slice(1, -1));
  const isCopied = /^\.(clone|to_owned|to_string|into|as_str)\(\)$/.test(words.slice(-4).join(""));
  return isCopied && words.length > 4 ? bare(words.slice(0, -4)) : words;
}

/** Where the bracket at a place is closed. */
function closing(words: Words, from: number): number {
  let depth = 0;
  for (let at = from; at < words.length; at++) {
    if (/^[([{]$/.test(words[at] ?? "")) depth++;
    if (/^[)\]}]$/.test(words[at] ?? "") && --depth === 0) return at;
  }
  return words.length;
}

/** The parts between a sign that stands outside of all brackets. */
export function splitAt(words: Words, sign: string): readonly Words[] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const word of words) {
    if (/^[([{]$/.test(word)) depth++;
    if (/^[)\]}]$/.test(word)) depth--;
    if (word === sign && depth === 0) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** The brackets that the words end with, and what is in them. */
export function lastGroup(words: Words): { readonly from: number; readonly words: Words } | undefined {
  const from = words.findIndex((word, at) => /^[([{]$/.test(word) && closing(words, at) === words.length - 1);
  return from < 0 ? undefined : { from, words: words.slice(from + 1, -1) };
}

/** What a call is given, where the words end with one: the words of its callee and of each argument. */
export function callIn(words: Words): { readonly callee: Words; readonly given: readonly Words[] } | undefined {
  const group = lastGroup(words);
  if (group === undefined || group.from === 0 || words[group.from] !== "(") return undefined;
  return { callee: words.slice(0, group.from), given: splitAt(group.words, ",") };
}
