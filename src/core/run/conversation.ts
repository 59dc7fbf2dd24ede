import type { Path } from "../ports/files.ts";
import { cutToTokens, tokensOfSentence } from "../short-text.ts";
import { standing } from "./outcome.ts";
import { reportRows, verdictOf } from "./report-rows.ts";
import { type Conversation, requestText } from "./request.ts";
import type { RunState } from "./run-state.ts";

/** Runs that are looked at: what came before them is too old to be meant. */
const mostRuns = 20;
/** Tokens: of all that a later request sees, of a request's own words in it, and of the rows of one run. */
const most = { all: 400, request: 20, run: { rows: 180, paths: 90 } };

/**
 * Where a request stands that is made after the run `last`: the journals tell, each of the run before it. `load` gives undefined
 * for a run that is not there any more; the conversation then begins after it.
 */
export async function conversationAfter(
  last: RunState,
  load: (run: string) => Promise<RunState | undefined>,
): Promise<Conversation> {
  const runs = await runsUpTo(last, load);
  return {
    id: last.request?.conversation?.id ?? last.run,
    follows: last.run,
    earlier: earlierReports(runs),
    files: runs.map(filesOf).findLast((files) => files.length > 0) ?? [],
  };
}

/** The run and those before it in its conversation, oldest first. */
export async function runsUpTo(
  last: RunState,
  load: (run: string) => Promise<RunState | undefined>,
): Promise<readonly RunState[]> {
  const runs = [last];
  for (let [first] = runs; first !== undefined && runs.length < mostRuns; [first] = runs) {
    const follows = first.request?.conversation?.follows;
    const before = follows === undefined ? undefined : await load(follows);
    if (before === undefined) break;
    runs.unshift(before);
  }
  return runs;
}

/** Each request in its words with its rows, oldest first. Bounded: of what is older than fits there is only how many and how they ended. */
export function earlierReports(runs: readonly RunState[]): string {
  const blocks = runs.map(blockOf);
  let left = most.all - tokensOfSentence(counted(runs));
  const fitting = blocks.findLastIndex((block) => {
    left -= tokensOfSentence(block);
    return left < 0;
  });
  const older = runs.slice(0, fitting + 1);
  return [...(older.length === 0 ? [] : [counted(older)]), ...blocks.slice(fitting + 1)].join("\n");
}

function blockOf(state: RunState): string {
  const words = state.request === undefined ? "" : cutToTokens(requestText(state.request), most.request);
  const inForce = state.applied.filter(({ undone }) => undone === undefined).flatMap(({ changeSets }) => changeSets);
  const rows = reportRows(state, most.run, (worker) =>
    inForce.includes(worker.report?.changeSet?.id ?? "") ? `${verdictOf(worker)},accepted` : verdictOf(worker),
  );
  return [`"${words}": ${state.status}`, rows].filter((line) => line !== "").join("\n");
}

/** "3 earlier requests: 2 proved, 1 failed" */
function counted(runs: readonly RunState[]): string {
  const byStatus = [...Map.groupBy(runs, ({ status }) => status)].map(([status, of]) => `${of.length} ${status}`);
  return `${runs.length} earlier ${runs.length === 1 ? "request" : "requests"}: ${byStatus.join(", ")}`;
}

function filesOf(state: RunState): string[] {
  return [...new Set<Path>(standing(state).map(({ assignment }) => assignment.target))];
}
