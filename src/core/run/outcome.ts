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
  if (reports.length === 0) return { status: "nothing", sentence: state.notes.join(" ") || "There was nothing to do." };

  const proved = reports.filter((report) => report.status === "proved");
  const unionFails = state.union.find((evidence) => evidence.verdict === "refuted");
  if (proved.length === reports.length && unionFails === undefined) {
    return { status: "proved", sentence: proved.length === 1 ? "Proved." : `All ${proved.length} proved.` };
  }
  const worst = reports.find((report) => isStopped(report));
  const reason =
    unionFails?.sentence ?? worst?.problem?.sentence ?? reports.find((r) => r.status !== "proved")?.problem?.sentence;
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

/** What all workers have used; replaced ones were paid too. Seconds are those of the run. */
export function spentBy(state: RunState, now: number): Spent {
  const spent = [...state.workers.values()].flatMap((worker) => worker.report?.spent ?? []);
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

function isStopped(report: Report): boolean {
  return report.status === "cancelled" || report.status === "budget" || report.status === "blocked";
}

function mixed(reports: readonly Report[]): RunStatus {
  if (reports.some((report) => report.status === "proved" || report.status === "partial")) return "partial";
  return reports.some((report) => report.status === "unproved") ? "unproved" : "failed";
}
