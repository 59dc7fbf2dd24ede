import type { SyntaxTree } from "../ports/syntax-trees.ts";
import { lineAt, lineStarts, textOf } from "../syntax/nodes.ts";
import { tellsTools } from "./comments/directives.ts";

/** The first comment by which a text tells a checker, linter or coverage tool something that the text before did not, and its line. */
export function newDirective(
  before: SyntaxTree | undefined,
  after: SyntaxTree,
): { readonly words: string; readonly line: number } | undefined {
  const known = before === undefined ? [] : directivesIn(before).map(({ words }) => words);
  return directivesIn(after).find(({ words }) => {
    const at = known.indexOf(words);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

function directivesIn(tree: SyntaxTree): readonly { readonly words: string; readonly line: number }[] {
  const starts = lineStarts(tree.text);
  return tree.tokens.flatMap((token) => {
    if (!/comment/.test(token.type)) return [];
    const line = lineAt(starts, token.from);
    const words = tellsTools(tree.language, textOf(tree, token), line <= 2);
    return words === undefined ? [] : [{ words, line }];
  });
}
