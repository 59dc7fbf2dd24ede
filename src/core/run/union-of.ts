import type { BlobStore } from "../ports/blob-store.ts";
import type { Changes } from "../ports/files.ts";
import { proposalOf, type WorkerState } from "./run-state.ts";

/** The proposed texts of all; where several change one file, the last one's, which holds those below it. */
export async function unionOf(workers: readonly WorkerState[], host: { readonly blobs: BlobStore }): Promise<Changes> {
  const changes = new Map<string, string | undefined>();
  for (const worker of inStackOrder(workers)) {
    for (const { path, proposed } of proposalOf(worker)?.files ?? []) {
      changes.set(path, proposed === null ? undefined : await host.blobs.get(proposed));
    }
  }
  return changes;
}

/** Each after those it was built on, else in the order given. */
export function inStackOrder(workers: readonly WorkerState[]): readonly WorkerState[] {
  const ids = new Set(workers.flatMap((worker) => proposalOf(worker)?.id ?? []));
  const placed = new Set<string>();
  const ordered: WorkerState[] = [];
  let left = workers;
  while (left.length > 0) {
    const ready = left.filter((worker) =>
      (proposalOf(worker)?.stackedOn ?? []).every(({ id }) => placed.has(id) || !ids.has(id)),
    );
    // What stands on itself in a circle cannot come of a run; its order is as good as any.
    const next = ready.length === 0 ? left : ready;
    for (const worker of next) placed.add(proposalOf(worker)?.id ?? "");
    ordered.push(...next);
    left = left.filter((worker) => !next.includes(worker));
  }
  return ordered;
}
