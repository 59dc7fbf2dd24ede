import { AppError } from "../app-error.ts";
import type { Price } from "../models/price.ts";
import { dollars, type Used } from "../worker/budget.ts";
import type { RunEvent } from "./events.ts";
import type { Plan } from "./plan.ts";
import { recordedAnswers, withRecordedAnswers } from "./recorded-answers.ts";
import { reduce } from "./reduce.ts";
import type { RunHost } from "./run-host.ts";
import { RunLog } from "./run-log.ts";
import { emptyRunState, type RunState } from "./run-state.ts";
import { type SuperviseOptions, supervise } from "./supervise.ts";

/**
 * Carries a run through whose host died, from its journal: workers that ended are not run again, answers that were paid for are not
 * asked for again, executions are repeated. It ends as it would have ended undisturbed, in the same journal.
 * Whoever calls has made sure that it has not ended and that nobody else is at it: `resumeStoredRun` does.
 */
export async function resumeRun(
  events: readonly RunEvent[],
  host: RunHost,
  signal: AbortSignal,
  options: Omit<SuperviseOptions, "resumed"> = {},
): Promise<RunLog> {
  const [first] = events;
  if (first?.type !== "started") throw new AppError("usage", "The journal does not say how this run began.");
  const { run, request } = first;
  const state = events.reduce(reduce, emptyRunState(run));
  const log = new RunLog({ run, journal: host.journal(run), now: host.now, listeners: host.listeners, state });
  const answers = await recordedAnswers(events, host.blobs);
  const model = withRecordedAnswers(host.model, answers);
  const used = usedBefore(events, host.price);
  return supervise(request, { ...host, model }, signal, { ...options, resumed: { log, plan: planOf(events), used } });
}

/** The plan as it had grown; who takes another's place comes when that one's turn is over, as before. */
function planOf(events: readonly RunEvent[]): Plan | undefined {
  const plan = events.find((event) => event.type === "planned")?.plan;
  if (plan === undefined) return undefined;
  const grown = events.flatMap((event) => (event.type === "grown" ? event.assignments : []));
  return { ...plan, assignments: [...plan.assignments, ...grown.filter(({ insteadOf }) => insteadOf === undefined)] };
}

/**
 * What the run's budget has lost for good: all that workers used who have ended, and what others asked without an answer that can
 * be used again. What is answered from the record is counted when it is asked for.
 */
function usedBefore(events: readonly RunEvent[], price: Price | undefined): Used {
  const ended = new Set(events.flatMap((event) => (event.type === "reported" ? [event.report.assignment] : [])));
  const answers = new Map(
    events.flatMap((event) => (event.type === "answered" ? [[event.cause, event] as const] : [])),
  );
  let [calls, tokens, usd] = [0, 0, 0];
  for (const event of events) {
    if (event.type !== "asked" || event.kind !== "model") continue;
    const answer = answers.get(event.seq);
    const { usage, route } = answer?.kind === "model" ? answer : {};
    // Of requests that were lost on the way to an answer nobody knows what they used.
    const lost = route?.tries.filter(({ bill }) => bill === "reservation").length ?? (usage === undefined ? 1 : 0);
    const asksAgain = usage !== undefined && !ended.has(event.actor);
    const paid = usage === undefined || asksAgain ? 0 : usage.input + usage.output;
    calls += lost + (usage === undefined || asksAgain ? 0 : 1);
    tokens += lost * event.reserved + paid;
    const known = price === undefined || usage === undefined ? 0 : dollars(price, usage);
    if (route?.usd !== undefined) usd += Math.max(0, route.usd - (asksAgain ? known : 0));
    else if (price !== undefined) {
      usd += lost * dollars(price, { input: 0, output: event.reserved, cacheRead: 0, cacheWrite: 0 });
      usd += asksAgain ? 0 : known;
    }
  }
  return { calls, tokens, usd, seconds: secondsOf(events) };
}

/** How long hosts were at it; while the run lay cut off, or only waited for the user, no time was used. */
function secondsOf(events: readonly RunEvent[]): number {
  let [sum, last] = [0, Number.POSITIVE_INFINITY];
  let state = emptyRunState("");
  for (const event of events) {
    if (event.type !== "continued" && !waitsForUser(state)) sum += Math.max(0, event.at - last);
    last = event.at;
    state = reduce(state, event);
  }
  return sum / 1000;
}

function waitsForUser({ open, workers }: RunState): boolean {
  const questions = [...open.values()];
  const working = [...workers.values()].filter(({ status }) => status === "working");
  // Who is held ends what is under way first.
  const held = working.filter(
    ({ paused, assignment }) => paused && !questions.some(({ actor }) => actor === assignment.id),
  );
  return working.length === held.length && (held.length > 0 || questions.some(({ kind }) => kind === "user"));
}
