import { agentNamed } from "../agents/index.ts";
import type { Assignment } from "../worker/assignment.ts";
import { Budget } from "../worker/budget.ts";
import type { Report } from "../worker/report.ts";
import { surveyFor } from "../worker/survey-for.ts";
import { work } from "../worker/work.ts";
import { recordedExecutions } from "./executions.ts";
import { nothingToTest } from "./nothing-to-test.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import { settledByOthers } from "./settled-by-others.ts";
import type { TestDesk } from "./test-desk.ts";

/** What the assignments of one run share. */
export interface RunRoom {
  readonly host: RunHost;
  readonly log: RunLog;
  readonly desk: TestDesk;
  readonly budget: Budget;
}

/**
 * One assignment of a plan: told as assigned, then done by a worker, or by what other workers have proved already.
 * It and all that lies below it take long to load, and most runs of tests fail in nothing: so it is imported while tests run.
 */
export async function carryOutAssignment(assignment: Assignment, room: RunRoom, signal: AbortSignal): Promise<Report> {
  const { host, log, desk, budget } = room;
  const { model, runner } = host;
  log.teller("run")({ type: "assigned", assignment: assignment.id, model: model.id });
  const agent = agentNamed(assignment.agent, host.agents);
  const { seconds } = agent.budget;
  const limits = model.calls === undefined ? agent.budget : { calls: model.calls, seconds };
  const tell = log.teller(assignment.id);
  const settled = await settledByOthers(assignment, log, desk, host, signal);
  if (settled !== undefined) return settled;
  const tests = desk.accessFor(assignment, tell);
  if (tests !== undefined) desk.startBaseline(tests.project, signal);
  const isMeasured = tests !== undefined && agent.contract.mustProve.includes("mutant-killed");
  const survey = isMeasured ? surveyFor(assignment, host, tests) : undefined;
  const nothing = survey && (await nothingToTest(assignment, survey, log, { task: agent.task, now: host.now, signal }));
  if (nothing !== undefined) return nothing;
  return work(
    assignment,
    {
      ...host,
      run: log.run,
      agent,
      budget: new Budget(limits, host.now, budget),
      graph: desk.graph,
      ...(tests === undefined ? {} : { tests }),
      ...(survey === undefined ? {} : { survey }),
      commands: {
        run: recordedExecutions(runner, tell),
        which: (program) => runner.which(program),
        locate: (path) => host.locate(path),
      },
      diagnostics: desk.diagnostics,
      transcript: host.transcript(log.run, assignment.id),
      rung: runner.rung,
      tell,
    },
    signal,
  );
}
