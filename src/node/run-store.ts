import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../core/app-error.ts";
import { type RunEvent, runEventSchema } from "../core/run/events.ts";
import { RunLog } from "../core/run/run-log.ts";
import { emptyRunState, type RunState, reduce } from "../core/run/run-state.ts";
import { JournalFile, journalFile, readJournal } from "./journal.ts";

/** What a run's journal says. */
export interface StoredRun {
  readonly state: RunState;
  /** The workspace the run was about. */
  readonly root: string;
  /** What of the journal cannot be understood, as a sentence: damaged, or written by a newer Tessera. The state is what comes before. */
  readonly problem: string | undefined;
}

/** Ids of the runs kept in a state folder, newest first; ids sort by time. */
export async function storedRuns(state: string): Promise<readonly string[]> {
  const names = await readdir(join(state, "runs")).catch(() => []);
  return names.sort().reverse();
}

/** Throws `not-found` for a run that is not there or whose journal tells nothing. */
export async function loadRun(state: string, run: string): Promise<StoredRun> {
  const { entries, damagedLine } = await readJournal(journalFile(state, run));
  let folded = emptyRunState(run);
  let root: string | undefined;
  for (const [index, entry] of entries.entries()) {
    const event = runEventSchema.safeParse(entry);
    if (!event.success || event.data.run !== run) {
      const problem = `Line ${index + 1} of its journal is not understood: it was written by another version of Tessera.`;
      return found(run, { state: folded, root, problem });
    }
    root ??= rootOf(event.data);
    folded = reduce(folded, event.data);
  }
  const problem = damagedLine === undefined ? undefined : `Line ${damagedLine} of its journal is damaged.`;
  return found(run, { state: folded, root, problem });
}

function rootOf(event: RunEvent): string | undefined {
  return event.type === "started" ? event.root : undefined;
}

function found(run: string, stored: Omit<StoredRun, "root"> & { readonly root: string | undefined }): StoredRun {
  const { root } = stored;
  if (root === undefined) throw new AppError("not-found", `The journal of the run ${run} does not say how it began.`);
  return { ...stored, root };
}

/** A run that has ended, opened to go on with decisions about it. Whoever opens it closes it. */
export function reopenRun(
  folder: string,
  state: RunState,
  options: { readonly now: () => number; readonly listeners: ConstructorParameters<typeof RunLog>[0]["listeners"] },
): { readonly log: RunLog; close(): Promise<void> } {
  const journal = new JournalFile(journalFile(folder, state.run));
  return { log: new RunLog({ run: state.run, journal, state, ...options }), close: () => journal.close() };
}
