import { asAppError, type ErrorCode } from "../app-error.ts";
import type { Assignment } from "../worker/assignment.ts";
import { Budget, type Used } from "../worker/budget.ts";
import type { Report } from "../worker/report.ts";
import { nextCandidate } from "./next-candidate.ts";
import { type Outcome, outcomeOf, spentBy } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import { planRequest } from "./plan-request.ts";
import type { Request } from "./request.ts";
import type { RunHost } from "./run-host.ts";
import { RunLog } from "./run-log.ts";
import { schedule } from "./schedule.ts";
import { TestDesk } from "./test-desk.ts";
import { verifyUnion } from "./verify-union.ts";

export interface SuperviseOptions {
  readonly planOnly?: boolean;
  /** Given the run's log as soon as there is one. */
  readonly began?: (log: RunLog) => void;
  /** Stops one assignment alone; what it did is kept, and the rest of the run goes on. */
  readonly stopOf?: (assignment: string) => AbortSignal;
  /** Goes on with a run in place of beginning one; see `resumeRun`. */
  readonly resumed?: Resumed;
}

/** Where a run is taken up that its host could not carry through. */
interface Resumed {
  readonly log: RunLog;
  /** Undefined when it did not come so far. */
  readonly plan: Plan | undefined;
  /** What of the run's budget is gone. */
  readonly used: Used;
}

/**
 * One run from request to its end: plan, workers side by side, one verification of everything that was proved.
 * The log holds all there is to know of it. An expected failure ends the run with its sentence; nothing is written to the user's files.
 */
export async function supervise(
  request: Request,
  host: RunHost,
  signal: AbortSignal,
  options: SuperviseOptions = {},
): Promise<RunLog> {
  const { resumed } = options;
  const log = resumed?.log ?? newLog(host);
  options.began?.(log);
  const tell = log.teller("run");
  const { root, model, runner } = host;
  const begins = resumed === undefined ? { type: "started" as const, request, root } : { type: "continued" as const };
  tell({ ...begins, model: model.id, rung: runner.rung, ...host.origin });
  const outcome = await carryThrough();
  tell({ type: "ended", ...outcome, spent: spentBy(log.state, host.now()) });
  await log.settled();
  return log;

  async function carryThrough(): Promise<Outcome> {
    try {
      const desk = new TestDesk(host, await host.files.list(signal), tell, loadWorker);
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
    const plan = resumed?.plan ?? (await planRequest(request, desk, host, signal));
    if (resumed?.plan === undefined) tell({ type: "planned", plan });
    if (options.planOnly === true) return { status: "nothing", sentence: planned(plan) };
    await carryOutAll(plan.assignments, desk);
    await verifyUnion(log, desk, host, signal);
    return outcomeOf(log.state);
  }

  async function carryOutAll(assignments: readonly Assignment[], desk: TestDesk): Promise<void> {
    const { carryOutAssignment } = await loadWorker();
    const budget = new Budget(request.limits, host.now);
    if (resumed !== undefined) budget.charge(resumed.used);
    const room = { host, log, desk, budget };
    const { concurrency } = request;
    const carryOut = async (assignment: Assignment) => {
      const before = log.state.workers.get(assignment.id)?.report;
      if (before !== undefined) return before;
      const stop = options.stopOf?.(assignment.id);
      return carryOutAssignment(assignment, room, stop === undefined ? signal : AbortSignal.any([signal, stop]));
    };
    const followUp = async (assignment: Assignment, report: Report) => {
      const known = [...log.state.workers.values()].map((worker) => worker.assignment);
      const grown = known.filter(({ insteadOf }) => insteadOf === assignment.id);
      return grown.length > 0 ? grown : nextCandidate(assignment, report, log, host);
    };
    await schedule(assignments, { concurrency, carryOut, followUp });
  }
}

function newLog({ newRunId, journal, now, listeners }: RunHost): RunLog {
  const run = newRunId();
  return new RunLog({ run, journal: journal(run), now, listeners });
}

function loadWorker(): Promise<typeof import("./carry-out-assignment.ts")> {
  return import("./carry-out-assignment.ts");
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
