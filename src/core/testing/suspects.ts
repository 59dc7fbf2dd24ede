import type { Path } from "../ports/files.ts";
import type { Declaration } from "../ports/syntax-trees.ts";
import { isFunction } from "../syntax/outline.ts";
import type { ImportGraph } from "./import-graph.ts";
import type { Modules } from "./modules.ts";
import { type Reached, reachedFrom, reachedOf, withoutEmptyHolders } from "./reach.ts";
import { testKey } from "./test-key.ts";
import type { TestCase, TestRun } from "./test-run.ts";

/** A source file in a failing test's closure. */
export interface Suspect {
  readonly path: Path;
  readonly score: number;
  /** Its most suspicious declaration, and how many tests reach that; undefined when no name leads there. */
  readonly name: string | undefined;
  readonly direct: boolean;
  readonly failing: number;
  readonly passing: number;
  readonly distance: number;
  /** The file cannot be parsed, so nothing that imports it can run. */
  readonly broken: boolean;
  /** It declares no function and nothing of it is reached by name: it hands on what other files hold. */
  readonly handsOn: boolean;
  /** What of it the test reaches, most suspicious first. */
  readonly reached: readonly Rated[];
}

export interface Rated extends Reached {
  readonly score: number;
}

/** By the key of the failing test; most suspicious first. */
export type Suspects = ReadonlyMap<string, readonly Suspect[]>;

/** Passing tests beyond these change a ranking no more. */
const PASSING = 400;

/**
 * Spectrum-based ranking (Ochiai) where static reach stands for coverage: a declaration that failing tests reach and
 * passing ones do not is suspicious, the more so the nearer it is to the test's own body.
 */
export async function suspectsOf({
  run,
  failing,
  testFiles,
  graph,
}: {
  readonly run: TestRun;
  readonly failing: readonly TestCase[];
  readonly testFiles: readonly Path[];
  readonly graph: ImportGraph;
}): Promise<Suspects> {
  const passing = run.cases.filter(({ status }) => status === "passed").slice(0, PASSING);
  const places = new Map<TestCase, readonly Path[]>();
  for (const test of failing) places.set(test, await placesOf(test, testFiles, graph));
  for (const test of passing) places.set(test, [test.file]);
  const files = [...new Set([...places.values()].flat())];
  const modules = new Map(await Promise.all(files.map(async (file) => [file, await graph.modules(file)] as const)));
  const reaches = new Map<TestCase, ReadonlyMap<Declaration, number>>();
  for (const [test, at] of places) reaches.set(test, nearest(at.map((file) => reachedIn(test, file))));
  const failingOf = countReaching(failing, reaches);
  const passingOf = countReaching(passing, reaches);

  const suspects = new Map<string, readonly Suspect[]>();
  for (const test of failing) {
    const at = places.get(test) ?? [];
    const best = new Map<Path, Suspect>();
    for (const file of at) {
      const known = modules.get(file);
      for (const [path, distance] of known?.distances ?? []) {
        if (known === undefined || at.includes(path) || !isSource(path, testFiles)) continue;
        const found = rate({ ...test, file }, path, distance, known, reaches.get(test));
        if (found !== undefined && found.score > (best.get(path)?.score ?? -1)) best.set(path, found);
      }
    }
    const ranked = [...best.values()];
    suspects.set(
      testKey(test),
      ranked.sort(
        (one, other) =>
          Number(one.handsOn) - Number(other.handsOn) || other.score - one.score || one.distance - other.distance,
      ),
    );
  }
  return suspects;

  function reachedIn(test: TestCase, file: Path): ReadonlyMap<Declaration, number> {
    const known = modules.get(file);
    return known === undefined ? new Map() : reachedFrom({ ...test, file }, known);
  }

  function rate(
    test: TestCase,
    path: Path,
    distance: number,
    known: Modules,
    reaches: ReadonlyMap<Declaration, number> | undefined,
  ): Suspect | undefined {
    const tree = known.tree(path);
    if (tree === undefined) return undefined;
    const namesake = isNamesake(test.file, path) ? 1.15 : 1;
    let best: Suspect = {
      path,
      score: (0.01 * namesake) / distance,
      name: undefined,
      direct: false,
      failing: 0,
      passing: 0,
      distance,
      broken: tree.hasErrors,
      handsOn: false,
      reached: [],
    };
    const reached: Rated[] = [];
    for (const declaration of withoutEmptyHolders(tree.declarations.filter((one) => reaches?.has(one)))) {
      const steps = reaches?.get(declaration) ?? 0;
      const reachedBy = { failing: failingOf.get(declaration) ?? 0, passing: passingOf.get(declaration) ?? 0 };
      const isCode = declaration.kind === "function" || declaration.kind === "method" ? 1 : 0.8;
      const score = ochiai(reachedBy.failing, reachedBy.passing, failing.length) * 0.75 ** steps * isCode * namesake;
      reached.push({ ...reachedOf(declaration, steps), score });
      if (score > best.score) best = { ...best, ...reachedBy, score, name: declaration.qualified, direct: steps === 0 };
    }
    const handsOn = best.name === undefined && !best.broken && !tree.declarations.some(isFunction);
    return { ...best, handsOn, reached: reached.sort((one, other) => other.score - one.score) };
  }
}

