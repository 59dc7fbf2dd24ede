import type { ChangeSet, FileChange } from "../changes/change-set.ts";
import { merge } from "../changes/merge.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { Changes, Path } from "../ports/files.ts";
import type { RunLog } from "../run/run-log.ts";
import { proposalOf, type WorkerState } from "../run/run-state.ts";

export interface ReanchorHost {
  readonly blobs: BlobStore;
  /** The user's text now; null where there is no file. */
  current(path: Path): Promise<string | null>;
}

/** A proposal on its new ground: what was proved of it was proved for other texts, so it is to be verified again. */
export interface Reanchored {
  readonly assignment: string;
  readonly changes: Changes;
}

/**
 * After a proposal was rejected: what was built on it is put onto the user's own files, as a new revision. One that is decided on
 * already stays; one that cannot be taken off without guessing stays too, and the run's notes say so.
 */
export async function reanchorAbove(
  log: RunLog,
  changeSet: string,
  host: ReanchorHost,
): Promise<readonly Reanchored[]> {
  const done: Reanchored[] = [];
  for (const worker of [...log.state.workers.values()]) {
    const set = proposalOf(worker);
    if (set?.stackedOn?.some(({ id }) => id === changeSet) !== true || isDecided(worker, set)) continue;
    const files = await Promise.all(set.files.map((file) => onCurrent(file, host)));
    const merged = files.flatMap((file) => file ?? []);
    if (merged.length < files.length) {
      const { agent, target } = worker.assignment;
      const sentence = `What ${agent} proposes for ${target} builds on what was rejected, and cannot be taken off it: try it again.`;
      log.teller("run")({ type: "conflicted", changeSets: [set.id], sentence });
      continue;
    }
    const stackedOn = set.stackedOn.filter(({ id }) => id !== changeSet);
    done.push({
      assignment: worker.assignment.id,
      changes: await told(log, worker, { ...set, stackedOn }, merged, host),
    });
  }
  await log.settled();
  return done;
}

interface Moved {
  readonly path: Path;
  readonly base: string | null;
  readonly proposed: string | null;
}

async function onCurrent(
  { path, base, proposed }: FileChange,
  { blobs, current }: ReanchorHost,
): Promise<Moved | undefined> {
  const text = async (blob: string | null) => (blob === null ? null : blobs.get(blob));
  const [from, to, now] = [await text(base), await text(proposed), await current(path)];
  if (from === now) return { path, base: now, proposed: to };
  if (from === null || to === null || now === null) return undefined;
  const merged = merge(from, now, to);
  return merged.status === "merged" ? { path, base: now, proposed: merged.text } : undefined;
}

async function told(
  log: RunLog,
  worker: WorkerState,
  { id, stackedOn = [] }: ChangeSet,
  files: readonly Moved[],
  { blobs }: ReanchorHost,
): Promise<Changes> {
  const blob = (text: string | null) => (text === null ? null : blobs.put(text));
  const stored = files.map(({ path, base, proposed }) => ({ path, base: blob(base), proposed: blob(proposed) }));
  await blobs.settled();
  const revision = (worker.revisions.at(-1)?.revision ?? 0) + 1;
  const below = stackedOn.length === 0 ? {} : { stackedOn };
  log.teller("run")({
    type: "proposed",
    changeSet: { id, revision, by: "run", ...below, files: stored },
    summary: worker.report?.summary ?? "",
  });
  return new Map(files.map(({ path, proposed }) => [path, proposed ?? undefined]));
}

function isDecided({ decisions }: WorkerState, { revision }: ChangeSet): boolean {
  return decisions.some((one) => one.revision === revision);
}
