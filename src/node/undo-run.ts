import { AppError } from "../core/app-error.ts";
import type { Path } from "../core/ports/files.ts";
import { type Reversal, reversalOf, settleReversal } from "../core/review/settle.ts";
import type { Applied } from "../core/run/run-state.ts";
import type { OpenStoredRun } from "./stored-run.ts";
import { userFolders } from "./user-folders.ts";

/** What taking back all that a run has written would do, newest first; only what it wrote, on top of the texts as they are now. */
export interface Undo {
  readonly steps: readonly { readonly applied: Applied; readonly reversal: Reversal }[];
  /** The files that change. */
  readonly paths: readonly Path[];
}

/** Throws `conflict` when later edits stand on the same lines: then nothing is to be taken back. */
export async function planUndo({ log, blobs, current, whyUnreadable }: OpenStoredRun): Promise<Undo> {
  const texts = new Map<Path, string | null>();
  const now = async (path: Path) => (texts.has(path) ? (texts.get(path) ?? null) : current(path));
  const steps: Undo["steps"][number][] = [];
  const standing = log.state.applied.filter(({ undone }) => undone === undefined).toReversed();
  for (const applied of standing) {
    const reversal = await reversalOf(applied, { blobs, current: now });
    const [conflict] = reversal.conflicts;
    if (conflict !== undefined) {
      const why = (await whyUnreadable(conflict)) ?? `${conflict} was edited on the same lines since, or is gone.`;
      throw new AppError("conflict", `Nothing was undone. ${why} Change it by hand.`);
    }
    for (const { path, after } of reversal.writes) texts.set(path, after);
    steps.push({ applied, reversal });
  }
  return { steps, paths: [...texts.keys()] };
}

/** Carries it out, one apply after the other; each is there as a whole or not at all, whenever this is cut off. */
export async function carryOutUndo(open: OpenStoredRun, { steps, paths }: Undo): Promise<void> {
  const { log, blobs, root } = open;
  const confirmed = new Set(paths);
  for (const { applied, reversal } of steps) {
    const write = (writes: Reversal["writes"]) => open.write(writes, confirmed);
    await settleReversal(log, applied, reversal, { blobs, folders: userFolders(root), write });
  }
}
