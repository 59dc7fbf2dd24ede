import { type Event, EventEmitter } from "vscode";
import { listed } from "../../core/run/receipt.ts";
import { totalOf } from "../receipt-view.ts";
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
  const { input, output, usd } = totalOf(shown.flatMap(({ state }) => listed(state.receipts)));
  const atWork = shown
    .filter(({ live }) => live)
    .flatMap(({ state }) => [...state.workers.values()].filter(({ status }) => status === "working"));
  return { running: atWork.length, tokens: input + output, usd };
}
