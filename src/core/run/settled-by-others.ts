import { resultsOf } from "../evidence/named-tests.ts";
import { onlyNamed } from "../evidence/shared-tests.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import type { TestDesk } from "./test-desk.ts";
import { unionOf } from "./union-of.ts";

/**
 * Before an assignment starts that waited for others: whether its tests pass with what those have proved. Then there is nothing
 * left to do for it, and its report says so without a model having been asked.
 */
export async function settledByOthers(
  assignment: Assignment,
  log: RunLog,
  desk: TestDesk,
  host: RunHost,
  signal: AbortSignal,
): Promise<Report | undefined> {
  const tell = log.teller(assignment.id);
  const tests = desk.accessFor(assignment, tell);
  const proved = [...log.state.workers.values()].filter(
    ({ report }) => report?.status === "proved" && report.changeSet !== undefined,
  );
  if (assignment.dependsOn.length === 0 || tests === undefined || proved.length === 0) return undefined;
  const started = host.now();
  tell({ type: "step", text: "Running its tests with what is proved so far" });
  const run = await tests.run(onlyNamed(tests.named), await unionOf(proved, host), signal);
  if (run.problems.length > 0 || resultsOf(tests.named, run).some(({ status }) => status !== "passed"))
    return undefined;
  const others = proved.map((worker) => worker.assignment.target).join(" and ");
  const summary = `Nothing to change: its tests pass with the change to ${others}.`;
  const evidence = [
    { check: "named-tests-pass", verdict: "proved" as const, sentence: summary, scope: "changeSet" as const },
  ];
  const report: Report = {
    assignment: assignment.id,
    status: "proved",
    summary,
    confidence: { value: 1, reasons: [summary] },
    evidence,
    openQuestions: [],
    spent: { calls: 0, input: 0, output: 0, cacheRead: 0, usd: 0, seconds: (host.now() - started) / 1000 },
  };
  tell({ type: "reported", report });
  return report;
}
