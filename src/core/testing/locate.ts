import type { Path } from "../ports/files.ts";
import type { ImportGraph } from "./import-graph.ts";
import { isSource, type Rated, type Suspect, type Suspects, suspectsOf } from "./suspects.ts";
import { testKey } from "./test-key.ts";
import type { TestCase, TestRun } from "./test-run.ts";

/** A file that may have to change, and why, as one sentence for the journal and the user. */
export interface Candidate {
  readonly path: Path;
  readonly why: string;
  /** What of it the tests reach, most suspicious first. */
  readonly reached: readonly Rated[];
}

interface LocatedTest {
  readonly test: TestCase;
  /** Best first; empty when the test reaches no source of the workspace. */
  readonly candidates: readonly Candidate[];
}

/** Failing tests that one file explains best. */
export interface LocatedGroup {
  /** Best first: the file to change, then where to look if it is the wrong one. */
  readonly candidates: readonly Candidate[];
  readonly tests: readonly TestCase[];
}

export interface LocateRequest {
  /** The run the tests failed in; its passing tests tell which code is above suspicion. */
  readonly run: TestRun;
  readonly failing: readonly TestCase[];
  readonly testFiles: readonly Path[];
  readonly graph: ImportGraph;
  /** A source file: only the failing tests that reach it, and only it. A test file: only its failing tests. */
  readonly target?: Path;
}

export interface Located {
  readonly tests: readonly LocatedTest[];
  readonly groups: readonly LocatedGroup[];
}

/**
 * Which file is to be changed for each failing test: source frames of its failure, innermost first; else its local import
 * closure, ranked by which declarations failing tests reach and passing ones do not, by directness and by distance.
 */
export async function locate(request: LocateRequest): Promise<Located> {
  const { target, testFiles } = request;
  const wanted = await selected(request);
  const suspects = await suspectsOf({ ...request, failing: wanted });
  const onlyTarget = target !== undefined && isSource(target, testFiles) ? target : undefined;
  const tests = wanted.map((test) => ({
    test,
    candidates:
      onlyTarget === undefined
        ? candidatesOf(test, suspects, testFiles)
        : [{ path: onlyTarget, why: "It was named.", reached: reachedIn(onlyTarget, test, suspects) }],
  }));
  return { tests, groups: groupsOf(tests) };
}

async function selected({ failing, target, testFiles, graph }: LocateRequest): Promise<readonly TestCase[]> {
  if (target === undefined) return failing;
  if (!isSource(target, testFiles)) return failing.filter((test) => test.file === target);
  const files = new Set(await graph.dependents(target, [...new Set(failing.map((test) => test.file))]));
  // A test of no known file (a command of the user's own may not say) could reach anything.
  const isPlaceless = ({ file }: TestCase) => !testFiles.includes(file);
  return failing.filter(
    (test) => files.has(test.file) || isPlaceless(test) || test.frames.some((frame) => frame.path === target),
  );
}

/** A failure of no test, such as a file that does not load, in the shape of one: located by its frames and its file's imports. */
export function caseOfProblem(problem: TestRun["problems"][number]): TestCase | undefined {
  const { file, message, frames } = problem;
  return file === undefined ? undefined : { file, name: "", status: "failed", message, frames };
}

function candidatesOf(test: TestCase, suspects: Suspects, testFiles: readonly Path[]): readonly Candidate[] {
  const ranked = suspects.get(testKey(test)) ?? [];
  const candidates = new Map<Path, string>();
  for (const { path } of ranked.filter((suspect) => suspect.broken)) candidates.set(path, "It does not parse.");
  for (const { path, line } of test.frames)
    if (isSource(path, testFiles) && !candidates.has(path))
      candidates.set(path, `The failure comes through line ${line} of it.`);
  // Where nothing else can be to blame, a file that only hands on is.
  for (const suspect of ranked)
    if (!candidates.has(suspect.path) && (!suspect.handsOn || candidates.size === 0))
      candidates.set(suspect.path, reasonOf(suspect));
  if (candidates.size === 0 && test.file.endsWith(".py") && isSource(test.file, testFiles))
    candidates.set(test.file, "The failing example stands in its documentation.");
  return [...candidates].map(([path, why]) => ({ path, why, reached: reachedIn(path, test, suspects) }));
}

function reachedIn(path: Path, test: TestCase, suspects: Suspects): readonly Rated[] {
  return suspects.get(testKey(test))?.find((suspect) => suspect.path === path)?.reached ?? [];
}

function reasonOf({ name, direct, failing, passing, distance }: Suspect): string {
  if (name === undefined) return `The test imports it at distance ${distance}.`;
  return `The test ${direct ? "uses" : "reaches"} ${name} of it, as ${failing} failing and ${passing} passing tests do.`;
}

/** One group per best candidate; what follows it is what its tests agree on most. */
function groupsOf(tests: readonly LocatedTest[]): readonly LocatedGroup[] {
  const located = tests.filter(({ candidates }) => candidates.length > 0);
  const byBest = Map.groupBy(located, ({ candidates }) => candidates[0]?.path);
  return [...byBest.values()].map((members) => {
    const votes = new Map<Path, { readonly why: string; readonly score: number }>();
    for (const { candidates } of members)
      for (const [rank, { path, why }] of candidates.entries()) {
        const vote = votes.get(path);
        votes.set(path, { why: vote?.why ?? why, score: (vote?.score ?? 0) + 1 / (rank * rank + 1) });
      }
    const ranked = [...votes].sort(([, one], [, other]) => other.score - one.score);
    const candidates = ranked.map(([path, { why }]) => ({ path, why, reached: unionOf(path, members) }));
    return { candidates, tests: members.map(({ test }) => test) };
  });
}

/** What any of the tests reaches of a file, each at its most suspicious. */
function unionOf(path: Path, members: readonly LocatedTest[]): readonly Rated[] {
  const best = new Map<string, Rated>();
  for (const one of members.flatMap(
    ({ candidates }) => candidates.find((candidate) => candidate.path === path)?.reached ?? [],
  )) {
    const key = `${one.name} ${one.firstLine}`;
    if (one.score > (best.get(key)?.score ?? -1)) best.set(key, one);
  }
  return [...best.values()].sort((one, other) => other.score - one.score);
}
