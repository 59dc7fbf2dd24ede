import type { Changes, Path } from "../../ports/files.ts";
import type { TestCase, TestRun } from "../../testing/test-run.ts";
import type { Selection } from "../../testing/test-runner.ts";
import type { TestAccess } from "../check.ts";
import { outOfTime } from "../shared-tests.ts";
import type { ChosenMutant } from "./choose-mutants.ts";
import type { MutantTrial, MutantVerdict } from "./survey.ts";

/** How many mutants are run at the same time, each in a sandbox of its own. */
const LANES = 3;

/** How mutants of one file are tried. */
export interface TrialPlan {
  readonly tests: Pick<TestAccess, "run" | "project">;
  readonly path: Path;
  /** The change the mutants stand on; empty for the tests of today. */
  readonly changes: Changes;
  readonly selection: Selection;
  /** Whether a failing test says something: it passes without the mutant. */
  counts(test: TestCase): boolean;
  /** Milliseconds in which mutants are begun. */
  readonly withinMs: number;
  now(): number;
}

/** Runs the tests once over each mutant, side by side, in their order; those for which there was no time are left out. */
export async function tryMutants(
  mutants: readonly ChosenMutant[],
  plan: TrialPlan,
  signal: AbortSignal,
): Promise<readonly MutantTrial[]> {
  const verdicts = new Map<ChosenMutant, Pick<MutantTrial, "verdict" | "by">>();
  const waiting = [...mutants];
  const started = plan.now();
  const lane = async () => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      if (verdicts.size > 0 && plan.now() - started > plan.withinMs) return;
      const run = await plan.tests.run(plan.selection, new Map([...plan.changes, [plan.path, mutant.text]]), signal);
      verdicts.set(mutant, { verdict: verdictOf(run, plan), ...namedIn(run, plan) });
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, mutants.length) }, lane));
  return mutants.flatMap((mutant) => {
    const verdict = verdicts.get(mutant);
    return verdict === undefined ? [] : [{ mutant, ...verdict }];
  });
}

/** The first test that says something, by name. */
function namedIn(run: TestRun, { counts }: TrialPlan): Pick<MutantTrial, "by"> {
  const failed = run.cases.find((test) => test.status === "failed" && counts(test));
  return failed === undefined ? {} : { by: failed.name === "" ? failed.file : failed.name };
}

function verdictOf(run: TestRun, { counts, path }: TrialPlan): MutantVerdict {
  const failed = run.cases.filter((test) => test.status === "failed" && counts(test));
  if (failed.some(({ message = "" }) => !/^Did not end within|\btimed out\b/i.test(message))) return "killed";
  if (failed.length > 0 || outOfTime(run) !== undefined) return "timeout";
  if (run.problems.length === 0) return "survived";
  // A script that does not load shows to whoever runs the tests; a program that does not compile was never run.
  return /\.([cm]?[jt]sx?|py)$/.test(path) ? "killed" : "invalid";
}
