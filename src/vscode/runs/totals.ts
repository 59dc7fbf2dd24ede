import { type Event, EventEmitter } from "vscode";
import type { Runs } from "./runs.ts";

/** What the status bar says of the runs that are shown. */
export interface Totals {
  /** Agents at work. */
  readonly running: number;
  readonly tokens: number;
  /** Dollars; undefined where a model that was asked has no known price. */
  readonly usd: number | undefined;
}

export function runningTotals(runs: Runs): Event<Totals> {
  const totals = new EventEmitter<Totals>();
  runs.onDidChange(() => totals.fire(totalsOf(runs)));
  return totals.event;
}

function totalsOf({ shown }: Runs): Totals {
  const workers = shown.flatMap(({ state, live }) => [...state.workers.values()].map((worker) => ({ worker, live })));
  const reports = workers.flatMap(({ worker }) => worker.report ?? []);
  return {
    running: workers.filter(({ worker, live }) => live && worker.status === "working").length,
    tokens: workers.reduce((sum, { worker }) => sum + worker.tokens, 0),
    usd: reports.every(({ spent }) => spent.usd !== undefined)
      ? reports.reduce((sum, { spent }) => sum + (spent.usd ?? 0), 0)
      : undefined,
  };
}
