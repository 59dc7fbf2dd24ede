import type { Evidence } from "../evidence/evidence.ts";
import type { Changes } from "../ports/files.ts";
import { type TestRun, testKey } from "../testing/test-run.ts";
import type { TestProject } from "../testing/test-runner.ts";
import { standing } from "./outcome.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import { proposalOf, type WorkerState } from "./run-state.ts";
import type { TestDesk } from "./test-desk.ts";
import { unionOf } from "./union-of.ts";

/**
 * Everything that was proved, together, over the whole suite: what holds alone may not hold together, and related tests are
 * not all tests. One execution per project, with the time limit of any other; told as the run's own evidence.
 */
export async function verifyUnion(log: RunLog, desk: TestDesk, host: RunHost, signal: AbortSignal): Promise<void> {
  const proved = standing(log.state).filter((worker) => worker.report?.status === "proved");
  const byProject = Map.groupBy(
    proved.filter((worker) => worker.assignment.context.tests !== undefined),
    (worker) => JSON.stringify(worker.assignment.context.tests?.project),
  );
  const evidence: Evidence[] = [];
  for (const workers of byProject.values()) {
    const project = workers[0]?.assignment.context.tests?.project;
    if (project === undefined) continue;
    const changes = await unionOf(workers, host);
    evidence.push(await verifySuite(project, changes, workers, { log, desk, signal }));
  }
  if (evidence.length === 0) return;
  const changeSets = proved.flatMap((worker) => proposalOf(worker)?.id ?? []);
  log.teller("run")({ type: "union", changeSets, evidence });
}

interface Setting {
  readonly log: RunLog;
  readonly desk: TestDesk;
  readonly signal: AbortSignal;
}

async function verifySuite(
  project: TestProject,
  changes: Changes,
  workers: readonly WorkerState[],
  { log, desk, signal }: Setting,
): Promise<Evidence> {
  const baseline = await desk.baseline(project, signal);
  const run = await desk.suite(project, changes, log.teller("run"), signal);
  const now = new Map(run.cases.map((test) => [testKey(test), test.status]));
  const named = workers.flatMap((worker) => worker.assignment.context.tests?.failing ?? []);
  const wanted = [
    ...baseline.cases.filter(({ status }) => status === "passed"),
    ...named.filter(({ name }) => name !== ""),
  ];
  const broken = wanted.filter((test) => now.get(testKey(test)) !== "passed");
  return broken.length === 0 ? holds(run, baseline) : breaks(broken);
}

function holds(run: TestRun, baseline: TestRun): Evidence {
  const passed = run.cases.filter(({ status }) => status === "passed").length;
  const failing = run.cases.filter(({ status }) => status === "failed").length;
  const before = baseline.cases.filter(({ status }) => status === "failed").length;
  const rest =
    failing === 0 ? "" : `; ${failing} of the ${before} that failed still ${failing === 1 ? "fails" : "fail"}`;
  return evidence("proved", `Together: the whole suite was run, ${passed} pass${rest}.`);
}

function breaks(broken: readonly { readonly file: string; readonly name: string }[]): Evidence {
  const [first] = broken;
  const more = broken.length > 1 ? ` and ${broken.length - 1} more` : "";
  return evidence("refuted", `Together the changes break "${first?.name}" in ${first?.file}${more}.`);
}

function evidence(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: "union", verdict, sentence, scope: "changeSet" };
}
