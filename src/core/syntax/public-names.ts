import type { Declaration, SyntaxTree } from "../ports/syntax-trees.ts";
import { defaultExports, exportAliases, exportedNames } from "./exports-javascript.ts";

/** What other modules can take from one. */
export interface PublicName {
  /** What it is called outside; "default" for a module's one thing. */
  readonly outside: string;
  readonly declaration: Declaration;
}

/** Functions, classes and values that a module hands out, in order of appearance; no types. */
export function publicNames(tree: SyntaxTree): readonly PublicName[] {
  const top = tree.declarations.filter(
    ({ name, qualified, node }) => name === qualified && !/interface|type_alias/.test(node.type),
  );
  if (tree.language === "python")
    return top.filter(({ exported }) => exported).map((declaration) => ({ outside: declaration.name, declaration }));
  const named = exportedNames(tree);
  const ones = new Set(defaultExports(tree));
  const outsideOf = new Map([...exportAliases(tree)].map(([outside, own]) => [own, outside]));
  return top.flatMap((declaration): PublicName[] => {
    const { name } = declaration;
    if (ones.has(name) && !isNamedToo(tree, name)) return [{ outside: "default", declaration }];
    if (!named.has(name)) return [];
    return [{ outside: outsideOf.get(name) ?? name, declaration }];
  });
}

/** `export default` and `module.exports =` alone give no name. */
function isNamedToo(tree: SyntaxTree, name: string): boolean {
  const escaped = name.replace(/\$/g, "\\$");
  return new RegExp(
    `export\\s*\\{[^}]*\\b${escaped}\\b[^}]*\\}|export\\s+(?:async\\s+)?(?:function\\*?|class|const|let|var)\\s+${escaped}\\b|exports\\.${escaped}\\s*=|module\\.exports\\s*=\\s*\\{[^}]*\\b${escaped}\\b`,
  ).test(tree.text);
}
