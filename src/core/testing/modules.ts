import type { Path } from "../ports/files.ts";
import type { Declaration, SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { ImportedName } from "../syntax/import.ts";
import { namesIn } from "../syntax/nodes.ts";
import { type FindTest, testFinder } from "./test-body.ts";

/** A workspace file that another one imports. */
export interface Edge {
  readonly path: Path;
  readonly names: readonly ImportedName[];
}

/** A declaration and where it stands. */
export interface Located {
  readonly path: Path;
  readonly tree: SyntaxTree;
  readonly declaration: Declaration;
}

/** The files a test file's code can come through, read and parsed beforehand. What is asked again for every test is kept. */
export interface Modules {
  /** Nearest first, with the imports that lead there; the file it was made for is at 0. */
  readonly distances: ReadonlyMap<Path, number>;
  tree(path: Path): SyntaxTree | undefined;
  imports(path: Path): readonly Edge[];
  /** What is declared under a name in the files that are imported. */
  declared(name: string): readonly Located[];
  /** As `namesIn`. */
  namesIn(tree: SyntaxTree, node: SyntaxNode): ReadonlySet<string>;
  /** A test of the file it was made for; as `testBody`. */
  readonly test: FindTest;
}

/** `distances` is the file's import closure; `trees` and `edges` are those of its files. */
export function modulesOf(
  path: Path,
  distances: ReadonlyMap<Path, number>,
  trees: ReadonlyMap<Path, SyntaxTree | undefined>,
  edges: ReadonlyMap<Path, readonly Edge[]>,
): Modules {
  const names = new Map<SyntaxNode, ReadonlySet<string>>();
  const keptNames: Modules["namesIn"] = (tree, node) => {
    const found = names.get(node) ?? namesIn(tree, node);
    names.set(node, found);
    return found;
  };
  const byName = Map.groupBy(declarationsBeside(path, trees), ({ declaration }) => declaration.name);
  const tree = trees.get(path);
  return {
    distances,
    tree: (at) => trees.get(at),
    imports: (at) => edges.get(at) ?? [],
    declared: (name) => byName.get(name) ?? [],
    namesIn: keptNames,
    test: tree === undefined ? () => undefined : testFinder(tree, keptNames),
  };
}

function declarationsBeside(testFile: Path, trees: ReadonlyMap<Path, SyntaxTree | undefined>): readonly Located[] {
  return [...trees].flatMap(([path, tree]) =>
    tree === undefined || path === testFile
      ? []
      : tree.declarations.map((declaration) => ({ path, tree, declaration })),
  );
}
