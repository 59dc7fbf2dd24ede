import type { Report, Spent } from "../worker/report.ts";
import type { RunStatus } from "./events.ts";
import type { RunState, WorkerState } from "./run-state.ts";

export interface Outcome {
  readonly status: RunStatus;
  readonly sentence: string;
  readonly code?: string;
}

/** What a run's workers come to together. Those whose place another took do not count. */
export function outcomeOf(state: RunState): Outcome {
  const reports = standing(state).flatMap((worker) => worker.report ?? []);
  if (reports.length === 0) {
    const sentence = [...state.unplanned, ...state.notes].join(" ") || "There was nothing to do.";
    return { status: state.unplanned.length === 0 ? "nothing" : "failed", sentence };
  }

  const proved = reports.filter((report) => report.status === "proved");
  const unionFails = state.union.find((evidence) => evidence.verdict === "refuted");
  if (proved.length === reports.length && unionFails === undefined && state.unplanned.length === 0) {
    return { status: "proved", sentence: proved.length === 1 ? "Proved." : `All ${proved.length} proved.` };
  }
  const worst = stopped(reports);
  const reason =
    unionFails?.sentence ??
    worst?.problem?.sentence ??
    reports.find((report) => report.status !== "proved")?.problem?.sentence ??
    state.unplanned.join(" ");
  const sentence = [`${proved.length} of ${reports.length} proved.`, reason]
    .filter((part) => part !== undefined)
    .join(" ");
  const code = worst?.problem?.code;
  return { status: worst?.status ?? mixed(reports), sentence, ...(code === undefined ? {} : { code }) };
}

/** The workers whose result counts: the last of each chain of replacements. */
export function standing(state: RunState): readonly WorkerState[] {
  const replaced = new Set([...state.workers.values()].map((worker) => worker.assignment.insteadOf));
  return [...state.workers.values()].filter((worker) => !replaced.has(worker.assignment.id));
}

/** The worker that stands in this one's place: itself, or the last of those that took it. */
export function successorOf(state: RunState, id: string): WorkerState | undefined {
  const next = [...state.workers.values()].findLast((worker) => worker.assignment.insteadOf === id);
  return next === undefined ? state.workers.get(id) : successorOf(state, next.assignment.id);
}

/** What all workers have used; replaced ones and those that made the plan were paid too. Seconds are those of the run. */
export function spentBy(state: RunState, now: number): Spent {
  const workers = [...state.workers.values()].flatMap((worker) => (worker.report ?? worker.before)?.spent ?? []);
  const spent = [...workers, ...state.managers.map((report) => report.spent)];
  const sum = (pick: (part: Spent) => number) => spent.reduce((total, part) => total + pick(part), 0);
  const priced = spent.every((part) => part.usd !== undefined);
  return {
    calls: sum((part) => part.calls),
    input: sum((part) => part.input),
    output: sum((part) => part.output),
    cacheRead: sum((part) => part.cacheRead),
    ...(priced ? { usd: sum((part) => part.usd ?? 0) } : {}),
    seconds: (now - state.startedAt) / 1000,
  };
}

/** The report that tells best why the run could not go on: the user's own word counts most. */
function stopped(reports: readonly Report[]): Report | undefined {
  const of = (status: Report["status"]) => reports.find((report) => report.status === status);
  // One that waited for another in vain tells nothing about the run.
  const blocked = reports.find(({ status, problem }) => status === "blocked" && problem?.code !== undefined);
  return of("cancelled") ?? blocked ?? of("budget");
}

function mixed(reports: readonly Report[]): RunStatus {
  if (reports.some((report) => report.status === "proved" || report.status === "partial")) return "partial";
  return reports.some((report) => report.status === "unproved") ? "unproved" : "failed";
}
