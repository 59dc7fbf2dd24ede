import { findingLine } from "../core/evidence/finding-line.ts";
import type { RunEvent } from "../core/run/events.ts";
import type { RunState, WorkerState } from "../core/run/run-state.ts";
import { columnsOf, cutToColumns, duration, type Palette, plain } from "./terminal.ts";

export type Listener = (event: RunEvent, state: RunState) => void;

/** Where progress goes: stderr, as far as it is needed here. */
export interface Screen {
  /** As it is now; people resize their windows. */
  size(): { readonly columns: number; readonly rows: number };
  write(text: string): void;
}

/** One line for each thing that people want to know of, for logs and pipes. */
export function plainProgress(screen: Screen): Listener {
  return (event, state) => {
    const line = sentenceOf(event, state);
    if (line !== undefined) screen.write(`${plain(line)}\n`);
  };
}

/**
 * The run as a tree that is drawn over itself; it never takes up more of the screen than there is. `above` are lines over it, as
 * they come.
 */
export function liveProgress(
  screen: Screen,
  paint: Palette,
  now: () => number,
  above: readonly string[] = [],
): Listener {
  let drawn = 0;
  let asks = false;
  return (event, state) => {
    // A question and its answer are written below the tree, and not drawn over.
    const asked = asks;
    asks = [...state.open.values()].some(({ kind }) => kind === "user");
    if (asked && asks) return;
    const { columns, rows: height } = screen.size();
    const all = event.type === "ended" ? [] : treeRows(state, now(), above);
    const rows = fitting(all, Math.max(2, height - 1)).map((row) => painted(row, paint, columns - 1));
    const back = drawn > 0 ? `\u001b[${drawn}A\u001b[0J` : "";
    if (back !== "" || rows.length > 0) screen.write(back + rows.map((row) => `${row}\n`).join(""));
    drawn = asks ? 0 : rows.length;
  };
}

function sentenceOf(event: RunEvent, state: RunState): string | undefined {
  const worker = state.workers.get(event.actor);
  const leads = event.actor === "run" || event.actor === "user" ? "" : `${event.actor}: `;
  const label = worker === undefined ? leads : `${worker.assignment.agent} ${worker.assignment.target}: `;
  switch (event.type) {
    case "baseline": {
      return [baselineSentence(event), ...event.problems].join("; ");
    }
    case "planned":
      return (
        event.plan.assignments.map(({ agent, target, context }) => `${agent} ${target}: ${context.why}`).join("\n") ||
        undefined
      );
    case "grown":
      return event.why;
    case "cached":
      return event.isProved ? undefined : `${label}That does not hold any more`;
    case "escalated":
      return `${label}${event.to} begins afresh: ${event.why}`;
    case "step":
      return `${label}${event.text}`;
    case "reported":
      // Whoever leads others has nothing to add to what is proved, nor to having been cancelled.
      if (worker === undefined && ["proved", "cancelled"].includes(event.report.status)) return undefined;
      return `${label}${event.report.status}. ${event.report.summary}`;
    case "conflicted":
      return event.sentence;
    case "criticised": {
      const [first, ...more] = event.findings;
      if (first === undefined) return undefined;
      return `${label}a critic finds: ${findingLine(first)}${more.length === 0 ? "" : ` (and ${more.length} more)`}`;
    }
    case "continued":
      return "Going on where the run was cut off";
    case "routed":
      return `${event.route}: ${event.why}`;
    case "started":
    case "assigned":
    case "asked":
    case "answered":
    case "tool":
    case "proposed":
    case "evidence":
    case "union":
    case "noted":
    case "paused":
    case "resumed":
    case "steered":
    case "retried":
    case "trusted":
    case "decided":
    case "dismissed":
    case "applying":
    case "discarded":
    case "applied":
    case "undone":
    case "redone":
    case "ended":
      return undefined;
  }
}

/** One line of the tree: pieces of text and how each is shown. */
interface Row {
  readonly pieces: readonly (readonly [text: string, style: keyof Palette | "plain"])[];
  /** Rows that may be left out first have the highest. */
  readonly rank: number;
}

function treeRows(state: RunState, now: number, above: readonly string[]): readonly Row[] {
  const head = state.baselines.map(baselineSentence);
  const first = head.length === 0 ? ["Running the tests as they are…"] : head;
  return [
    ...first.map((text, index): Row => ({ pieces: [[text, "dim"]], rank: index === 0 ? 0 : 4 })),
    ...above.map((text): Row => ({ pieces: [[text, "dim"]], rank: 0 })),
    ...[...state.workers.values()].map((worker) => rowOf(worker, now)),
  ];
}

function baselineSentence({ runner, of, passed, failed }: RunState["baselines"][number]): string {
  return `${runner}${of === undefined ? "" : `, tests nearest to ${of}`}: ${passed} passed, ${failed} failed`;
}

/** What is under way stays, then what has ended, then what waits; in their order. */
function fitting(rows: readonly Row[], height: number): readonly Row[] {
  if (rows.length <= height) return rows;
  const kept = new Set(rows.toSorted((one, other) => one.rank - other.rank).slice(0, height - 1));
  const more: Row = { pieces: [[`… and ${rows.length - kept.size} more`, "dim"]], rank: 0 };
  return [...rows.filter((row) => kept.has(row)), more];
}

function rowOf(worker: WorkerState, now: number): Row {
  const { agent, target } = worker.assignment;
  const text = worker.report?.summary ?? worker.step;
  const elapsed = worker.startedAt === undefined ? "" : duration(((worker.endedAt ?? now) - worker.startedAt) / 1000);
  return {
    pieces: [
      markOf(worker),
      [` ${agent}`, "bold"],
      [` ${target}`, "plain"],
      [elapsed === "" ? "" : `  ${elapsed}`, "dim"],
      [`  ${text}`, "plain"],
    ],
    rank: worker.report !== undefined ? 2 : worker.status === "queued" ? 3 : 1,
  };
}

/** Cut to the columns, because a line that wraps would not be drawn over in full. */
function painted({ pieces }: Row, paint: Palette, columns: number): string {
  let left = columns;
  return pieces
    .map(([text, style]) => {
      const shown = cutToColumns(plain(text).replace(/\s/g, " "), left);
      left -= columnsOf(shown);
      return style === "plain" || shown === "" ? shown : paint[style](shown);
    })
    .join("");
}

function markOf(worker: WorkerState): Row["pieces"][number] {
  if (worker.report === undefined) return worker.status === "queued" ? ["○", "dim"] : ["●", "yellow"];
  return worker.report.status === "proved" ? ["✓", "green"] : ["✗", "red"];
}
