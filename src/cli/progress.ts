import type { RunEvent } from "../core/run/events.ts";
import type { RunState, WorkerState } from "../core/run/run-state.ts";
import { duration, type Palette, plain } from "./terminal.ts";

export type Listener = (event: RunEvent, state: RunState) => void;

/** Where progress goes: stderr, as far as it is needed here. */
export interface Screen {
  readonly columns: number;
  write(text: string): void;
}

/** One line for each thing that people want to know of, for logs and pipes. */
export function plainProgress(screen: Screen): Listener {
  return (event, state) => {
    const line = sentenceOf(event, state);
    if (line !== undefined) screen.write(`${plain(line)}\n`);
  };
}

/** The run as a tree that is drawn over itself. */
export function liveProgress(screen: Screen, paint: Palette, now: () => number): Listener {
  let drawn = 0;
  return (event, state) => {
    const rows = event.type === "ended" ? [] : treeRows(state, paint, screen.columns, now());
    const back = drawn > 0 ? `\u001b[${drawn}A\u001b[0J` : "";
    if (back !== "" || rows.length > 0) screen.write(back + rows.map((row) => `${row}\n`).join(""));
    drawn = rows.length;
  };
}

function sentenceOf(event: RunEvent, state: RunState): string | undefined {
  const worker = state.workers.get(event.actor);
  const label = worker === undefined ? "" : `${worker.assignment.agent} ${worker.assignment.target}: `;
  switch (event.type) {
    case "baseline": {
      const { runner, passed, failed, problems } = event;
      return [`${runner}: ${passed} passed, ${failed} failed`, ...problems].join("; ");
    }
    case "planned":
      return (
        event.plan.assignments.map(({ agent, target, context }) => `${agent} ${target}: ${context.why}`).join("\n") ||
        undefined
      );
    case "grown":
      return event.why;
    case "step":
      return `${label}${event.text}`;
    case "reported":
      return `${label}${event.report.status}. ${event.report.summary}`;
    case "conflicted":
      return event.sentence;
    case "started":
    case "assigned":
    case "asked":
    case "answered":
    case "tool":
    case "proposed":
    case "evidence":
    case "union":
    case "decided":
    case "applied":
    case "ended":
      return undefined;
  }
}

function treeRows(state: RunState, paint: Palette, columns: number, now: number): readonly string[] {
  const head = state.baselines.map(({ runner, passed, failed }) =>
    paint.dim(`${runner}: ${passed} passed, ${failed} failed`),
  );
  const waiting = head.length === 0 ? [paint.dim("Running the tests as they are…")] : [];
  return [...waiting, ...head, ...[...state.workers.values()].map((worker) => rowOf(worker, paint, columns, now))];
}

function rowOf(worker: WorkerState, paint: Palette, columns: number, now: number): string {
  const { agent, target } = worker.assignment;
  const text = worker.report?.summary ?? worker.step;
  const elapsed = worker.startedAt === undefined ? "" : duration(((worker.endedAt ?? now) - worker.startedAt) / 1000);
  const room = Math.max(10, columns - agent.length - target.length - elapsed.length - 9);
  const shown = plain(text).replaceAll("\n", " ");
  const cut = shown.length > room ? `${shown.slice(0, room - 1)}…` : shown;
  return `${markOf(worker, paint)} ${paint.bold(agent)} ${plain(target)}  ${cut} ${paint.dim(elapsed)}`;
}

function markOf(worker: WorkerState, paint: Palette): string {
  if (worker.report === undefined) return worker.status === "queued" ? paint.dim("○") : paint.yellow("●");
  return worker.report.status === "proved" ? paint.green("✓") : paint.red("✗");
}
