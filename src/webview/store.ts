import type { ToPanel } from "../protocol/messages.ts";
import { afterMessage, emptyPanel, type PanelState } from "./panel-state.ts";

/**
 * The panel's state and who watches it. Messages are taken in at once and shown with the next frame, all together;
 * a hidden panel has no frames, so a timer stands in for it.
 */
export class Store {
  #state: PanelState = emptyPanel;
  #watchers = new Set<(state: PanelState) => void>();
  #due = false;

  get state(): PanelState {
    return this.#state;
  }

  take(message: ToPanel): void {
    const next = afterMessage(this.#state, message);
    if (next === this.#state) return;
    this.#state = next;
    if (this.#due) return;
    this.#due = true;
    const frame = requestAnimationFrame(() => this.#show(timer));
    const timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      this.#show(timer);
    }, 100);
  }

  /** Returns what ends the watch. */
  watch(watcher: (state: PanelState) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #show(timer: ReturnType<typeof setTimeout>): void {
    clearTimeout(timer);
    this.#due = false;
    for (const watcher of this.#watchers) watcher(this.#state);
  }
}
