import type { ChangeSet } from "../changes/change-set.ts";
import { hunksOf } from "../changes/hunks.ts";
import { hashText } from "../hash.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { Path } from "../ports/files.ts";
import { proposalOf, type RunState, type Verification, type WorkerState } from "../run/run-state.ts";
import { decidedOf } from "./decisions.ts";
import { type FileReview, reviewFile, waitingIds } from "./review-file.ts";

/** Everything one worker proposes, held against the user's files as they are now. */
export interface WorkerReview {
  readonly run: string;
  readonly assignment: string;
  readonly agent: string;
  readonly changeSet: ChangeSet;
  readonly files: readonly FileReview[];
}

export interface ReviewHost {
  readonly blobs: Pick<BlobStore, "get">;
  /** The user's text now: the buffer where the file is open, else the disk; null where there is no file. */
  current(path: Path): Promise<string | null>;
}

/** Undefined when the worker proposes nothing. */
export async function reviewWorker(
  state: RunState,
  worker: WorkerState,
  host: ReviewHost,
): Promise<WorkerReview | undefined> {
  const changeSet = proposalOf(worker);
  if (changeSet === undefined) return undefined;
  const text = async (blob: string | null) => (blob === null ? null : host.blobs.get(blob));
  const files = await Promise.all(
    changeSet.files.map(async ({ path, base, proposed }) => {
      const texts = { base: await text(base), proposed: await text(proposed) };
      const hunks = hunksOf(changeSet.id, path, texts.base, texts.proposed);
      const decided = decidedOf(hunks, changeSet.revision, worker.decisions, state.applied);
      return reviewFile({ changeSet: changeSet.id, path, ...texts }, decided, await host.current(path));
    }),
  );
  return { run: state.run, assignment: worker.assignment.id, agent: worker.assignment.agent, changeSet, files };
}

export function hasWaiting({ files }: WorkerReview): boolean {
  return files.some((file) => waitingIds(file).length > 0);
}

/**
 * What was established about exactly the text that accepting all that waits would make; undefined when nothing was:
 * evidence is about bytes, and other bytes must be checked again.
 */
export function standingEvidence(worker: WorkerState, review: WorkerReview): Verification | undefined {
  return worker.verifications.findLast(({ provenance }) =>
    review.files.every(
      ({ path, document }) => provenance.proposed[path] === (document === null ? "" : hashText(document)),
    ),
  );
}
