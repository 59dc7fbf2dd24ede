import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { textOf } from "../../syntax/nodes.ts";

interface Spelling {
  /** Names that count only within: the same for the same place, whatever they are called. */
  readonly names?: ReadonlyMap<string, string>;
  /** Nodes to leave out. */
  readonly without?: (node: SyntaxNode) => boolean;
}

const COMMENT = /^(?:line_|block_)?comment$/;
const WHOLE = /^(?:string|template_string|interpolated_string_expression|regex|lifetime)$/;

/** The code of a node in one spelling: its tokens, one space apart, without comments and without commas before an end. */
export function spelled(tree: Pick<SyntaxTree, "text">, node: SyntaxNode | undefined, spelling: Spelling = {}): string {
  if (node === undefined) return "";
  const tokens: string[] = [];
  const front = [node];
  for (let next = front.pop(); next !== undefined; next = front.pop()) {
    if (COMMENT.test(next.type) || spelling.without?.(next)) continue;
    if (next.children.length === 0 || WHOLE.test(next.type)) {
      const text = textOf(tree, next).trim();
      if (text !== "") tokens.push(next.type === "identifier" ? (spelling.names?.get(text) ?? text) : text);
      continue;
    }
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child !== undefined) front.push(child);
    }
  }
  return tokens
    .filter((token, index) => !(/^[,;]$/.test(token) && /^[)\]}>]$/.test(tokens[index + 1] ?? "")))
    .join(" ");
}

/** Parts of a signature that are there, one space apart. */
export function joined(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== "").join(" ");
}
