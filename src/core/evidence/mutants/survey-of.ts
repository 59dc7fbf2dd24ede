import type { LineRange } from "../../syntax/outline.ts";
import { testKey } from "../../testing/test-key.ts";
import type { CheckContext } from "../check.ts";
import { casesByKey, measuredFiles } from "../shared-tests.ts";
import { chooseMutants } from "./choose-mutants.ts";
import type { MutantSurvey } from "./survey.ts";
import { tryMutants } from "./trials.ts";

/** Mutants tried where each costs an execution, and where none does. */
const MOST_EXECUTED = 24;
const MOST_UNTESTED = 40;
/** Fewer than these say too little to stop early for. */
const LEAST = 6;
/** Time for them all. */
const WITHIN_MS = 60_000;

/**
 * Which mutants of the subject the tests there are today do not notice: bounded by number and by time. `within` are the lines of the
 * symbol that is asked about. Without tests, or with none that reaches the subject, all of them survive.
 */
export async function surveyOf(
  { subject, base, trees, tests }: Pick<CheckContext, "subject" | "base" | "trees" | "tests">,
  options: { readonly within?: LineRange | undefined; now(): number },
  signal: AbortSignal,
): Promise<MutantSurvey> {
  const tree = await trees.parse(subject, await base.read(subject));
  if (tree === undefined) return { trials: [], executed: 0 };
  const related = tests === undefined ? [] : await tests.related(signal);
  const baseline = tests === undefined ? undefined : await tests.baseline(signal);
  const passing = [...(baseline === undefined ? [] : casesByKey(baseline).values())].filter(
    ({ status }) => status === "passed",
  );
  const reaching = passing.filter(({ file }) => related.includes(file));
  const choose = (limit: number) => chooseMutants(subject, tree, trees, { within: options.within, limit });
  if (tests === undefined || baseline === undefined || reaching.length === 0) {
    const mutants = await choose(MOST_UNTESTED);
    return { trials: mutants.map((mutant) => ({ mutant, verdict: "survived" })), executed: 0 };
  }
  const share = Math.max(200, (baseline.ms * reaching.length) / Math.max(1, baseline.cases.length));
  const limit = Math.round(Math.min(MOST_EXECUTED, Math.max(LEAST, WITHIN_MS / share)));
  const passed = new Set(reaching.map(testKey));
  const plan = {
    tests,
    path: subject,
    changes: new Map(),
    selection: { files: [...new Set(reaching.map(({ file }) => file))].sort() },
    counts: (test: { file: string; name: string }) => passed.has(testKey(test)),
    withinMs: WITHIN_MS,
    now: options.now,
  };
  const trials = await tryMutants(await choose(limit), plan, signal);
  const files = plan.selection.files.length;
  const isPart = measuredFiles(baseline, related).length < related.length;
  return { trials, executed: trials.length, ...(isPart ? { nearest: { files, of: related.length } } : {}) };
}
