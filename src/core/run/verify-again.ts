import { agentNamed } from "../agents/index.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Changes } from "../ports/files.ts";
import { prove } from "../worker/attempt.ts";
import { Budget } from "../worker/budget.ts";
import { surveyFor } from "../worker/survey-for.ts";
import { recordedExecutions } from "./executions.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import { proposalOf } from "./run-state.ts";
import { TestDesk } from "./test-desk.ts";

/**
 * Establishes once more what a worker's contract asks, for the texts that accepting a selection would make: evidence is about
 * bytes, and these are others. Told as evidence of the same ChangeSet, with the bytes it was won on. No model is asked.
 * Throws what executions throw.
 */
export async function verifyAgain(
  log: RunLog,
  assignmentId: string,
  changes: Changes,
  host: RunHost,
  signal: AbortSignal,
): Promise<readonly Evidence[]> {
  const worker = log.state.workers.get(assignmentId);
  const changeSet = worker === undefined ? undefined : proposalOf(worker);
  if (worker === undefined || changeSet === undefined) return [];
  const { assignment } = worker;
  const tell = log.teller(assignmentId);
  const desk = new TestDesk(host, await host.files.list(signal), log.teller("run"), async () => {});
  try {
    const agent = agentNamed(assignment.agent, host.agents);
    const tests = desk.accessFor(assignment, tell);
    const isMeasured = tests !== undefined && agent.contract.mustProve.includes("mutant-killed");
    const survey = isMeasured ? surveyFor(assignment, host, tests) : undefined;
    const worksIn = {
      ...host,
      run: log.run,
      agent,
      budget: new Budget({ calls: 0 }, host.now),
      graph: desk.graph,
      ...(tests === undefined ? {} : { tests }),
      ...(survey === undefined ? {} : { survey }),
      commands: {
        run: recordedExecutions(host.runner, tell),
        which: (program: string) => host.runner.which(program),
        locate: (path: string) => host.locate(path),
      },
      diagnostics: desk.diagnostics,
      transcript: host.transcript(log.run, assignmentId),
      rung: host.runner.rung,
      tell,
    };
    const claim = { summary: worker.report?.summary ?? "" };
    const { evidence, provenance } = await prove(assignment, { base: host.files, changes, claim }, worksIn, signal);
    await host.blobs.settled();
    tell({
      type: "evidence",
      changeSet: changeSet.id,
      revision: changeSet.revision,
      evidence: [...evidence],
      provenance,
    });
    return evidence;
  } finally {
    await desk.close();
  }
}
