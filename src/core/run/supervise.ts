import { AppError, asAppError, type ErrorCode } from "../app-error.ts";
import type { Assignment } from "../worker/assignment.ts";
import { Budget, type Used } from "../worker/budget.ts";
import type { Report } from "../worker/report.ts";
import type { AskUser } from "./ask-user.ts";
import { RunControls } from "./controls.ts";
import { nextCandidate } from "./next-candidate.ts";
import { type Outcome, outcomeOf, spentBy, standing } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import { planParts } from "./plan-parts.ts";
import type { Request } from "./request.ts";
import { routeRequest } from "./route-request.ts";
import { RunClock } from "./run-clock.ts";
import type { RunHost } from "./run-host.ts";
import { RunLog } from "./run-log.ts";
import type { RunRoom } from "./run-room.ts";
import type { RunState } from "./run-state.ts";
import { openSchedule, type Schedule } from "./schedule.ts";
import { changedFile } from "./stack.ts";
import { TestDesk } from "./test-desk.ts";
import { verifyUnion } from "./verify-union.ts";

export interface SuperviseOptions {
  readonly planOnly?: boolean;
  /** Given the run's log as soon as there is one. */
  readonly began?: (log: RunLog) => void;
  /** What the user can do to one worker alone. */
  readonly controls?: RunControls;
  /** How the user is asked where the request does not tell; left out where nobody can answer. */
  readonly ask?: AskUser;
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
 * One run from request to its end: route, plan, workers side by side, one verification of everything that was proved.
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
  const { root, model, runner } = host;
  const begins = resumed === undefined ? { type: "started" as const, request, root } : { type: "continued" as const };
  log.teller("run")({ ...begins, model: model.id, rung: runner.rung, ...host.origin });
  await carryThrough(log, request, host, signal, options, (crew) => carryOutRequest(request, crew, signal, options));
  return log;
}

/**
 * Has one worker of a run that has ended work once more, told `text` if there is something to tell. What it did before is kept; at
 * the end everything that is proved is verified together again. `log` is the run's own, opened again. Throws `usage` for a worker that
 * has not ended.
 */
export async function workAgain(
  log: RunLog,
  assignment: string,
  host: RunHost,
  signal: AbortSignal,
  options: Pick<SuperviseOptions, "controls" | "ask"> & { readonly text?: string } = {},
): Promise<void> {
  const { request, workers } = log.state;
  if (request === undefined || workers.get(assignment)?.report === undefined)
    throw new AppError("usage", `${assignment} has no report in this run, so it cannot work again.`);
  await carryThrough(log, request, host, signal, options, async ({ controls, desk, schedule }) => {
    controls.retry(assignment, options.text);
    await schedule.idle();
    await verifyUnion(log, desk, host, signal);
    return outcomeOf(log.state);
  });
}

/** Those that carry a run out, and what they share. */
interface Crew extends RunRoom {
  readonly schedule: Schedule;
}

/** From here to its end a run is under way, whatever happens in between. */
async function carryThrough(
  log: RunLog,
  request: Request,
  host: RunHost,
  signal: AbortSignal,
  { controls = new RunControls(), resumed, ask }: Pick<SuperviseOptions, "controls" | "resumed" | "ask">,
  work: (crew: Crew) => Promise<Outcome>,
): Promise<void> {
  const tell = log.teller("run");
  const end = async (outcome: Outcome) => {
    controls.end();
    tell({ type: "ended", ...outcome, spent: spentBy(log.state, host.now()) });
    await log.settled();
  };
  let outcome: Outcome;
  try {
    const desk = new TestDesk(host, await host.files.list(signal), tell, loadWorker);
    try {
      outcome = await work(crewFor(desk));
    } finally {
      await desk.close();
    }
  } catch (error) {
    const expected = asAppError(error);
    if (expected === undefined) {
      // A bug is told as one by whoever called; the journal says that the run is over all the same.
      await end({ status: "interrupted", sentence: "Tessera itself failed: this is a bug of Tessera." });
      throw error;
    }
    outcome = { status: statusOfFailure(expected.code), sentence: expected.message, code: expected.code };
  }
  await end(outcome);

  function crewFor(desk: TestDesk): Crew {
    const clock = new RunClock(host.now);
    const stopOf = ({ id }: Assignment) => AbortSignal.any([signal, controls.stopOf(id)]);
    // Of a run that is taken up again: who has ended is not run again, and who took another's place does so once.
    const before = new Map(resumed === undefined ? [] : log.state.workers);
    const schedule = openSchedule({
      concurrency: request.concurrency,
      async ready(assignment) {
        const { untilWanted } = await loadWorker();
        await untilWanted(assignment, crew, stopOf(assignment));
      },
      async carryOut(assignment) {
        const report = before.get(assignment.id)?.report;
        before.delete(assignment.id);
        if (report !== undefined) return report;
        const { carryOutAssignment } = await loadWorker();
        return clock.whileWorking(() => carryOutAssignment(assignment, crew, stopOf(assignment)));
      },
      async followUp(assignment, report) {
        const grown = [...before.values()].filter(({ assignment: { insteadOf } }) => insteadOf === assignment.id);
        if (grown.length > 0) return grown.map((worker) => worker.assignment);
        // One that works again may have been followed already, and what came of it may not be what stands.
        if ([...log.state.workers.values()].some((worker) => worker.assignment.insteadOf === assignment.id)) return [];
        return nextCandidate(assignment, log.state.workers.get(assignment.id)?.report ?? report, log, host);
      },
    });
    const budget = new Budget(request.limits, clock.now);
    if (resumed !== undefined) budget.charge(resumed.used);
    const giveWay: RunRoom["giveWay"] = (wait, stop) => schedule.giveWay(() => clock.whileHeld(wait), stop);
    const crew: Crew = { host, log, desk, budget, now: clock.now, controls, giveWay, schedule, ask: asking(clock) };
    controls.begin(log, (id) => again(id, crew));
    return crew;
  }

  function asking(clock: RunClock): AskUser | undefined {
    if (ask === undefined) return undefined;
    return (...question) => clock.whileAsking(() => ask(...question));
  }
}

