import type { Path } from "../ports/files.ts";
import type { Declaration, SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import { defaultExports, exportAliases } from "../syntax/exports-javascript.ts";
import { walk } from "../syntax/nodes.ts";
import { isFunction } from "../syntax/outline.ts";
import type { Located, Modules } from "./modules.ts";
import type { TestCase } from "./test-run.ts";

/** A declaration of the target, and how many names lie between it and the failing test. */
export interface Reached {
  readonly name: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly distance: number;
}

/**
 * Which declarations of the target a failing test can reach, by name: from the identifiers of the test's own body and its
 * helpers, through the modules between, nearest first. A guess without running anything; all declarations of the target, at
 * distance 0, when nothing is found.
 */
export function reach(
  test: Pick<TestCase, "file" | "name" | "line">,
  target: Path,
  modules: Modules,
): readonly Reached[] {
  const tree = modules.tree(target);
  if (tree === undefined) return [];
  const distances = reachedFrom(test, modules);
  const found = tree.declarations.filter((declaration) => distances.has(declaration));
  const outermost = found.length === 0 ? tree.declarations : withoutEmptyHolders(found);
  return outermost
    .map((declaration) => reachedOf(declaration, distances.get(declaration) ?? 0))
    .sort((one, other) => one.distance - other.distance || one.firstLine - other.firstLine);
}

export function reachedOf({ qualified, firstLine, lastLine }: Declaration, distance: number): Reached {
  return { name: qualified, firstLine, lastLine, distance };
}

/** The body of a prompt's section `reach`: "roundHalf 10-18" a line. */
export function reachLines(reached: readonly Omit<Reached, "distance">[]): string {
  return reached.map(({ name, firstLine, lastLine }) => `${name} ${firstLine}-${lastLine}`).join("\n");
}

/** A class of which some method is reached says nothing more itself. */
export function withoutEmptyHolders(found: readonly Declaration[]): readonly Declaration[] {
  return found.filter(
    (holder) =>
      isFunction(holder) ||
      !found.some(
        (inner) => inner !== holder && isFunction(inner) && holder.from <= inner.from && inner.to <= holder.to,
      ),
  );
}

interface Place {
  readonly path: Path;
  readonly tree: SyntaxTree;
  readonly nodes: readonly SyntaxNode[];
  readonly distance: number;
}

/** Every declaration of every module that the test can reach, with its distance. */
export function reachedFrom(
  test: Pick<TestCase, "file" | "name" | "line">,
  modules: Modules,
): ReadonlyMap<Declaration, number> {
  const distances = new Map<Declaration, number>();
  const testTree = modules.tree(test.file);
  if (testTree === undefined) return distances;
  const body = modules.test(test.name, test.line);
  const start = body === undefined ? [testTree.root] : [body.test, ...body.helpers];
  const front: Place[] = [{ path: test.file, tree: testTree, nodes: start, distance: 0 }];
  for (let place = front.shift(); place !== undefined; place = front.shift()) {
    const { path, tree, nodes, distance } = place;
    const names = new Set(nodes.flatMap((node) => [...modules.namesIn(tree, node)]));
    for (const name of names) {
      for (const found of named(path, name, modules)) {
        if (distances.has(found.declaration)) continue;
        distances.set(found.declaration, distance);
        front.push({ path: found.path, tree: found.tree, nodes: ownNodes(found), distance: distance + 1 });
      }
    }
  }
  return distances;
}

/** What a name in a file may stand for: something of the file itself, an import, or a member of anything at hand. */
function named(path: Path, name: string, modules: Modules): readonly Located[] {
  const candidates = modules.declared(name);
  const own = candidates.filter((candidate) => candidate.path === path);
  const edges = modules.imports(path);
  const imported: Located[] = [];
  for (const edge of edges)
    for (const { imported: theirs, local } of edge.names)
      if (local === name || local === "*")
        imported.push(...exportedAs(edge.path, theirs === "*" ? name : theirs, modules, 0));
  const members = candidates.filter(({ declaration }) => declaration.kind === "method" || declaration.exported);
  return [...own, ...imported, ...members];
}

/** What a module hands out under a name, also from other modules; deeper chains than anyone writes are cut. */
function exportedAs(path: Path, name: string, modules: Modules, depth: number): readonly Located[] {
  const tree = modules.tree(path);
  if (tree === undefined || depth > 8) return [];
  const alias = exportAliases(tree).get(name);
  const names = [name, ...(alias === undefined ? [] : [alias]), ...(name === "default" ? defaultExports(tree) : [])];
  const own = names.flatMap((one) => modules.declared(one).filter((candidate) => candidate.path === path));
  if (own.length > 0) return own;
  return modules.imports(path).flatMap((edge) =>
    edge.names.flatMap(({ imported, local }) => {
      if (local === "*") return exportedAs(edge.path, name, modules, depth + 1);
      return names.includes(local) ? exportedAs(edge.path, imported, modules, depth + 1) : [];
    }),
  );
}

/** Methods that run without being named. */
const IMPLICIT = /^(constructor|__\w+__|toString|valueOf|toJSON|\[Symbol\.\w+\])$/;

/** A class stands for its head, its fields and the methods nobody names; a method is reached by its own name. */
function ownNodes({ tree, declaration }: Located): readonly SyntaxNode[] {
  if (declaration.kind !== "class") return [declaration.node];
  const nodes: SyntaxNode[] = [];
  const methods = tree.declarations.filter(
    (inner) =>
      inner !== declaration && isFunction(inner) && declaration.from <= inner.from && inner.to <= declaration.to,
  );
  for (const child of declaration.node.children)
    walk(child, (node) => {
      const method = methods.find((inner) => inner.node === node);
      if (method !== undefined && !IMPLICIT.test(method.name)) return false;
      if (node.children.length > 0 && method === undefined) return true;
      nodes.push(node);
      return false;
    });
  return nodes;
}
