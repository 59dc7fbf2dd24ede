import type { SyntaxTree } from "../../../ports/syntax-trees.ts";
import { firstOfType, textOf, walk } from "../../../syntax/nodes.ts";
import type { SubjectNames } from "../subject-names.ts";

/** What a Go, Rust, Java or C# test calls its subject's functions, types and values. A name the test file declares is its own. */
export function compiledSubject(test: SyntaxTree, subject: SyntaxTree | undefined): SubjectNames {
  const own = new Set(test.declarations.map(({ name }) => name));
  const taken = importedNames(test);
  const home = subject === undefined ? undefined : packageOf(subject);
  const callable = new Set<string>();
  const values = new Set<string>();
  for (const { name, qualified, kind } of subject?.declarations ?? []) {
    const path = taken.get(name);
    // Java's `import other.Price` is another Price, and a static method goes by its own name where it is imported.
    const isElsewhere = path !== undefined && home !== undefined && !path.startsWith(`${home}.`);
    const isReached = kind !== "method" || path?.endsWith(`.${qualified}`) === true;
    if (own.has(name) || isElsewhere || !isReached) continue;
    (kind === "variable" ? values : callable).add(name);
  }
  return { callable, values };
}

function importedNames(tree: SyntaxTree): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  if (tree.language !== "java") return names;
  walk(tree.root, (node) => {
    const path = node.type === "import_declaration" ? firstOfType(node, "scoped_identifier", "identifier") : undefined;
    if (path !== undefined) names.set(textOf(tree, path).split(".").at(-1) ?? "", textOf(tree, path));
  });
  return names;
}

function packageOf(tree: SyntaxTree): string | undefined {
  const declared = tree.root.children.find(({ type }) => type === "package_declaration");
  const path = declared === undefined ? undefined : firstOfType(declared, "scoped_identifier", "identifier");
  return path === undefined ? undefined : textOf(tree, path);
}
