import { asAppError } from "../app-error.ts";
import { merge } from "../changes/merge.ts";
import { type Finding, findingKey } from "../evidence/criticism.ts";
import { hashText } from "../hash.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { Path } from "../ports/files.ts";
import type { Written } from "../run/events.ts";
import type { RunLog } from "../run/run-log.ts";
import type { Applied } from "../run/run-state.ts";
import type { Accepted, FileWrite } from "./acceptance.ts";
import type { WorkerReview } from "./review-worker.ts";

/** The folders of the user's files: what an apply has made for its files goes again with them. */
export interface Folders {
  /** Those the paths need that do not exist, outermost first. */
  missing(paths: readonly Path[]): Promise<readonly Path[]>;
  /** Removes those that are empty; they are given outermost first. */
  removeEmpty(folders: readonly Path[]): Promise<void>;
}

export interface SettleHost {
  readonly blobs: BlobStore;
  readonly folders: Folders;
  /** Writes all or nothing to the user's files. Throws `conflict` where a file is no longer as it was read. */
  write(files: readonly FileWrite[]): Promise<void>;
}

/**
 * Writes what was accepted and tells it in the run's log: decision and intention before, and the fact that it was applied after.
 * What a crash in between has come to, `settlePending` tells. Throws what `write` throws; then nothing counts as accepted.
 */
export async function settleAcceptance(log: RunLog, accepted: Accepted, host: SettleHost): Promise<void> {
  const tell = log.teller("user");
  const decisions = accepted.decided.map(({ hunks, ...set }) =>
    tell({ type: "decided", ...set, ...(hunks === undefined ? {} : { hunks: [...hunks] }), decision: "accepted" }),
  );
  const changeSets = accepted.decided.map(({ changeSet }) => changeSet);
  const written = await kept(accepted.writes, host);
  const made = accepted.writes.filter(({ before, after }) => before === null && after !== null);
  const folders = [...(await host.folders.missing(made.map(({ path }) => path)))];
  tell({ type: "applying", changeSets, decisions, written, folders }, decisions[0]);
  await log.settled();
  try {
    if (written.length > 0) await host.write(accepted.writes);
  } catch (error) {
    tell({ type: "conflicted", changeSets, sentence: asAppError(error)?.message ?? "Nothing was applied." });
    throw error;
  }
  tell({ type: "applied", changeSets, decisions, written, folders }, decisions[0]);
  await log.settled();
}

type Current = Pick<SettleHost, "blobs"> & { current(path: Path): Promise<string | null> };

/**
 * For a journal that ends while something was being written: tells whether it is in the user's files. To be called once whatever
 * a crash has left half applied on disk is mended. What an editor has written in part (some files on disk, others not yet in their
 * editors) is taken back, so that it is there as a whole or not at all; edited since it may be.
 */
export async function settlePending(log: RunLog, host: Current & Pick<SettleHost, "write" | "folders">): Promise<void> {
  const { pending } = log.state;
  if (pending === undefined) return;
  const [changeSets, decisions] = [[...pending.changeSets], [...pending.decisions]];
  const [written, folders] = [[...pending.written], [...pending.folders]];
  const states = await Promise.all(written.map((file) => stateOf(file, host)));
  const those = (state: (typeof states)[number]) => written.filter((_, index) => states[index] === state);
  const [there, edited] = [those("there"), those("edited")];
  const tell = log.teller("user");
  if (there.length === 0) {
    const sentence =
      edited.length === 0
        ? "Nothing was applied: it was cut off before it began to write."
        : `It was cut off, and ${edited.map(({ path }) => path).join(", ")} was edited since: look at what of it is there.`;
    tell({ type: "conflicted", changeSets, sentence });
  } else if (states.includes("not there")) {
    tell({ type: "conflicted", changeSets, sentence: await takenBack({ there, edited }, folders, host) });
  } else tell({ type: "applied", changeSets, decisions, written, folders });
  await log.settled();
}

/**
 * "there": it holds what was to be written, or what the user has made of that since, so that writing it once more changes nothing.
 * "edited": that cannot be told any more.
 */
