import type { Path } from "../ports/files.ts";
import type { SyntaxTree } from "../ports/syntax-trees.ts";
import type { Edge, ImportGraph } from "./import-graph.ts";

/** The files some code can come through, read and parsed beforehand. */
export interface Modules {
  /** Nearest first, with the imports that lead there; the file it was made for is at 0. */
  readonly distances: ReadonlyMap<Path, number>;
  tree(path: Path): SyntaxTree | undefined;
  imports(path: Path): readonly Edge[];
}

/** The import closure of one file, ready to be walked without waiting. */
export async function modulesOf(path: Path, graph: ImportGraph): Promise<Modules> {
  const distances = await graph.closure(path);
  const paths = [...distances.keys()];
  const trees = new Map(await Promise.all(paths.map(async (at) => [at, await graph.tree(at)] as const)));
  const edges = new Map(await Promise.all(paths.map(async (at) => [at, await graph.imports(at)] as const)));
  return { distances, tree: (at) => trees.get(at), imports: (at) => edges.get(at) ?? [] };
}
