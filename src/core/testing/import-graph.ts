import { asAppError } from "../app-error.ts";
import type { Files, Path } from "../ports/files.ts";
import type { Language, SyntaxTree, SyntaxTrees } from "../ports/syntax-trees.ts";
import type { Import } from "../syntax/import.ts";
import { importsOf } from "../syntax/imports.ts";
import { type Edge, type Modules, modulesOf } from "./modules.ts";
import { folderOf, foldersUp } from "./path-steps.ts";
import { goSiblings, resolveGo } from "./resolve-go.ts";
import { javascriptResolver } from "./resolve-javascript.ts";
import { resolvePython } from "./resolve-python.ts";
import { resolveRust } from "./resolve-rust.ts";

/** Who imports whom in a workspace. Reads and parses each file at most once, and only files that are reached. */
export interface ImportGraph {
  /** Undefined for what cannot be read or has no grammar. */
  tree(path: Path): Promise<SyntaxTree | undefined>;
  /** The direct imports that lead to workspace files, in order of appearance. */
  imports(path: Path): Promise<readonly Edge[]>;
  /** Every file reached from this one, nearest first, with its distance; the file itself comes first, at 0. */
  closure(path: Path): Promise<ReadonlyMap<Path, number>>;
  /** The closure, ready to be walked without waiting. */
  modules(path: Path): Promise<Modules>;
  /** Those of the files from which the path is reached, in the order given. */
  dependents(path: Path, from: readonly Path[]): Promise<readonly Path[]>;
}

/** `paths` are the workspace's files. The graph holds for the texts as they are while it is used: make one per run. */
export function importGraph(files: Pick<Files, "read">, paths: readonly Path[], trees: SyntaxTrees): ImportGraph {
  const known = new Set(paths);
  const parsed = new Map<Path, Promise<SyntaxTree | undefined>>();
  const edges = new Map<Path, Promise<readonly Edge[]>>();
  const modules = new Map<Path, Promise<Modules>>();
  const closures = new Map<Path, Promise<ReadonlyMap<Path, number>>>();
  const resolver = javascriptResolver(known, readText);

  const graph: ImportGraph = {
    tree(path) {
      const tree = parsed.get(path) ?? parse(path);
      parsed.set(path, tree);
      return tree;
    },
    imports(path) {
      const found = edges.get(path) ?? resolve(path);
      edges.set(path, found);
      return found;
    },
    closure(path) {
      const found = closures.get(path) ?? reach(path);
      closures.set(path, found);
      return found;
    },
    modules(path) {
      const found = modules.get(path) ?? gather(path);
      modules.set(path, found);
      return found;
    },
    async dependents(path, from) {
      const reached = await Promise.all(from.map((start) => graph.closure(start)));
      return from.filter((_, index) => reached[index]?.has(path));
    },
  };
  return graph;

  async function reach(path: Path): Promise<ReadonlyMap<Path, number>> {
    const distances = new Map([[path, 0]]);
    let front = [path];
    for (let distance = 1; front.length > 0; distance++) {
      const next = (await Promise.all(front.map((at) => graph.imports(at)))).flat().map((edge) => edge.path);
      front = [...new Set(next)].filter((at) => !distances.has(at));
      for (const at of front) distances.set(at, distance);
    }
    return distances;
  }

  async function readText(path: Path): Promise<string | undefined> {
    try {
      return await files.read(path);
    } catch (error) {
      if (asAppError(error, "not-found", "refused") === undefined) throw error;
      return undefined;
    }
  }

  async function parse(path: Path): Promise<SyntaxTree | undefined> {
    if (trees.languageOf(path) === undefined) return undefined;
    const text = await readText(path);
    return text === undefined ? undefined : trees.parse(path, text);
  }

  async function gather(path: Path): Promise<Modules> {
    const distances = await graph.closure(path);
    const paths = [...distances.keys()];
    const closureTrees = new Map(await Promise.all(paths.map(async (at) => [at, await graph.tree(at)] as const)));
    const closureEdges = new Map(await Promise.all(paths.map(async (at) => [at, await graph.imports(at)] as const)));
    return modulesOf(path, distances, closureTrees, closureEdges);
  }

  async function resolve(path: Path): Promise<readonly Edge[]> {
    const tree = await graph.tree(path);
    if (tree === undefined) return [];
    const found: Edge[] = [];
    for (const one of importsOf(tree))
      for (const target of await targetsOf(path, tree.language, one))
        if (target !== path) found.push({ path: target, names: one.names });
    const all = [{ imported: "*", local: "*" }];
    if (tree.language === "go") found.push(...goSiblings(path, known).map((target) => ({ path: target, names: all })));
    if (tree.language === "python") found.push(...conftests(path).map((target) => ({ path: target, names: [] })));
    return found;
  }

  async function targetsOf(path: Path, language: Language, one: Import): Promise<readonly Path[]> {
    switch (language) {
      case "python":
        return resolvePython(path, one, known);
      case "go":
        return resolveGo(path, one, known, readText);
      case "rust": {
        const target = await resolveRust(path, one, known, readText);
        return target === undefined ? [] : [target];
      }
      case "javascript":
      case "typescript":
      case "tsx":
      case "java":
      case "csharp": {
        const target = await resolver.resolve(path, one.specifier);
        return target === undefined ? [] : [target];
      }
    }
  }

  /** pytest loads these for the tests below them without any import. */
  function conftests(path: Path): readonly Path[] {
    if (!/(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(path)) return [];
    const folders = foldersUp(folderOf(path));
    return folders
      .map((folder) => (folder === "" ? "conftest.py" : `${folder}/conftest.py`))
      .filter((at) => known.has(at));
  }
}
