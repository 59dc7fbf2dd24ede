import { asAppError } from "../core/app-error.ts";
import type { ChangeSet } from "../core/changes/change-set.ts";
import type { BlobStore } from "../core/ports/blob-store.ts";
import type { Path } from "../core/ports/files.ts";
import { hasWaiting, reviewWorker, type WorkerReview } from "../core/review/review-worker.ts";
import { standing } from "../core/run/outcome.ts";
import type { RunState, WorkerState } from "../core/run/run-state.ts";
import { inStackOrder } from "../core/run/union-of.ts";
import { inWords, type WaitingProposal } from "../core/run/waiting-proposal.ts";
import { conversationUpTo } from "./run-store.ts";

export interface WaitingHost {
  /** The state folder. */
  readonly state: string;
  readonly blobs: Pick<BlobStore, "get">;
  /** The user's text now; null where there is none. */
  current(path: Path): Promise<string | null>;
}

/**
 * What is proved and waits of a conversation, up to this run, each over what waits before it. What cannot be merged into the user's
 * text without guessing is left out: nothing can be built on it.
 */
export async function waitingProposals(run: string, host: WaitingHost): Promise<readonly WaitingProposal[]> {
  const texts = new Map<Path, string | null>();
  const current = async (path: Path) => {
    const text = texts.get(path);
    return text === undefined ? host.current(path) : text;
  };
  const found: WaitingProposal[] = [];
  for (const state of await conversationUpTo(run, host.state)) {
    const proved = standing(state).filter(({ report }) => report?.status === "proved");
    for (const worker of inStackOrder(proved)) {
      const review = await reviewOrNothing(state, worker, { blobs: host.blobs, current });
      if (review === undefined || !hasWaiting(review) || hasConflict(review)) continue;
      for (const { path, document } of review.files) texts.set(path, document);
      const { agent, target } = worker.assignment;
      const { id, revision } = review.changeSet;
      const changes = review.files.map(({ path, document }) => [path, document ?? undefined] as const);
      found.push({ changeSet: { id, revision }, agent, target, texts: new Map(changes) });
    }
  }
  return found;
}

/** Why these proposals of a run cannot be taken yet: one builds on what an earlier run proposes and the user has not decided on. */
export async function waitsBelow(
  { run, request }: Pick<RunState, "run" | "request">,
  sets: readonly ChangeSet[],
  host: WaitingHost,
): Promise<string | undefined> {
  const follows = request?.conversation?.follows;
  const below = sets.flatMap(({ stackedOn = [] }) => stackedOn.filter(({ earlier }) => earlier !== undefined));
  if (follows === undefined || below.length === 0) return undefined;
  const waiting = await waitingProposals(follows, host);
  const first = waiting.find(({ changeSet }) => below.some(({ id }) => id === changeSet.id));
  if (first === undefined) return undefined;
  const [earlier] = first.changeSet.id.split("/");
  return `This builds on ${inWords(first)}, which still waits: tessera apply ${earlier} takes that, then tessera apply ${run} this.`;
}

/** A proposal whose texts are gone can be neither shown nor built on. */
async function reviewOrNothing(
  state: RunState,
  worker: WorkerState,
  host: Pick<WaitingHost, "blobs" | "current">,
): Promise<WorkerReview | undefined> {
  try {
    return await reviewWorker(state, worker, host);
  } catch (error) {
    if (asAppError(error) === undefined) throw error;
    return undefined;
  }
}

function hasConflict({ files }: WorkerReview): boolean {
  return files.some(({ hunks }) => hunks.some(({ status }) => status === "conflict"));
}