async function stateOf(
  { path, before, after }: Written,
  host: Current,
): Promise<"there" | "not there" | "edited" | "unchanged"> {
  const current = await host.current(path);
  const hash = current === null ? null : hashText(current);
  if (before === after) return "unchanged";
  if (hash === before) return "not there";
  if (hash === after) return "there";
  if (current === null || before === null || after === null) return "edited";
  const merged = merge(await host.blobs.get(before), current, await host.blobs.get(after));
  return merged.status === "merged" && merged.text === current ? "there" : "edited";
}

/** Takes back what only a part of the files have, and says so; where that cannot be done without guessing, or not now, which have it. */
async function takenBack(
  { there, edited }: { readonly there: readonly Written[]; readonly edited: readonly Written[] },
  made: readonly Path[],
  host: Current & Pick<SettleHost, "write" | "folders">,
): Promise<string> {
  const reversal = await reversalOf({ written: there, undone: undefined }, host);
  const left = [...edited.map(({ path }) => path), ...reversal.conflicts];
  try {
    if (reversal.writes.length > 0) await host.write(reversal.writes);
    await host.folders.removeEmpty(made);
  } catch (error) {
    if (asAppError(error) === undefined) throw error;
    left.push(...reversal.writes.map(({ path }) => path));
  }
  return left.length === 0
    ? "Nothing was applied: it was cut off after some of the files, and these are as they were."
    : `It was cut off after some of the files: ${left.join(", ")} cannot be taken back, so look at what of it is there.`;
}

/** A critic's finding is not shown again. */
export async function settleDismissal(log: RunLog, { changeSet }: WorkerReview, finding: Finding): Promise<void> {
  log.teller("user")({ type: "dismissed", changeSet: changeSet.id, finding: findingKey(finding) });
  await log.settled();
}

/** Rejects hunks, or takes a rejection back. */
export async function settleRejection(
  log: RunLog,
  { changeSet }: WorkerReview,
  hunks: readonly string[],
  decision: "rejected" | "reopened",
): Promise<void> {
  log.teller("user")({
    type: "decided",
    changeSet: changeSet.id,
    revision: changeSet.revision,
    hunks: [...hunks],
    decision,
  });
  await log.settled();
}

export interface Reversal {
  readonly writes: readonly FileWrite[];
  /** Files where later edits stand on the same lines, so that nothing is taken back. */
  readonly conflicts: readonly Path[];
}

/** What taking an apply back, or carrying it out again, would write: only what it wrote, on top of the texts as they are now. */
export async function reversalOf(
  { written, undone }: Pick<Applied, "written" | "undone">,
  host: Current,
): Promise<Reversal> {
  const text = async (blob: string | null) => (blob === null ? null : host.blobs.get(blob));
  const writes: FileWrite[] = [];
  const conflicts: Path[] = [];
  for (const { path, before, after } of undone ?? written) {
    const [from, to, current] = [await text(after), await text(before), await host.current(path)];
    const target = reversed(from, to, current);
    if (target === undefined) conflicts.push(path);
    else if (target !== current) writes.push({ path, before: current, after: target });
  }
  return { writes, conflicts };
}

/** `current` with the way from `from` to `to`; undefined where that cannot be told without guessing. */
function reversed(from: string | null, to: string | null, current: string | null): string | null | undefined {
  if (current === from || current === to) return to;
  if (from === null || to === null || current === null) return undefined;
  const merged = merge(from, current, to);
  return merged.status === "merged" ? merged.text : undefined;
}

/** Carries a reversal out and tells it. */
export async function settleReversal(
  log: RunLog,
  applied: Applied,
  reversal: Reversal,
  host: SettleHost,
): Promise<void> {
  const written = await kept(reversal.writes, host);
  if (written.length > 0) await host.write(reversal.writes);
  if (applied.undone === undefined) await host.folders.removeEmpty(applied.folders);
  const type = applied.undone === undefined ? "undone" : "redone";
  log.teller("user")({ type, applied: applied.seq, written });
  await log.settled();
}

/** The texts before and after, as blobs on disk. */
async function kept(files: readonly FileWrite[], { blobs }: Pick<SettleHost, "blobs">): Promise<Written[]> {
  const blob = (text: string | null) => (text === null ? null : blobs.put(text));
  const written = files.map(({ path, before, after }) => ({ path, before: blob(before), after: blob(after) }));
  await blobs.settled();
  return written;
}
