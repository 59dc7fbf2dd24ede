import { asAppError } from "../app-error.ts";
import { resultsOf } from "../evidence/named-tests.ts";
import { onlyNamed } from "../evidence/shared-tests.ts";
import { cutToTokens } from "../short-text.ts";
import type { TestRun } from "../testing/test-run.ts";
import { summaryTokens } from "../tools/propose.ts";
import type { Assignment } from "../worker/assignment.ts";
import { isTakeable } from "../worker/needs-person.ts";
import type { Report } from "../worker/report.ts";
import type { RunRoom } from "./run-room.ts";
import type { WorkerState } from "./run-state.ts";
import { unionOf } from "./union-of.ts";
import { inWords, type WaitingProposal } from "./waiting-proposal.ts";

/**
 * Before an assignment starts that waited for others, or starts from what earlier runs propose: whether its tests pass with what those
 * have proved. Then there is nothing left to do for it, and its report says so without a model having been asked.
 */
export async function settledByOthers(
  assignment: Assignment,
  earlier: readonly WaitingProposal[],
  { log, desk, host }: Pick<RunRoom, "log" | "desk" | "host">,
  signal: AbortSignal,
): Promise<Report | undefined> {
  const tell = log.teller(assignment.id);
  const tests = desk.accessFor(assignment, tell);
  const isProved = ({ report }: WorkerState) => isTakeable(report) && report?.changeSet !== undefined;
  const proved = assignment.dependsOn.length === 0 ? [] : [...log.state.workers.values()].filter(isProved);
  if (tests === undefined || tests.named.length === 0 || proved.length + earlier.length === 0) return undefined;
  const started = host.now();
  const changes = await unionOf(proved, host);
  tell({ type: "step", text: "Running its tests with what is proved so far" });
  const run = await runOrNothing(() => tests.run(onlyNamed(tests.named), changes, signal));
  if (
    run === undefined ||
    run.problems.length > 0 ||
    resultsOf(tests.named, run).some(({ status }) => status !== "passed")
  )
    return undefined;
  const others = [...earlier.map(inWords), ...proved.map((worker) => `the change to ${worker.assignment.target}`)].join(
    " and ",
  );
  const sentence = `Nothing to change: its tests pass with ${others}.`;
  const evidence = [{ check: "named-tests-pass", verdict: "proved" as const, sentence, scope: "changeSet" as const }];
  const report: Report = {
    assignment: assignment.id,
    status: "proved",
    summary: cutToTokens(sentence, summaryTokens),
    confidence: { value: 1, reasons: [sentence] },
    evidence,
    openQuestions: [],
    spent: { calls: 0, input: 0, output: 0, cacheRead: 0, usd: 0, seconds: (host.now() - started) / 1000 },
  };
  tell({ type: "reported", report });
  return report;
}

/** What keeps these tests from running keeps the worker's own from running as well: it says so in its report. */
async function runOrNothing(run: () => Promise<TestRun>): Promise<TestRun | undefined> {
  try {
    return await run();
  } catch (error) {
    if (asAppError(error) === undefined) throw error;
    return undefined;
  }
}
