import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { walk } from "../../syntax/nodes.ts";
import { piecesOf } from "./code-pieces.ts";
import { layoutOf } from "./layout.ts";

/** The offset of a body without a statement, or of an indent that fits none: Python refuses them, and the grammar does not. */
export function pythonFaultAt(tree: Pick<SyntaxTree, "language" | "text" | "root">): number | undefined {
  if (tree.language !== "python") return undefined;
  const empty = firstEmptyBody(tree.root);
  if (empty !== undefined) return empty.from;
  const pieces = piecesOf(tree);
  // A docstring begins a body as well as code does.
  const written = pieces.filter(({ role }) => role === "code" || role === "docstring");
  const code = written.filter(({ role }) => role === "code");
  const layouts = layoutOf("python", tree.text, pieces);
  const before = new Map(written.map((piece, index) => [piece, written[index - 1]]));
  const place = layouts.findIndex((layout, index) => {
    if (layout.includes("!")) return true;
    const own = code[index];
    const last = own === undefined ? undefined : before.get(own);
    return layout.startsWith(">") && last?.role === "code" && last.text !== ":";
  });
  return place < 0 ? undefined : (code[place]?.from ?? 0);
}

function firstEmptyBody(root: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  walk(root, (node) => {
    if (node.type === "block" && node.children.every(({ type }) => type === "comment")) found ??= node;
    return found === undefined;
  });
  return found;
}