/** A worker works again when no other changes the same file any more. */
function again(id: string, { host, log, schedule }: Crew): void {
  const worker = log.state.workers.get(id);
  if (worker === undefined) return;
  const { assignment } = worker;
  const others = standing(log.state)
    .map((one) => one.assignment)
    .filter((one) => one.id !== id && changedFile(one, host) === changedFile(assignment, host));
  const ids = others.map((one) => one.id);
  // Whoever waits for the schedule to be idle hears of a bug.
  schedule.again(assignment, ids).catch(() => {});
}

async function carryOutRequest(
  request: Request,
  crew: Crew,
  signal: AbortSignal,
  { planOnly = false, resumed }: SuperviseOptions,
): Promise<Outcome> {
  const { log, desk, host, schedule } = crew;
  let led: Report | undefined;
  const routed = resumed?.plan ?? (await routeRequest(request, crew, signal));
  if ("assignments" in routed) {
    await schedule.carryOut(routed.assignments);
  } else if (routed.route === "direct") {
    const plan = await planParts(routed.parts, { request, desk, host, earlier: [] }, signal);
    log.teller("run")({ type: "planned", plan });
    if (!planOnly) await schedule.carryOut(plan.assignments);
  } else {
    const { lead } = await import("./supervisor.ts");
    const carryOut = (assignments: readonly Assignment[]) => schedule.carryOut(assignments);
    const options = { request, room: crew, carryOut, planOnly };
    led = await lead(routed.request, routed.understood, options, signal);
  }
  if (planOnly) return { status: "nothing", sentence: planned(log.state) };
  await schedule.idle();
  await verifyUnion(log, desk, host, signal);
  return ledOutcome(log.state, led);
}

/** What the workers came to, and what whoever led them says is open. */
function ledOutcome(state: RunState, led: Report | undefined): Outcome {
  const outcome = outcomeOf(state);
  if (led === undefined || led.status === "proved") return outcome;
  const open = led.problem?.sentence ?? led.summary;
  const code = led.problem?.code;
  switch (outcome.status) {
    case "nothing":
      return { status: led.status, sentence: open, ...(code === undefined ? {} : { code }) };
    case "proved": {
      const { length } = standing(state);
      return {
        status: led.status,
        sentence: `${length} of ${length} proved. ${open}`,
        ...(code === undefined ? {} : { code }),
      };
    }
    case "partial":
    case "unproved":
    case "failed":
    case "blocked":
    case "budget":
    case "cancelled":
    case "interrupted":
      // What stopped both of them is said once.
      return outcome.sentence.endsWith(open) ? outcome : { ...outcome, sentence: `${outcome.sentence} ${open}` };
  }
}

function newLog({ newRunId, journal, now, listeners }: RunHost): RunLog {
  const run = newRunId();
  return new RunLog({ run, journal: journal(run), now, listeners });
}

function loadWorker(): Promise<typeof import("./carry-out-assignment.ts")> {
  return import("./carry-out-assignment.ts");
}

function planned({ workers, notes, unplanned }: RunState): string {
  const rows = [...workers.values()].map(({ assignment: { agent, target } }) => `${agent} ${target}`);
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
