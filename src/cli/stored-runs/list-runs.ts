import { realpath } from "node:fs/promises";
import { standing } from "../../core/run/outcome.ts";
import { requestText } from "../../core/run/request.ts";
import { proposalOf } from "../../core/run/run-state.ts";
import type { Spent } from "../../core/worker/report.ts";
import type { StoredRun } from "../../node/run-store.ts";
import { standingOf } from "../../node/survey-runs.ts";
import { calls, count, cutToColumns, plain } from "../terminal.ts";
import type { RunsCommand } from "./run-verb.ts";

/** One line for each run, newest first: for people, or with --json for programs. Of one folder only where --repo names it. */
export async function listRuns({ repo, json }: RunsCommand, runs: readonly StoredRun[]): Promise<void> {
  const folder = repo === undefined ? undefined : await realpath(repo).catch(() => repo);
  const here = runs.filter(({ root }) => folder === undefined || root === folder);
  for (const stored of here) process.stdout.write(`${json ? JSON.stringify(summaryOf(stored)) : lineOf(stored)}\n`);
  if (here.length === 0 && !json)
    process.stdout.write(`There are no runs${folder === undefined ? "" : ` of ${folder}`} yet.\n`);
}

/** What programs are told of a run. */
export function summaryOf({ state, root, events }: StoredRun) {
  const cost: Omit<Spent, "seconds"> = state.spent ?? costSoFar(events);
  const { run, request, sentence, startedAt, applied } = state;
  const proposed = standing(state).flatMap((worker) => proposalOf(worker)?.files.map(({ path }) => path) ?? []);
  const inForce = applied.filter(({ undone }) => undone === undefined);
  return {
    run,
    status: standingOf(state),
    request,
    root,
    startedAt: new Date(startedAt).toISOString(),
    files: [...new Set(proposed)],
    applied: [...new Set(inForce.flatMap(({ written }) => written.map(({ path }) => path)))],
    discarded: events.some(({ type }) => type === "discarded"),
    cost,
    sentence,
  };
}

/** Of a run without an end: what its models used, as far as that is known. */
function costSoFar(events: StoredRun["events"]): Omit<Spent, "seconds"> {
  const answers = events.flatMap((event) => (event.type === "answered" && event.kind === "model" ? [event] : []));
  const sum = (pick: (usage: NonNullable<(typeof answers)[number]["usage"]>) => number) =>
    answers.reduce((total, { usage }) => total + (usage === undefined ? 0 : pick(usage)), 0);
  return {
    calls: answers.length,
    input: sum(({ input }) => input),
    output: sum(({ output }) => output),
    cacheRead: sum(({ cacheRead }) => cacheRead),
  };
}

function lineOf(stored: StoredRun): string {
  const { run, status, request, root, files, applied, cost, discarded } = summaryOf(stored);
  const usd = cost.usd === undefined ? "" : ` · $${cost.usd.toFixed(4)}`;
  const what = discarded
    ? "discarded"
    : applied.length > 0
      ? `applied ${applied.length} of ${files.length} files`
      : `${files.length} ${files.length === 1 ? "file" : "files"}`;
  const asked = cutToColumns(plain(request === undefined ? "" : requestText(request)).replace(/\s+/g, " "), 40);
  const spent = `${calls(cost.calls)} · ${count(cost.input + cost.output)} tokens${usd}`;
  return [run, status.padEnd(11), asked.padEnd(40), what, spent, plain(root)].join("  ");
}
