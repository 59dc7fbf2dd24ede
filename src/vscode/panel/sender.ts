import type { ToPanel } from "../../protocol/messages.ts";
import type { ShownRun } from "./conversation.ts";

/**
 * Keeps a panel up to date with as little as possible: what it has been sent is remembered part by part, and only parts that look
 * different are sent again.
 */
export class Sender {
  readonly #post: (message: ToPanel) => void;
  readonly #sent = new Map<string, string>();
  #runs: readonly string[] = [];

  constructor(post: (message: ToPanel) => void) {
    this.#post = post;
  }

  /** The panel knows nothing (any more). */
  forget(): void {
    this.#sent.clear();
    this.#runs = [];
  }

  send(key: string, message: ToPanel): void {
    const text = JSON.stringify(message);
    if (this.#sent.get(key) === text) return;
    this.#sent.set(key, text);
    this.#post(message);
  }

  /** The runs in their order. Where one has gone or come before others, all are sent anew. */
  sendRuns(runs: readonly ShownRun[]): void {
    const ids = runs.map(({ head }) => head.run);
    const grows = this.#runs.length > 0 && this.#runs.every((id, index) => ids[index] === id);
    this.#runs = ids;
    if (!grows) {
      for (const key of [...this.#sent.keys()]) if (key !== "shell") this.#sent.delete(key);
      for (const { head, cards } of runs) {
        this.#sent.set(headKey(head.run), JSON.stringify({ type: "run", head }));
        for (const card of cards)
          this.#sent.set(cardKey(head.run, card.id), JSON.stringify({ type: "card", run: head.run, card }));
      }
      this.#post({ type: "conversation", runs: runs.map(({ head, cards }) => ({ head, cards: [...cards] })) });
      return;
    }
    for (const { head, cards } of runs) {
      this.send(headKey(head.run), { type: "run", head });
      for (const card of cards) this.send(cardKey(head.run, card.id), { type: "card", run: head.run, card });
    }
  }
}

const headKey = (run: string) => `run ${run}`;
const cardKey = (run: string, card: string) => `card ${run} ${card}`;
