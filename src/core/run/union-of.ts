import type { BlobStore } from "../ports/blob-store.ts";
import type { Changes } from "../ports/files.ts";
import { proposalOf, type WorkerState } from "./run-state.ts";

/** The proposed texts of all; the targets of one plan's workers are different files. */
export async function unionOf(workers: readonly WorkerState[], host: { readonly blobs: BlobStore }): Promise<Changes> {
  const changes = new Map<string, string | undefined>();
  for (const worker of workers) {
    for (const { path, proposed } of proposalOf(worker)?.files ?? []) {
      changes.set(path, proposed === null ? undefined : await host.blobs.get(proposed));
    }
  }
  return changes;
}
