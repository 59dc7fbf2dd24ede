import type { ChangeSet } from "../changes/change-set.ts";
import type { Changes } from "../ports/files.ts";
import { proposalOf, type WorkerState } from "./run-state.ts";

/** What an earlier run of the conversation proved and the user has not decided on yet. */
export interface WaitingProposal {
  readonly changeSet: Pick<ChangeSet, "id" | "revision">;
  readonly agent: string;
  readonly target: string;
  /** The files it changes, as they would be with it and with what waits before it, on the user's own text. */
  readonly texts: Changes;
}

/** Which proposals of earlier runs a worker's own was made over, as a sentence; empty where there are none. */
export function buildsOnEarlier(worker: WorkerState): string {
  const below = (proposalOf(worker)?.stackedOn ?? []).flatMap(({ earlier }) => earlier ?? []);
  return below.length === 0 ? "" : `Builds on ${below.map(inWords).join(" and ")}.`;
}

/** Whose it is, for people. */
export function inWords({ agent, target }: Pick<WaitingProposal, "agent" | "target">): string {
  return `what ${agent} proposes for ${target} in an earlier request`;
}
