import type { Declaration, Language, SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { DeclarationReader, Scope } from "./declaration-reader.ts";
import { compiledDeclarations } from "./declarations-compiled.ts";
import { javascriptDeclarations } from "./declarations-javascript.ts";
import { pythonDeclarations } from "./declarations-python.ts";
import { lineAt, lineStarts, walk } from "./nodes.ts";

type Tree = Pick<SyntaxTree, "language" | "text" | "root">;

/**
 * The named functions, methods, classes and top-level bindings in order of appearance. A declaration's node is its whole
 * statement with decorators, without `export`.
 */
export function declarationsOf(tree: Tree): readonly Declaration[] {
  const starts = lineStarts(tree.text);
  const read = readerOf(tree.language, tree);
  const declarations: Declaration[] = [];
  const scopes = new Map<SyntaxNode, Scope>();
  walk(tree.root, (node) => {
    const scope = (node.parent === undefined ? undefined : scopes.get(node.parent)) ?? OUTERMOST;
    const step = read(node, scope);
    for (const { name, kind, node: place, exported, holders } of step?.found ?? []) {
      const qualified = [...(holders ?? scope.holders), name].join(".");
      const firstLine = lineAt(starts, place.from);
      const lastLine = lineAt(starts, Math.max(place.from, place.to - 1));
      const { from, to } = place;
      declarations.push({ name, qualified, kind, node: place, from, to, firstLine, lastLine, exported });
    }
    scopes.set(node, step?.inner ?? scope);
  });
  return declarations;
}

const OUTERMOST: Scope = { holders: [], within: "module", exported: true };

function readerOf(language: Language, tree: Tree): DeclarationReader {
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return javascriptDeclarations(tree);
    case "python":
      return pythonDeclarations(tree);
    case "go":
    case "rust":
    case "java":
    case "csharp":
      return compiledDeclarations(tree);
  }
}
