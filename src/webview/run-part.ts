import type { CardView, RunView } from "../protocol/views.ts";

/** A run as the panel shows it. */
export interface RunPart {
  readonly head: RunView;
  readonly cards: readonly CardView[];
}
