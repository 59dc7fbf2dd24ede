import { cutToTokens } from "../short-text.ts";
import { summaryTokens } from "../tools/propose.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Budget } from "../worker/budget.ts";
import type { Report } from "../worker/report.ts";
import { askedUser } from "./ask-user.ts";
import type { RunControls } from "./controls.ts";
import { estimate } from "./estimate.ts";
import { standing } from "./outcome.ts";
import { CANCEL, START } from "./plan-words.ts";
import type { PlanApproval, RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import type { RunState } from "./run-state.ts";

/** The run that the plan is of. */
interface Room {
  readonly host: RunHost;
  readonly log: RunLog;
  readonly controls: RunControls;
  readonly budget: Budget;
}

const few = 8;

/**
 * Before an assignment begins: where the user is to see the plan it is of, they are asked once for all of it. Resolves to the
 * assignment's report when they do not want it: nothing was begun, and nothing is spent.
 */
export async function declinedPlan({ id }: Assignment, room: Room, signal: AbortSignal): Promise<Report | undefined> {
  const { host, log, controls } = room;
  const { approval } = host;
  if (approval !== undefined && asksAbout(id, log.state, approval))
    await controls.askTogether((over) => askAbout(unheard(log.state), room, approval, over), signal);
  if (log.state.approvals.get(id) !== false) return undefined;
  const report = declined(id);
  log.teller(id)({ type: "reported", report });
  return report;
}

function asksAbout(id: string, state: RunState, { plans }: PlanApproval): boolean {
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

async function askAbout(
  assignments: readonly Assignment[],
  { host, log, budget }: Room,
  { ask }: PlanApproval,
  signal: AbortSignal,
): Promise<void> {
  const files = new Set(assignments.map(({ target }) => target)).size;
  const plan = {
    assignments: assignments.map(({ id }) => id),
    estimate: await estimate(assignments, host, log.state.request?.limits),
  };
  const question = `Start ${assignments.length} agents on ${files === 1 ? "1 file" : `${files} files`}?`;
  // While the user thinks it over, no time of the run's is used.
  budget.stand();
  try {
    await askedUser({ actor: "run", question, choices: [START, CANCEL], plan }, log, ask, signal);
  } finally {
    budget.goOn();
  }
}

function declined(assignment: string): Report {
  const sentence = "You did not start this plan.";
  return {
    assignment,
    status: "cancelled",
    summary: cutToTokens(sentence, summaryTokens),
    confidence: { value: 0, reasons: [sentence] },
    evidence: [],
    openQuestions: [],
    spent: { calls: 0, input: 0, output: 0, cacheRead: 0, usd: 0, seconds: 0 },
    problem: { code: "cancelled", sentence },
  };
}
