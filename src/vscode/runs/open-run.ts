import { AppError } from "../../core/app-error.ts";
import { RunControls } from "../../core/run/controls.ts";
import type { RunLog } from "../../core/run/run-log.ts";
import type { RunState } from "../../core/run/run-state.ts";
import { Answers } from "./answers.ts";
import type { Place } from "./place.ts";

/** One run that this window knows: about to begin, under way here, or found in the journals. */
export class OpenRun {
  readonly run: string;
  readonly place: Place;
  /** Workers whose selection is being checked again. */
  readonly checking = new Set<string>();
  /** Of one worker alone, while the run is under way. */
  readonly controls = new RunControls();
  /** What the run asks the user. */
  readonly answers = new Answers();
  #stop = new AbortController();
  #before: RunState;
  #log: RunLog | undefined;
  #live = false;

  /** `state` is what holds until the run has a log of its own. */
  constructor(place: Place, state: RunState) {
    this.place = place;
    this.run = state.run;
    this.#before = state;
  }

  get state(): RunState {
    return this.#log?.state ?? this.#before;
  }

  /** Throws `usage` for a request that did not begin: there is nothing to decide on. */
  get log(): RunLog {
    if (this.#log === undefined) throw new AppError("usage", "This request did not begin: ask again.");
    return this.#log;
  }

  get hasBegun(): boolean {
    return this.#log !== undefined;
  }

  /** Whether this window carries it out at the moment. */
  get live(): boolean {
    return this.#live;
  }

  /** Fires when the run is to stop as a whole. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Stops a worker, or all of it. What was done is kept. */
  stop(worker?: string): void {
    if (worker === undefined) this.#stop.abort();
    else this.controls.stop(worker);
  }

  begin(): void {
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
    this.#live = true;
  }

  began(log: RunLog): void {
    this.#log = log;
  }

  /** The request could not begin, and why. */
  failed(state: RunState): void {
    this.#before = state;
  }

  ended(): void {
    this.#live = false;
    this.answers.forget();
  }
}
