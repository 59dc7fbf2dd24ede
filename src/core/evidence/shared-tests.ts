import type { Changes } from "../ports/files.ts";
import { testKey } from "../testing/test-key.ts";
import type { TestRun } from "../testing/test-run.ts";
import type { Selection } from "../testing/test-runner.ts";
import type { TestAccess } from "./check.ts";

/** The same executions asked for by several checks of one verification are made once. */
export function sharedTests(tests: TestAccess): TestAccess {
  const runs: { readonly selection: string; readonly changes: Changes; readonly run: Promise<TestRun> }[] = [];
  let related: ReturnType<TestAccess["related"]> | undefined;
  return {
    project: tests.project,
    named: tests.named,
    baseline: (signal) => tests.baseline(signal),
    stamp: () => tests.stamp(),
    trace: (selection, changes, signal) => tests.trace(selection, changes, signal),
    baselineStamp: () => tests.baselineStamp(),
    related(signal) {
      related ??= tests.related(signal);
      return related;
    },
    run(selection, changes, signal) {
      const key = JSON.stringify(selection);
      const known = runs.find((one) => one.selection === key && one.changes === changes);
      if (known !== undefined) return known.run;
      const run = tests.run(selection, changes, signal);
      runs.push({ selection: key, changes, run });
      return run;
    },
  };
}

/** A related set that took no longer than this at the baseline is run together with the named tests, in one execution. */
const TOGETHER_MS = 2_000;

/** What to run to learn whether the named tests pass: they alone, or with everything related where that is quick. */
export async function namedSelection(tests: TestAccess, signal: AbortSignal): Promise<Selection> {
  const [baseline, related] = await Promise.all([tests.baseline(signal), relatedFiles(tests, signal)]);
  return isQuickSelection(baseline, related) ? { files: related } : onlyNamed(tests.named);
}

/** Where all that is related takes longer, what is broken on purpose is shown to so many files. */
const BRIEF_MS = 10_000;
const NEAREST = 3;

/** Those of the related files whose tests passed that code is broken for: all of them, or the nearest where they take long. */
export function watchingFiles(
  baseline: TestRun,
  related: readonly string[],
  passed: readonly { readonly file: string }[],
): readonly string[] {
  const files = related.filter((path) => passed.some(({ file }) => file === path));
  return isQuickSelection(baseline, files, BRIEF_MS) ? files : files.slice(0, NEAREST);
}

/** Whether the tests of these files took little of the baseline's time, by their number. */
export function isQuickSelection(
  { cases, ms }: TestRun,
  files: readonly string[],
  withinMs: number = TOGETHER_MS,
): boolean {
  const count = cases.filter((test) => files.includes(test.file)).length;
  const share = cases.length === 0 ? 0 : count / cases.length;
  return ms * share <= withinMs;
}

/** The named tests alone; one without a name stands for its whole file. */
export function onlyNamed(named: TestAccess["named"]): Selection {
  const files = filesOf(named);
  return named.some(({ name }) => name === "") ? { files } : { files, names: named.map(({ name }) => name) };
}

/** Test files that reach the subject, those of the named tests included. */
export async function relatedFiles(tests: TestAccess, signal: AbortSignal): Promise<readonly string[]> {
  return [...new Set([...filesOf(tests.named), ...(await tests.related(signal))])].sort();
}

/** Those of the files that the baseline ran: all of them, or of a large suite a part. */
export function measuredFiles({ cases, problems }: TestRun, files: readonly string[]): readonly string[] {
  const ran = new Set([...cases, ...problems].map(({ file }) => file));
  return files.filter((path) => ran.has(path));
}

/** Where several reports bear the same name, a failed one counts. */
export function casesByKey(run: TestRun): ReadonlyMap<string, TestRun["cases"][number]> {
  const byKey = new Map<string, TestRun["cases"][number]>();
  for (const test of run.cases) {
    const key = testKey(test);
    if (byKey.get(key)?.status !== "failed") byKey.set(key, test);
  }
  return byKey;
}

/** A problem that the baseline had as well is none of the change. */
export function newProblem(run: TestRun, baseline: TestRun): TestRun["problems"][number] | undefined {
  return run.problems.find(
    ({ file, message }) =>
      !baseline.problems.some((old) => old.message === message || (file !== undefined && old.file === file)),
  );
}

/** The problem of a run that was stopped because it took too long: what is missing from it says nothing about the change. */
export function outOfTime(run: TestRun): TestRun["problems"][number] | undefined {
  const stopped = run.problems.filter(isOutOfTime);
  return stopped.find(({ file }) => file === undefined) ?? stopped[0];
}

export function isOutOfTime({ message }: { readonly message: string }): boolean {
  return /did not end within \d+ s\.|\b(time|timed|timeout|seconds)\b/i.test(message);
}

function filesOf(cases: TestAccess["named"]): readonly string[] {
  return [...new Set(cases.map((test) => test.file))].sort();
}
