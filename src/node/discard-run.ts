import { readFile } from "node:fs/promises";
import type { Path } from "../core/ports/files.ts";
import { spentBy } from "../core/run/outcome.ts";
import type { RunState } from "../core/run/run-state.ts";
import { removeBlobs } from "./blob-store.ts";
import { journalFile } from "./journal.ts";
import { loadRun, storedRuns } from "./run-store.ts";
import type { OpenStoredRun } from "./stored-run.ts";
import { isUnderWay } from "./survey-runs.ts";

/** The files for which a run proposes something, whoever of its workers does; what is in the user's files stays there. */
export function proposedPaths({ workers }: RunState): readonly Path[] {
  const files = [...workers.values()].flatMap(({ revisions }) => revisions.flatMap((set) => set.files));
  return [...new Set(files.map(({ path }) => path))];
}

/** Takes a run's proposals away for good. What it has written to the user's files, and the texts it takes to undo that, stay. */
export async function discardRun({ log, state }: OpenStoredRun): Promise<void> {
  const sets = [...log.state.workers.values()].flatMap(({ revisions }) => revisions);
  const texts = new Set(sets.flatMap(({ files }) => files.flatMap(({ proposed }) => proposed ?? [])));
  log.teller("user")({ type: "discarded", changeSets: [...new Set(sets.map(({ id }) => id))] });
  if (log.state.status === "working") {
    const spent = spentBy(log.state, Date.now());
    log.teller("user")({ type: "ended", status: "cancelled", sentence: "It was cut off, and then discarded.", spent });
  }
  await log.settled();
  for (const { written, undone } of log.state.applied)
    for (const { before, after } of [...written, ...(undone ?? [])])
      for (const blob of [before, after]) if (blob !== null) texts.delete(blob);
  await removeBlobs(state, await unusedByOthers(state, log.run, texts));
}

/** Texts are shared by all runs. While one is under way, what it is about to name is not known, and so nothing is removed. */
async function unusedByOthers(state: string, run: string, texts: ReadonlySet<string>): Promise<readonly string[]> {
  const unused = new Set(texts);
  for (const other of await storedRuns(state)) {
    if (other === run) continue;
    const journal = await readFile(journalFile(state, other), "utf8").catch(() => "");
    for (const text of unused) if (journal.includes(text)) unused.delete(text);
    const stored = await loadRun(state, other).catch(() => undefined);
    if (stored !== undefined && isUnderWay(stored.state)) return [];
  }
  return [...unused];
}
