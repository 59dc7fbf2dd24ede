import { AppError, asAppError, type ErrorCode } from "../app-error.ts";
import type { Journal } from "../ports/journal.ts";
import type { Assignment } from "../worker/assignment.ts";
import { Budget } from "../worker/budget.ts";
import type { Report } from "../worker/report.ts";
import type { AskUser } from "./ask-user.ts";
import type { RunRoom } from "./carry-out-assignment.ts";
import { RunControls } from "./controls.ts";
import { nextCandidate } from "./next-candidate.ts";
import { type Outcome, outcomeOf, spentBy, standing } from "./outcome.ts";
import { planParts } from "./plan-parts.ts";
import type { Request } from "./request.ts";
import { routeRequest } from "./route-request.ts";
import type { RunHost } from "./run-host.ts";
import { RunLog } from "./run-log.ts";
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
  const run = host.newRunId();
  const log = new RunLog({ run, journal: host.journal(run), now: host.now, listeners: host.listeners });
  options.began?.(log);
  const { root, model, runner } = host;
  log.teller("run")({ type: "started", request, root, model: model.id, rung: runner.rung });
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
  options: Pick<SuperviseOptions, "controls"> & { readonly text?: string } = {},
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
  { controls = new RunControls() }: Pick<SuperviseOptions, "controls">,
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
    const schedule = openSchedule({
      concurrency: request.concurrency,
      async carryOut(assignment) {
        const { carryOutAssignment } = await loadWorker();
        return carryOutAssignment(assignment, crew, AbortSignal.any([signal, controls.stopOf(assignment.id)]));
      },
      followUp: async (assignment, report) => {
        const known = [...log.state.workers.values()].map((worker) => worker.assignment);
        // One that works again may have been followed already, and what came of it may not be what stands.
        if (known.some(({ insteadOf }) => insteadOf === assignment.id)) return [];
        return nextCandidate(assignment, log.state.workers.get(assignment.id)?.report ?? report, log, host);
      },
    });
    const budget = new Budget(request.limits, host.now);
    const { giveWay } = schedule;
    const crew: Crew = { host: withOneTranscript(host), log, desk, budget, controls, giveWay, schedule };
    controls.begin(log, (id) => again(id, crew));
    return crew;
  }
}

/** Whoever works twice goes on in the same transcript. */
function withOneTranscript(host: RunHost): RunHost {
  const open = new Map<string, Journal>();
  return {
    ...host,
    transcript(run, assignment) {
      const transcript = open.get(assignment) ?? host.transcript(run, assignment);
      open.set(assignment, transcript);
      return transcript;
    },
  };
}

/** A worker works again when no other changes the same file any more. */
function again(id: string, { log, schedule }: Crew): void {
  const worker = log.state.workers.get(id);
  if (worker === undefined) return;
  const { assignment } = worker;
  const others = standing(log.state)
    .map((one) => one.assignment)
    .filter((one) => one.id !== id && changedFile(one) === changedFile(assignment));
  const ids = others.map((one) => one.id);
  // Whoever waits for the schedule to be idle hears of a bug.
  schedule.again(assignment, ids).catch(() => {});
}

async function carryOutRequest(
  request: Request,
  crew: Crew,
  signal: AbortSignal,
  { planOnly = false, ask }: SuperviseOptions,
): Promise<Outcome> {
  const { log, desk, host, schedule } = crew;
  const routed = await routeRequest(request, crew, ask, signal);
  let led: Report | undefined;
  if (routed.route === "direct") {
    const plan = await planParts(routed.parts, { request, desk, host, earlier: [] }, signal);
    log.teller("run")({ type: "planned", plan });
    if (!planOnly) await schedule.carryOut(plan.assignments);
  } else {
    const { lead } = await import("./supervisor.ts");
    const carryOut = (assignments: readonly Assignment[]) => schedule.carryOut(assignments);
    const options = { request, room: crew, carryOut, ask, planOnly };
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
      return { ...outcome, sentence: `${outcome.sentence} ${open}` };
  }
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
