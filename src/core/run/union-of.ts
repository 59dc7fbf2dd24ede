import type { BlobStore } from "../ports/blob-store.ts";
import type { Changes } from "../ports/files.ts";
import { proposalOf, type WorkerState } from "./run-state.ts";

/** The proposed texts of all; where several change one file, the last one's, which holds those below it. */
export async function unionOf(workers: readonly WorkerState[], host: { readonly blobs: BlobStore }): Promise<Changes> {
  const changes = new Map<string, string | undefined>();
  for (const worker of workers) {
    for (const { path, proposed } of proposalOf(worker)?.files ?? []) {
      changes.set(path, proposed === null ? undefined : await host.blobs.get(proposed));
    }
  }
  return changes;
}
