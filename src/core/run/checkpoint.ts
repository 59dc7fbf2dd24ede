import { asAppError } from "../app-error.ts";
import type { Assignment } from "../worker/assignment.ts";
import { isTakeable } from "../worker/needs-person.ts";
import { askedUser } from "./ask-user.ts";
import { successorOf } from "./outcome.ts";
import type { RunHost } from "./run-host.ts";
import type { RunRoom } from "./run-room.ts";
import type { RunState, WorkerState } from "./run-state.ts";
import { groundsOf } from "./stack.ts";

const goOn = "Go on";
const skip = "Skip what builds on it";
const named = 3;

/**
 * What an assignment waits for, once all it depends on has ended: where it builds on what is proved with too little confidence, the
 * user's word. They are asked once for each such proposal, and it stands in the journal. Without an answer nothing is built on it.
 */
export async function checkpoint(assignment: Assignment, room: RunRoom, signal: AbortSignal): Promise<void> {
  const { log, host, controls, ask } = room;
  // Who is to work again is asked about again: the user may have thought better of it.
  const again = log.state.workers.get(assignment.id)?.before !== undefined;
  for (const below of doubtfulBelow(assignment, log.state, host)) {
    const trusted = log.state.workers.get(below.assignment.id)?.trusted;
    if (ask === undefined || trusted === true || (trusted === false && !again)) continue;
    await controls.askTogether(below.assignment.id, (over) => askAbout(below, room, over), signal);
  }
}

/** Those it builds on whose proposals are proved and yet need a person, and of which the user has not said that they will do. */
export function doubtfulBelow(
  assignment: Assignment,
  state: RunState,
  host: Pick<RunHost, "agents">,
): readonly WorkerState[] {
  const required = (assignment.requires ?? []).flatMap((id) => successorOf(state, id) ?? []);
  const below = new Set([...required, ...groundsOf(assignment, state, host)]);
  return [...below].filter(
    ({ report, trusted }) => report?.status === "proved" && !isTakeable(report) && trusted !== true,
  );
}

async function askAbout(below: WorkerState, room: RunRoom, signal: AbortSignal): Promise<void> {
  const { log, host } = room;
  const { id, agent, target } = below.assignment;
  const waiting = [...log.state.workers.values()]
    .filter(
      ({ status, assignment }) => status === "queued" && doubtfulBelow(assignment, log.state, host).includes(below),
    )
    .map(({ assignment }) => `${assignment.agent} ${assignment.target}`);
  const names = waiting.slice(0, named).join(", ");
  const more = waiting.length > named ? ` and ${waiting.length - named} more` : "";
  const [objection] = below.report?.openQuestions ?? [];
  const question = [
    `${agent} ${target} is proved, but with little confidence (${confidenceIn(below)}).`,
    ...(objection === undefined ? [] : [`A critic finds: ${objection}`]),
    `Go on with what builds on it (${names}${more})?`,
  ].join(" ");
  try {
    const answer = await askedUser({ actor: id, question, choices: [goOn, skip] }, room, signal);
    // Who has begun again meanwhile proposes something else.
    if (log.state.workers.get(id)?.report !== below.report) return;
    log.teller("user")({ type: "trusted", assignment: id, isTrusted: isYes(answer) });
  } catch (error) {
    // Where no answer came, those that wait say so.
    if (asAppError(error, "usage", "cancelled") === undefined) throw error;
  }
}

export function confidenceIn({ report }: WorkerState): string {
  return (report?.confidence.value ?? 0).toFixed(2);
}

/** Whatever else is answered in one's own words is no leave to build on it. */
function isYes(answer: string): boolean {
  return answer === goOn || /^(?:go on|go ahead|yes|y|ok|okay|sure)[.!]?$/i.test(answer.trim());
}
