import type { Changes, Path } from "../ports/files.ts";
import { customRunner } from "../testing/runners/custom.ts";
import { testKey } from "../testing/test-key.ts";
import type { TestCase, TestRun } from "../testing/test-run.ts";
import type { TestAccess } from "./check.ts";
import type { Evidence } from "./evidence.ts";
import { counted, grouped, nearestOf } from "./figures.ts";
import {
  casesByKey,
  isOutOfTime,
  measuredFiles,
  namedSelection,
  newProblem,
  outOfTime,
  relatedFiles,
} from "./shared-tests.ts";

/** The tests that passed at the baseline and reach the subject, but for those the assignment is about; and the files that are run for them. */
export interface Related {
  readonly passed: readonly TestCase[];
  readonly files: readonly Path[];
  /** Of how many that reach the subject, where these are only the nearest. */
  readonly of?: number;
}

export async function relatedPassing(tests: TestAccess, signal: AbortSignal): Promise<Related> {
  const [baseline, reaching] = await Promise.all([tests.baseline(signal), relatedFiles(tests, signal)]);
  const named = new Set(tests.named.map(testKey));
  // Such a command always runs everything, and may not say which file a test stands in.
  const isWhole = tests.project.runner === customRunner.name && tests.named.length === 0;
  const passed = [...casesByKey(baseline).values()].filter(
    (test) => test.status === "passed" && (isWhole || reaching.includes(test.file)) && !named.has(testKey(test)),
  );
  const measured = measuredFiles(baseline, reaching);
  const isPart = named.size === 0 && measured.length > 0 && measured.length < reaching.length;
  return isPart ? { passed, files: measured, of: reaching.length } : { passed, files: reaching };
}

/** What became of tests that passed before: the verdict and the sentence of a check about them. */
export async function stillPassing(
  { passed, files, of }: Related,
  tests: TestAccess,
  changes: Changes,
  signal: AbortSignal,
): Promise<Pick<Evidence, "verdict" | "sentence">> {
  const baseline = await tests.baseline(signal);
  // Together with the named tests where that is quick, so that it is one execution for both.
  const named = tests.named.length === 0 ? undefined : await namedSelection(tests, signal);
  const selection = named === undefined || named.names !== undefined ? { files } : named;
  const run = await tests.run(selection, changes, signal);
  const byKey = casesByKey(run);
  const missing: TestCase[] = [];
  for (const test of passed) {
    const now = byKey.get(testKey(test));
    if (now === undefined) missing.push(test);
    else if (now.status === "failed")
      return {
        verdict: "refuted",
        sentence: `"${test.name}" in ${test.file} passed before and fails now${now.message === undefined ? "." : `: ${now.message}`}`,
      };
    else if (now.status === "skipped")
      return { verdict: "refuted", sentence: `"${test.name}" in ${test.file} passed before and is skipped now.` };
  }
  const [first] = missing;
  if (first !== undefined) return missingSays(first, run, passed.length - missing.length, passed.length);
  const [stopped, before] = [outOfTime(run), outOfTime(baseline)];
  const inTime = { ...run, problems: run.problems.filter((problem) => !isOutOfTime(problem)) };
  const problem = newProblem(inTime, baseline);
  if (problem !== undefined)
    return { verdict: "refuted", sentence: `The related tests did not run properly: ${problem.message}` };
  if (stopped !== undefined && before === undefined) return cutShort(stopped, passed.length, passed.length);
  const pass = passed.length === 1 ? "passes" : "pass";
  const rest = before === undefined ? "" : ` Not all of them ran before the change: ${before.message}`;
  const where = of === undefined ? "" : ` in ${nearestOf(files.length, of)}`;
  return { verdict: "proved", sentence: `${counted(passed.length, "related test")}${where} still ${pass}.${rest}` };
}

/** Tests may be missing because time ran out, which says nothing about them; anything else does. */
function missingSays(first: TestCase, run: TestRun, ran: number, of: number): Pick<Evidence, "verdict" | "sentence"> {
  const ended = outOfTime(run);
  return ended === undefined || ran === 0
    ? { verdict: "refuted", sentence: `"${first.name}" in ${first.file} passed before and did not run now.` }
    : cutShort(ended, ran, of);
}

function cutShort({ message }: TestRun["problems"][number], ran: number, of: number) {
  const sentence = `${grouped(ran)} of ${grouped(of)} others ran and still pass: ${message}`;
  return { verdict: "unknown" as const, sentence };
}
