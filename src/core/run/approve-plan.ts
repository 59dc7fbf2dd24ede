import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import { askedUser } from "./ask-user.ts";
import { estimate } from "./estimate.ts";
import { notBegun } from "./not-begun.ts";
import { standing } from "./outcome.ts";
import { CANCEL, START } from "./plan-words.ts";
import type { ApprovedPlans } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import type { RunRoom } from "./run-room.ts";
import type { RunState } from "./run-state.ts";

const few = 8;

/** What an assignment waits for: where the user is to see the plan it is of, their word on it. They are asked once for all of it. */
export async function approval({ id }: Assignment, room: RunRoom, signal: AbortSignal): Promise<void> {
  const { host, log, controls, ask } = room;
  if (ask === undefined || host.approvePlans === undefined || !asksAbout(id, log.state, host.approvePlans)) return;
  await controls.askTogether("plan", (over) => askAbout(unheard(log.state), room, over), signal);
}

/** The report of an assignment that is of a plan the user did not want. */
export function declinedPlan({ id }: Assignment, log: RunLog): Report | undefined {
  if (log.state.approvals.get(id) !== false) return undefined;
  return notBegun(id, "cancelled", { code: "cancelled", sentence: "You did not start this plan." }, log);
}

function asksAbout(id: string, state: RunState, plans: ApprovedPlans): boolean {
  const open = unheard(state);
  if (open.length < 2 || !open.some((one) => one.id === id)) return false;
  return plans === "always" || state.request?.agent === "" || open.length > few;
}

/** What waits to begin for the first time and the user has said nothing of. Who takes another's place stands in a plan they know. */
function unheard(state: RunState): readonly Assignment[] {
  return standing(state)
    .filter(({ status, before }) => status === "queued" && before === undefined)
    .map(({ assignment }) => assignment)
    .filter(({ id, insteadOf }) => insteadOf === undefined && !state.approvals.has(id));
}

async function askAbout(assignments: readonly Assignment[], room: RunRoom, signal: AbortSignal): Promise<void> {
  const { host, log } = room;
  const files = new Set(assignments.map(({ target }) => target)).size;
  const plan = {
    assignments: assignments.map(({ id }) => id),
    estimate: await estimate(assignments, host, log.state.request?.limits),
  };
  const question = `Start ${assignments.length} agents on ${files === 1 ? "1 file" : `${files} files`}?`;
  await askedUser({ actor: "run", question, choices: [START, CANCEL], plan }, room, signal);
}
