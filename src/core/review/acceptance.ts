import { reasonsToConfirm } from "../changes/protected-paths.ts";
import type { Path } from "../ports/files.ts";
import { type FileReview, type ReviewedHunk, reviewFile, waitingIds } from "./review-file.ts";
import type { WorkerReview } from "./review-worker.ts";

/** Hunks of one worker's proposal that the user wants. */
export interface Choice {
  readonly review: WorkerReview;
  /** Ids; what of them does not wait is passed over. */
  readonly hunks: ReadonlySet<string>;
}

/** One file as it is and as it is to be. */
export interface FileWrite {
  readonly path: Path;
  readonly before: string | null;
  readonly after: string | null;
}

/** What is accepted, and what that writes to the user's files. */
export interface Accepted {
  readonly writes: readonly FileWrite[];
  /** Without `hunks`, all of the revision. */
  readonly decided: readonly {
    readonly changeSet: string;
    readonly revision: number;
    readonly hunks?: readonly string[];
  }[];
}

/** What accepting would do, worked out in memory. */
export interface Acceptance extends Accepted {
  /** Hunks that cannot be merged: they are left out, and are to be looked at side by side. */
  readonly conflicts: readonly { readonly review: WorkerReview; readonly file: FileReview; readonly hunk: string }[];
  /** Paths that need a confirmation of their own, with the reasons. */
  readonly confirm: ReadonlyMap<Path, readonly string[]>;
}

/** Merges what was chosen, one worker after the other, into the texts as they are now. Pure. */
export function acceptanceOf(choices: readonly Choice[]): Acceptance {
  const writes = new Map<Path, FileWrite>();
  const decided: Acceptance["decided"][number][] = [];
  const conflicts: Acceptance["conflicts"][number][] = [];
  for (const { review, hunks } of choices) {
    const merged: string[] = [];
    for (const file of review.files) {
      const chosen = file.hunks.filter(({ hunk, status }) => hunks.has(hunk.id) && isOpen(status));
      if (chosen.length === 0) continue;
      const now = writes.get(file.path)?.after ?? file.current;
      const only = reviewOnly(review.changeSet.id, file, new Set(chosen.map(({ hunk }) => hunk.id)), now);
      const done = new Set(
        only.hunks.filter(({ status }) => status === "waiting" || status === "settled").map(({ hunk }) => hunk.id),
      );
      for (const { hunk } of chosen) {
        if (done.has(hunk.id)) merged.push(hunk.id);
        else conflicts.push({ review, file, hunk: hunk.id });
      }
      if (only.document !== now) writes.set(file.path, { path: file.path, before: file.current, after: only.document });
    }
    const { id, revision } = review.changeSet;
    if (merged.length > 0) decided.push({ changeSet: id, revision, hunks: merged });
  }
  const confirm = new Map<Path, readonly string[]>();
  for (const { path, before, after } of writes.values()) {
    const reasons = reasonsToConfirm({ path, base: before, proposed: after });
    if (reasons.length > 0) confirm.set(path, reasons);
  }
  return { writes: [...writes.values()], decided, conflicts, confirm };
}

function isOpen(status: ReviewedHunk["status"]): boolean {
  return status === "waiting" || status === "settled" || status === "conflict";
}

/** The file with only some of its open hunks waiting; what was accepted before stays so. */
function reviewOnly(changeSet: string, file: FileReview, ids: ReadonlySet<string>, current: string | null): FileReview {
  const accepted = new Set(file.hunks.filter(({ status }) => status === "accepted").map(({ hunk }) => hunk.id));
  const rejected = new Set(file.hunks.map(({ hunk }) => hunk.id).filter((id) => !accepted.has(id) && !ids.has(id)));
  const { path, base, proposed } = file;
  return reviewFile({ changeSet, path, base, proposed }, { accepted, rejected }, current);
}

/**
 * Waiting hunks of other proposals on lines that these hunks change: taking both means merging them, taking one settles the other.
 * What was made over one of these is none of them: it holds these lines already.
 */
export function overlapping(choices: readonly Choice[], others: readonly WorkerReview[]): readonly Choice[] {
  const found: Choice[] = [];
  for (const other of others) {
    const holds = [other.changeSet.id, ...(other.changeSet.stackedOn ?? []).map(({ id }) => id)];
    if (choices.some(({ review }) => holds.includes(review.changeSet.id))) continue;
    const touched = new Set<string>();
    for (const file of other.files) {
      const mine = choices.flatMap(({ review, hunks }) =>
        review.files
          .filter(({ path }) => path === file.path)
          .flatMap((own) => own.hunks.filter(({ hunk, status }) => status === "waiting" && hunks.has(hunk.id))),
      );
      for (const { hunk, status, current } of file.hunks) {
        if (status === "waiting" && mine.some((one) => touches(one.current, current))) touched.add(hunk.id);
      }
    }
    if (touched.size > 0) found.push({ review: other, hunks: touched });
  }
  return found;
}

function touches(one: ReviewedHunk["current"], other: ReviewedHunk["current"]): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** Everything of a worker's proposal that waits. */
export function allWaiting(review: WorkerReview): Choice {
  return { review, hunks: new Set(review.files.flatMap(waitingIds)) };
}