/** Test files that are looked at for one test of which nobody says where it stands. */
const PLACES = 30;

/**
 * Where a failing test may stand: in its file; where results that were only printed name none, in the test files its failure
 * came through, else in any of the project.
 */
async function placesOf(test: TestCase, testFiles: readonly Path[], graph: ImportGraph): Promise<readonly Path[]> {
  if (testFiles.includes(test.file) || (await graph.tree(test.file)) !== undefined) return [test.file];
  const through = [...new Set(test.frames.map(({ path }) => path))].filter((path) => testFiles.includes(path));
  return through.length > 0 ? through : testFiles.slice(0, PLACES);
}

function nearest(all: readonly ReadonlyMap<Declaration, number>[]): ReadonlyMap<Declaration, number> {
  const [first = new Map<Declaration, number>(), ...others] = all;
  if (others.length === 0) return first;
  const found = new Map(first);
  for (const [declaration, steps] of others.flatMap((one) => [...one]))
    found.set(declaration, Math.min(steps, found.get(declaration) ?? steps));
  return found;
}

/** Abreu and others, "On the accuracy of spectrum-based fault localization" (2007). */
function ochiai(failing: number, passing: number, allFailing: number): number {
  return failing === 0 ? 0 : failing / Math.sqrt(allFailing * (failing + passing));
}

function countReaching(
  tests: readonly TestCase[],
  reaches: ReadonlyMap<TestCase, ReadonlyMap<Declaration, number>>,
): ReadonlyMap<Declaration, number> {
  const counts = new Map<Declaration, number>();
  for (const test of tests)
    for (const declaration of reaches.get(test)?.keys() ?? [])
      counts.set(declaration, (counts.get(declaration) ?? 0) + 1);
  return counts;
}

/** Code of the project itself: no test, no harness, no configuration, nothing installed. */
export function isSource(path: Path, testFiles: readonly Path[]): boolean {
  if (testFiles.includes(path)) return false;
  if (/(^|\/)(node_modules|site-packages|\.venv|venv|dist-packages|vendor)\//.test(path)) return false;
  if (/(^|\/)(__tests__|__mocks__|__fixtures__)\//.test(path)) return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/\.(test|spec|bench)\.[cm]?[jt]sx?$|^test_.*\.py$|_test\.(py|go)$|^conftest\.py$|\.d\.[cm]?ts$/.test(name))
    return false;
  if (/^(setup\.py|noxfile\.py|.*\.config\.[cm]?[jt]s|\..*rc\.[cm]?js)$/.test(name)) return false;
  return /\.([cm]?[jt]sx?|py|go|rs|java|cs)$/.test(name);
}

/** "cart.test.js" and "test_cart.py" are about "cart". */
function isNamesake(testFile: Path, path: Path): boolean {
  const stem = (at: Path): string =>
    at
      .slice(at.lastIndexOf("/") + 1)
      .replace(/\.[^/]*$/, "")
      .toLowerCase();
  const about = stem(testFile).replace(/^test[_-]?|[._-]?(test|tests|spec)$/g, "");
  return about !== "" && about === stem(path);
}
