import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import { confidenceIn, doubtfulBelow } from "./checkpoint.ts";
import { notBegun } from "./not-begun.ts";
import { successorOf } from "./outcome.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import type { WorkerState } from "./run-state.ts";

/**
 * Where something that an assignment stands on was not proved, or needs a person who did not say that it will do: its report, which
 * says so.
 */
export function blockedByOthers(
  assignment: Assignment,
  { log, host }: { readonly log: RunLog; readonly host: Pick<RunHost, "agents"> },
  signal: AbortSignal,
): Report | undefined {
  const sentence = unproved(assignment, log) ?? (signal.aborted ? undefined : doubtful(assignment, log, host));
  return sentence === undefined ? undefined : notBegun(assignment.id, "blocked", { sentence }, log);
}

function unproved({ requires = [] }: Assignment, log: RunLog): string | undefined {
  const open = requires.map((id) => successorOf(log.state, id)).find((worker) => worker?.report?.status !== "proved");
  if (open === undefined) return undefined;
  const became = open.report?.status ?? "not done";
  return `Not begun: ${nameOf(open)}, which it builds on, is ${became}. Retry that one first.`;
}

function doubtful(assignment: Assignment, log: RunLog, host: Pick<RunHost, "agents">): string | undefined {
  const [below] = doubtfulBelow(assignment, log.state, host);
  if (below === undefined) return undefined;
  const why =
    below.trusted === false
      ? "and you did not want to go on with that. Retry this one if you do."
      : "and nobody was there to say whether to go on with that. Look at it, take it if it is right, and ask for this once more; at a terminal or in the editor you are asked.";
  return `Not begun: ${nameOf(below)}, which it builds on, is doubtful (confidence ${confidenceIn(below)}), ${why}`;
}

function nameOf({ assignment: { id, agent, target } }: WorkerState): string {
  return `${id} (${agent} ${target})`;
}
