import { AppError } from "../app-error.ts";
import type { RunLog } from "./run-log.ts";

/**
 * What the user can do to the workers of a run while it goes on, each told in its journal: stop one, hold it before its next turn,
 * tell it something for that turn, have it work again. Given to `supervise` by whoever shows the run.
 */
export class RunControls {
  readonly #stops = new Map<string, AbortController>();
  readonly #held = new Map<string, PromiseWithResolvers<void>>();
  readonly #unheard = new Map<string, string[]>();
  readonly #questions = new Map<string, { readonly answered: Promise<void>; readonly stop: AbortController }>();
  #run: { readonly log: RunLog; again(assignment: string): void } | undefined;

  /** For the run: from here on there is something to control. */
  begin(log: RunLog, again: (assignment: string) => void): void {
    this.#run = { log, again };
  }

  /** For the run: it is over. Whoever is held is let go. */
  end(): void {
    this.#run = undefined;
    for (const held of this.#held.values()) held.resolve();
    this.#held.clear();
    for (const { stop } of this.#questions.values()) stop.abort();
  }

  /** For the run: fires when this worker is to stop alone. What it did is kept, and the rest goes on. */
  stopOf(assignment: string): AbortSignal {
    return this.#stopper(assignment).signal;
  }

  stop(assignment: string): void {
    this.#stopper(assignment).abort();
  }

  /** Holds a worker before its next turn; its place is another's meanwhile. */
  pause(assignment: string): void {
    if (this.#held.has(assignment)) return;
    this.#tell({ type: "paused", assignment });
    this.#held.set(assignment, Promise.withResolvers());
  }

  resume(assignment: string): void {
    const held = this.#held.get(assignment);
    if (held === undefined) return;
    this.#tell({ type: "resumed", assignment });
    this.#held.delete(assignment);
    held.resolve();
  }

  /** A message that the worker reads before its next turn. */
  steer(assignment: string, text: string): void {
    const said = text.trim();
    if (said === "") return;
    this.#tell({ type: "steered", assignment, text: said });
    this.#unheard.set(assignment, [...(this.#unheard.get(assignment) ?? []), said]);
  }

  /** Has a worker that has ended work once more, told something if there is something to tell. What it did before is kept. */
  retry(assignment: string, text = ""): void {
    const worker = this.#begun().log.state.workers.get(assignment);
    if (worker?.report === undefined)
      throw new AppError("usage", `${assignment} has not ended: stop it first, or tell it what to do differently.`);
    this.#tell({ type: "retried", assignment });
    this.#stops.delete(assignment);
    this.#questions.get(assignment)?.stop.abort();
    this.steer(assignment, text);
    this.#begun().again(assignment);
  }

  /** For the run: whether the worker is held at the moment. */
  isHeld(assignment: string): boolean {
    return this.#held.has(assignment);
  }

  /** For the run: resolves when the worker may go on, or the signal fires. */
  async released(assignment: string, signal: AbortSignal): Promise<void> {
    for (let held = this.#held.get(assignment); held !== undefined && !signal.aborted; ) {
      await untilFired(held.promise, signal);
      held = this.#held.get(assignment);
    }
  }

  /**
   * For the run: workers that wait for the user's word about the same thing (a worker's proposal is named by its assignment) ask
   * together. Resolves when it is there, or the worker is to stop; the signal that `ask` is given fires when the run is over, or the
   * worker it is about works again.
   */
  async askTogether(about: string, ask: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const question = this.#questions.get(about) ?? this.#asked(about, ask);
    await untilFired(question.answered, signal);
  }

  /** For the run: what the worker has not heard yet. */
  takeUnheard(assignment: string): readonly string[] {
    const said = this.#unheard.get(assignment) ?? [];
    this.#unheard.delete(assignment);
    return said;
  }

  #asked(about: string, ask: (signal: AbortSignal) => Promise<void>) {
    const stop = new AbortController();
    const answered = ask(stop.signal).finally(() => this.#questions.delete(about));
    // Whoever waits hears of a failure; where nobody does any more, nobody needs to.
    answered.catch(() => {});
    const question = { answered, stop };
    this.#questions.set(about, question);
    return question;
  }

  #tell(fact: Parameters<ReturnType<RunLog["teller"]>>[0]): void {
    this.#begun().log.teller("user")(fact);
  }

  #begun(): { readonly log: RunLog; again(assignment: string): void } {
    if (this.#run === undefined) throw new AppError("usage", "This run is over: ask again.");
    return this.#run;
  }

  #stopper(assignment: string): AbortController {
    const stop = this.#stops.get(assignment) ?? new AbortController();
    this.#stops.set(assignment, stop);
    return stop;
  }
}

/** Resolves with the promise, or when the signal fires. */
async function untilFired(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const abort = () => aborted.resolve();
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
