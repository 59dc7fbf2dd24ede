import type { WorkerReview } from "../../core/review/review-worker.ts";
import type { CardView, RunView } from "../../protocol/views.ts";
import type { Proposals } from "../review/proposals.ts";
import { cardViews, runView } from "../run-view.ts";
import type { OpenRun } from "../runs/open-run.ts";

export interface ShownRun {
  readonly head: RunView;
  readonly cards: readonly CardView[];
}

/** A run as the panel shows it. */
export function shownRun(open: OpenRun, proposals: Proposals): ShownRun {
  const reviews = new Map<string, WorkerReview>(proposals.of(open).map(({ worker, review }) => [worker, review]));
  const { agents } = open.place;
  const context = { agents, reviews, checking: open.checking, live: open.live };
  return { head: runView(open.state, context), cards: cardViews(open.state, context) };
}
