import type { Journal } from "../ports/journal.ts";
import type { Tell } from "../worker/facts.ts";
import type { Fact, RunEvent } from "./events.ts";
import { reduce } from "./reduce.ts";
import { emptyRunState, type RunState } from "./run-state.ts";
import { isStateChange } from "./state-change.ts";

/** The one place where facts become events: numbered, dated, kept in the journal, folded into the state, shown to listeners. */
export class RunLog {
  readonly run: string;
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #listeners: readonly ((event: RunEvent, state: RunState) => void)[];
  #state: RunState;

  constructor(options: {
    readonly run: string;
    readonly journal: Journal;
    readonly now: () => number;
    readonly listeners: readonly ((event: RunEvent, state: RunState) => void)[];
    /** What an earlier session's events came to, to go on from there. */
    readonly state?: RunState;
  }) {
    this.run = options.run;
    this.#journal = options.journal;
    this.#now = options.now;
    this.#listeners = options.listeners;
    this.#state = options.state ?? emptyRunState(options.run);
  }

  get state(): RunState {
    return this.#state;
  }

  /** How one actor ("run", "user" or an assignment's id) tells facts. */
  teller(actor: string): Tell<Fact> {
    return (fact, cause) => {
      const seq = this.#state.lastSeq + 1;
      const envelope = {
        v: 1 as const,
        seq,
        at: this.#now(),
        run: this.run,
        actor,
        ...(cause === undefined ? {} : { cause }),
      };
      const event: RunEvent = { ...envelope, ...fact };
      this.#journal.append(JSON.stringify(event), { durable: isStateChange(event) });
      this.#state = reduce(this.#state, event);
      for (const listener of this.#listeners) listener(event, this.#state);
      return seq;
    };
  }

  /** Resolves when every event told so far is on disk. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }
}
