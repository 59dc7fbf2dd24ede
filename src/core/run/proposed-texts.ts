import type { FileTexts } from "../changes/unified-diff.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import { proposalOf, type WorkerState } from "./run-state.ts";

/** The texts a worker proposes, as they are in the store; empty when it proposes nothing. */
export async function proposedTexts(worker: WorkerState, blobs: Pick<BlobStore, "get">): Promise<readonly FileTexts[]> {
  const text = async (hash: string | null) => (hash === null ? null : blobs.get(hash));
  const files = proposalOf(worker)?.files ?? [];
  return Promise.all(
    files.map(async ({ path, base, proposed }) => ({ path, base: await text(base), proposed: await text(proposed) })),
  );
}
