import { casesByKey, outOfTime } from "../evidence/shared-tests.ts";
import type { Path } from "../ports/files.ts";
import type { ImportGraph } from "../testing/import-graph.ts";
import type { TestBench } from "../testing/test-bench.ts";
import { isAbout } from "../testing/test-place.ts";
import type { TestRun } from "../testing/test-run.ts";
import type { TestProject } from "../testing/test-runner.ts";
import type { Assignment } from "../worker/assignment.ts";

/** A suite of more files is not run whole for the sake of one source. */
const largeSuite = 50;
/** Of these so many are run first. Who writes tests is measured by them alone, since each mutant costs a run of them. */
const nearestFiles = 3;
/** More are run, twice as many each time, until they have taken so long together. */
const enoughMs = 10_000;
/** What takes longer than this in one go is left out. */
const mostMs = 30_000;

/** Some test files of a large suite: those that are near to a target. */
export interface Part {
  readonly of: Path;
  /** The nearest first; those after the first batch are run while there is time. */
  readonly batches: readonly (readonly Path[])[];
}

/** Who has no failing tests to go by needs only those that reach the target. */
export function isMeasuredByPart({ project, failing }: NonNullable<Assignment["context"]["tests"]>): boolean {
  return failing.length === 0 && project.testFiles.length > largeSuite;
}

/** Test files that reach a source: its own first, then the nearest by imports, and of those the ones that use the fewest others. */
export async function relatedTests(
  target: Path,
  { testFiles }: TestProject,
  graph: ImportGraph,
): Promise<readonly Path[]> {
  const reaching = await graph.dependents(target, testFiles);
  const closures = await Promise.all(reaching.map((path) => graph.closure(path)));
  return reaching
    .map((path, index) => ({
      path,
      far: isAbout(path, target) ? 0 : (closures[index]?.get(target) ?? 0),
      size: closures[index]?.size ?? 0,
    }))
    .sort((one, other) => one.far - other.far || one.size - other.size)
    .map(({ path }) => path);
}

/** The part of a large suite that an assignment is measured by. */
export function partFor(
  { target, context: { testFile } }: Assignment,
  { testFiles }: TestProject,
  related: readonly Path[],
): Part {
  const nearest = related.slice(0, nearestFiles);
  if (testFile !== undefined) {
    const own = testFiles.includes(testFile) ? [testFile] : [];
    return { of: target, batches: [[...new Set([...own, ...nearest])].sort()] };
  }
  const batches: Path[][] = [nearest.toSorted()];
  for (let from = nearestFiles, size = 2 * nearestFiles; from < related.length; from += size, size *= 2)
    batches.push(related.slice(from, from + size).sort());
  return { of: target, batches };
}

/** What a part comes to before any change. */
export async function measure(
  bench: Pick<TestBench, "baseline">,
  project: TestProject,
  { batches: [first = [], ...others] }: Part,
  signal: AbortSignal,
  onStart: () => void,
): Promise<TestRun> {
  const nearest = await bench.baseline(project, signal, { files: first, onStart });
  let run = withoutStuck(nearest);
  // Waiting for what is stuck has taken its time.
  if (run !== nearest) return run;
  const asked = new Set(first);
  for (const files of others) {
    // A command that runs all tests whatever it is asked for has run these as well.
    if (run.ms >= enoughMs || run.cases.some(({ file }) => !asked.has(file))) break;
    const more = withoutStuck(await bench.baseline(project, signal, { files, withinMs: mostMs }));
    if (outOfTime(more) !== undefined) break;
    for (const path of files) asked.add(path);
    run = together([run, more]);
  }
  return run;
}

/** As a run says of a test, a file or itself that it was ended (`testing/report.ts`). */
const ended = /^(Did|The tests( of .+)? did) not end within \d+ s\.$/;

/** A run that was ended for a file that did not come to its end, without that file: each further run would wait for it again. */
function withoutStuck(run: TestRun): TestRun {
  const isEnded = ({ message = "" }: { readonly message?: string | undefined }) => ended.test(message);
  const stuck = new Set([...run.problems, ...run.cases].filter(isEnded).flatMap(({ file }) => file ?? []));
  const cases = run.cases.filter(({ file }) => !stuck.has(file));
  if (stuck.size === 0 || cases.length === 0) return run;
  return { ...run, cases, problems: run.problems.filter((one) => !isEnded(one) && !stuck.has(one.file ?? "")) };
}

/** Several executions as if they were one. */
export function together(runs: readonly TestRun[]): TestRun {
  const cases = runs.flatMap((run) => run.cases);
  const ms = runs.reduce((sum, run) => sum + run.ms, 0);
  const whole = { cases, problems: runs.flatMap((run) => run.problems), ms };
  return { ...whole, cases: [...casesByKey(whole).values()] };
}
