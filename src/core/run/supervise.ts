import { agentNamed } from "../agents/index.ts";
import { asAppError, type ErrorCode } from "../app-error.ts";
import type { Assignment } from "../worker/assignment.ts";
import { Budget } from "../worker/budget.ts";
import type { Report } from "../worker/report.ts";
import { surveyFor } from "../worker/survey-for.ts";
import { work } from "../worker/work.ts";
import { recordedExecutions } from "./executions.ts";
import { nextCandidate } from "./next-candidate.ts";
import { nothingToTest } from "./nothing-to-test.ts";
import { type Outcome, outcomeOf, spentBy } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import { planRequest } from "./plan-request.ts";
import type { Request } from "./request.ts";
import type { RunHost } from "./run-host.ts";
import { RunLog } from "./run-log.ts";
import { schedule } from "./schedule.ts";
import { settledByOthers } from "./settled-by-others.ts";
import { TestDesk } from "./test-desk.ts";
import { verifyUnion } from "./verify-union.ts";

/**
 * One run from request to its end: plan, workers side by side, one verification of everything that was proved.
 * The log holds all there is to know of it. An expected failure ends the run with its sentence; nothing is written to the user's files.
 */
export async function supervise(
  request: Request,
  host: RunHost,
  signal: AbortSignal,
  options: { readonly planOnly?: boolean } = {},
): Promise<RunLog> {
  const run = host.newRunId();
  const log = new RunLog({ run, journal: host.journal(run), now: host.now, listeners: host.listeners });
  const tell = log.teller("run");
  const { root, model, runner } = host;
  tell({ type: "started", request, root, model: model.id, rung: runner.rung });
  const outcome = await carryThrough();
  tell({ type: "ended", ...outcome, spent: spentBy(log.state, host.now()) });
  await log.settled();
  return log;

  async function carryThrough(): Promise<Outcome> {
    try {
      const desk = new TestDesk(host, await host.files.list(signal), tell);
      try {
        return await carryOutRequest(desk);
      } finally {
        await desk.close();
      }
    } catch (error) {
      const expected = asAppError(error);
      if (expected === undefined) {
        // A bug is told as one by whoever called; the journal says that the run is over all the same.
        const sentence = "Tessera itself failed: this is a bug of Tessera.";
        tell({ type: "ended", status: "interrupted", sentence, spent: spentBy(log.state, host.now()) });
        await log.settled();
        throw error;
      }
      return { status: statusOfFailure(expected.code), sentence: expected.message, code: expected.code };
    }
  }

  async function carryOutRequest(desk: TestDesk): Promise<Outcome> {
    const plan = await planRequest(request, desk, host, signal);
    tell({ type: "planned", plan });
    if (options.planOnly === true) return { status: "nothing", sentence: planned(plan) };
    await carryOutAll(plan.assignments, desk);
    await verifyUnion(log, desk, host, signal);
    return outcomeOf(log.state);
  }

  async function carryOutAll(assignments: readonly Assignment[], desk: TestDesk): Promise<void> {
    const budget = new Budget(request.limits, host.now);
    const { concurrency } = request;
    const carryOut = (assignment: Assignment) => carryOutOne(assignment, desk, budget);
    const followUp = (assignment: Assignment, report: Report) => nextCandidate(assignment, report, log, host);
    await schedule(assignments, { concurrency, carryOut, followUp });
  }

  async function carryOutOne(assignment: Assignment, desk: TestDesk, runBudget: Budget): Promise<Report> {
    tell({ type: "assigned", assignment: assignment.id, model: model.id });
    const agent = agentNamed(assignment.agent);
    const { seconds } = agent.budget;
    const limits = model.calls === undefined ? agent.budget : { calls: model.calls, seconds };
    const workerTell = log.teller(assignment.id);
    const settled = await settledByOthers(assignment, log, desk, host, signal);
    if (settled !== undefined) return settled;
    const tests = desk.accessFor(assignment, workerTell);
    if (tests !== undefined) desk.startBaseline(tests.project, signal);
    const isMeasured = tests !== undefined && agent.contract.mustProve.includes("mutant-killed");
    const survey = isMeasured ? surveyFor(assignment, host, tests) : undefined;
    const nothing = survey && (await nothingToTest(assignment, survey, log, { now: host.now, signal }));
    if (nothing !== undefined) return nothing;
    return work(
      assignment,
      {
        ...host,
        run,
        agent,
        budget: new Budget(limits, host.now, runBudget),
        graph: desk.graph,
        ...(tests === undefined ? {} : { tests }),
        ...(survey === undefined ? {} : { survey }),
        commands: {
          run: recordedExecutions(runner, workerTell),
          which: (program) => runner.which(program),
          locate: (path) => host.locate(path),
        },
        diagnostics: desk.diagnostics,
        transcript: host.transcript(run, assignment.id),
        rung: runner.rung,
        tell: workerTell,
      },
      signal,
    );
  }
}

function planned({ assignments, notes, unplanned }: Plan): string {
  const rows = assignments.map(({ agent, target }) => `${agent} ${target}`);
  return [...(rows.length === 0 ? [] : [`Planned: ${rows.join(", ")}.`]), ...unplanned, ...notes].join(" ");
}

function statusOfFailure(code: ErrorCode): Outcome["status"] {
  switch (code) {
    case "cancelled":
    case "budget":
      return code;
    case "usage":
    case "not-found":
    case "tooling":
    case "provider":
    case "key":
    case "sandbox":
      return "blocked";
    case "refused":
    case "conflict":
      return "failed";
  }
}
