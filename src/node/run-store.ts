import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError, asAppError } from "../core/app-error.ts";
import { conversationAfter, runsUpTo } from "../core/run/conversation.ts";
import { type RunEvent, runEventSchema } from "../core/run/events.ts";
import { reduce } from "../core/run/reduce.ts";
import type { Conversation } from "../core/run/request.ts";
import { RunLog } from "../core/run/run-log.ts";
import { emptyRunState, type RunState } from "../core/run/run-state.ts";
import { JournalFile, journalFile, readJournal } from "./journal.ts";

/** What a run's journal says. */
export interface StoredRun {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  /** The workspace the run was about. */
  readonly root: string;
  /** What of the journal cannot be understood, as a sentence: damaged, or written by a newer Tessera. The state is what comes before. */
  readonly problem: string | undefined;
  /** Bytes of the journal, for whoever goes on with it. */
  readonly end: number;
}

/** Ids of the runs kept in a state folder, newest first; ids sort by time. */
export async function storedRuns(state: string): Promise<readonly string[]> {
  const names = await readdir(join(state, "runs")).catch(() => []);
  return names.sort().reverse();
}

/** Throws `not-found` for a run that is not there or whose journal tells nothing. */
export async function loadRun(state: string, run: string): Promise<StoredRun> {
  const { entries, damagedLine, end } = await readJournal(journalFile(state, run));
  const events: RunEvent[] = [];
  let problem = damagedLine === undefined ? undefined : `Line ${damagedLine} of its journal is damaged.`;
  for (const [index, entry] of entries.entries()) {
    const event = runEventSchema.safeParse(entry);
    if (event.success && event.data.run === run && event.data.seq === index + 1) {
      events.push(event.data);
      continue;
    }
    problem = event.success
      ? `Line ${index + 1} of its journal is not what follows on the line before.`
      : `Line ${index + 1} of its journal is not understood: it was written by another version of Tessera.`;
    break;
  }
  const [first] = events;
  if (first?.type !== "started")
    throw new AppError("not-found", `The journal of the run ${run} does not say how it began.`);
  return { state: events.reduce(reduce, emptyRunState(run)), events, root: first.root, problem, end };
}

/** Where a request stands that is made after this run; the runs before it are read from the state folder. */
export function conversationAfterRun(last: RunState, state: string): Promise<Conversation> {
  return conversationAfter(last, (run) => stateOf(run, state));
}

/** The run and those before it in its conversation, oldest first; none where it is not there any more. */
export async function conversationUpTo(run: string, state: string): Promise<readonly RunState[]> {
  const last = await stateOf(run, state);
  return last === undefined ? [] : runsUpTo(last, (before) => stateOf(before, state));
}

async function stateOf(run: string, state: string): Promise<RunState | undefined> {
  try {
    return (await loadRun(state, run)).state;
  } catch (error) {
    if (asAppError(error) === undefined) throw error;
    return undefined;
  }
}

/** A run that has ended, opened to go on with decisions about it. Whoever opens it closes it. */
export function reopenRun(
  folder: string,
  state: RunState,
  options: {
    readonly now: () => number;
    readonly listeners: ConstructorParameters<typeof RunLog>[0]["listeners"];
    /** `StoredRun.end`: nothing is added to a journal that others have added to since. */
    readonly end?: number;
  },
): { readonly log: RunLog; close(): Promise<void> } {
  const { end, ...rest } = options;
  const journal = new JournalFile(journalFile(folder, state.run), { after: end });
  return { log: new RunLog({ run: state.run, journal, state, ...rest }), close: () => journal.close() };
}
