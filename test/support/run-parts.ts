import type { RunEvent } from "../../src/core/run/events.ts";
import { reduce } from "../../src/core/run/reduce.ts";
import { emptyRunState, type RunState } from "../../src/core/run/run-state.ts";
import type { Assignment } from "../../src/core/worker/assignment.ts";
import type { Report } from "../../src/core/worker/report.ts";

/** An assignment for one file, whatever its context. */
export function assignment(id: string, parts: Partial<Assignment> = {}): Assignment {
  return {
    id,
    agent: "fix",
    target: `src/${id}.js`,
    instruction: "Make the failing test pass.",
    dependsOn: [],
    context: { why: "The failure comes through line 3 of it.", base: {}, alternatives: [] },
    ...parts,
  };
}

export function report(id: string, status: Report["status"], parts: Partial<Report> = {}): Report {
  return {
    assignment: id,
    status,
    summary: `What became of ${id}.`,
    confidence: { value: 0.9, reasons: ["Its tests pass."] },
    evidence: [],
    openQuestions: [],
    spent: { calls: 1, input: 100, output: 20, cacheRead: 0, usd: 0.001, seconds: 2 },
    ...parts,
  };
}

/** A fact and who tells it. */
export type Told = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, "v" | "seq" | "at" | "run">
    : never
  : never;

/** The events a run consists of, in their envelopes: a second passes between one and the next. */
export function events(...told: readonly Told[]): readonly RunEvent[] {
  return told.map((fact, index) => ({ v: 1, seq: index + 1, at: (index + 1) * 1000, run: "r1", ...fact }));
}

export function stateAfter(...told: readonly Told[]): RunState {
  return events(...told).reduce(reduce, emptyRunState("r1"));
}

/** The first events of a run with this plan. */
export function planned(assignments: readonly Assignment[], unplanned: readonly string[] = []): Told {
  const plan = { route: "direct" as const, assignments: [...assignments], notes: [], unplanned: [...unplanned] };
  return { type: "planned", actor: "run", plan };
}

export function reported(one: Report): Told {
  return { type: "reported", actor: one.assignment, report: one };
}
