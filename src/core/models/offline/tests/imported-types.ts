import type { SyntaxNode, SyntaxTree, SyntaxTrees } from "../../../ports/syntax-trees.ts";
import { childOf, namesIn, stringValue, textOf, walk } from "../../../syntax/nodes.ts";
import { folderOf, joinPath } from "../../../testing/path-steps.ts";
import type { Target } from "../target.ts";

/** Files that are read for the types they declare. */
const MOST = 6;

/** A tree that holds what is needed, or the file that has to be read first. */
export type Typed =
  | { readonly type: "tree"; readonly tree: SyntaxTree }
  | { readonly type: "read"; readonly path: string; readonly from: number };

/** The target with the types of other files that its functions take written below it, as if they were its own. */
export async function withTypes(target: Target, tree: SyntaxTree, trees: SyntaxTrees): Promise<Typed> {
  if (!/^(typescript|tsx)$/.test(tree.language)) return { type: "tree", tree };
  const known = new Set(declaredTypes(tree).map(({ name }) => name));
  const added: string[] = [];
  const front = sourcesOf(target.path, tree, typeNames(tree, tree.root));
  const seen = new Set(front);
  for (let path = front.shift(); path !== undefined && seen.size <= MOST; path = front.shift()) {
    const { text, nextLine, isRefused } = target.pages(path);
    if (text === undefined && !isRefused) return { type: "read", path, from: nextLine };
    const other = text === undefined ? undefined : await trees.parse(path, text);
    if (other === undefined) continue;
    for (const { name, source } of declaredTypes(other)) {
      if (known.has(name)) continue;
      known.add(name);
      added.push(source);
    }
    for (const next of sourcesOf(path, other, typeNames(other, other.root))) if (!seen.has(next)) front.push(next);
    for (const next of front) seen.add(next);
  }
  if (added.length === 0) return { type: "tree", tree };
  return { type: "tree", tree: (await trees.parse(target.path, `${tree.text}\n${added.join("\n")}\n`)) ?? tree };
}

/** Interfaces, type aliases and the schemas and lists they are made from, without their `export`. */
function declaredTypes(tree: SyntaxTree): readonly { readonly name: string; readonly source: string }[] {
  return tree.declarations
    .filter(({ name, qualified, node, kind }) => {
      const isType =
        /interface|type_alias/.test(node.type) || /^(export\s+)?(interface|type)\s/.test(textOf(tree, node));
      const isValue = kind === "variable" && /=\s*(z\s*\.\s*\w+\(|\[[^\]]*\]\s*as const)/.test(textOf(tree, node));
      return name === qualified && (isType || isValue);
    })
    .map(({ name, node }) => ({ name, source: spelled(tree, node) }));
}

function spelled(tree: SyntaxTree, node: SyntaxNode): string {
  const text = textOf(tree, node).replace(/^export\s+/, "");
  return node.type === "variable_declarator" ? `const ${text};` : text;
}

function typeNames(tree: SyntaxTree, root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  walk(root, (node) => {
    if (node.type === "type_identifier") names.add(textOf(tree, node));
    return true;
  });
  return names;
}

/** The workspace files from which these types are taken, by imports of types alone too. */
function sourcesOf(path: string, tree: SyntaxTree, names: ReadonlySet<string>): string[] {
  return tree.root.children.flatMap((node) => {
    const specifier = node.type === "import_statement" ? stringValue(tree, childOf(node, "source")) : undefined;
    if (!specifier?.startsWith(".") || ![...namesIn(tree, node)].some((name) => names.has(name))) return [];
    const at = joinPath(folderOf(path), specifier);
    if (at === undefined) return [];
    if (/\.[cm]?tsx?$/.test(at)) return [at];
    return [/\.[cm]?jsx?$/.test(at) ? at.replace(/js(x?)$/, "ts$1") : `${at}.ts`];
  });
}
