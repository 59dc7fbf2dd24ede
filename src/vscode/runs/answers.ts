import { AppError } from "../../core/app-error.ts";
import type { AskUser } from "../../core/run/ask-user.ts";

/** The questions of one run that wait for the user's word, wherever it is given; asked under their text: who asks the same is given the same answer. */
export class Answers {
  readonly #waiting = new Map<string, PromiseWithResolvers<string>>();
  readonly #given = new Map<string, string>();

  /** For the run: resolves with the answer. Throws `cancelled` when the signal fires. */
  readonly ask: AskUser = async (question, _choices, signal) => {
    const given = this.#given.get(question);
    this.#given.delete(question);
    if (given !== undefined) return given;
    const waiting = this.#waiting.get(question) ?? Promise.withResolvers<string>();
    this.#waiting.set(question, waiting);
    const stopped = Promise.withResolvers<never>();
    const stop = () => stopped.reject(new AppError("cancelled", "Cancelled.", { cause: signal.reason }));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      return await Promise.race([waiting.promise, stopped.promise]);
    } finally {
      signal.removeEventListener("abort", stop);
      if (this.#waiting.get(question) === waiting) this.#waiting.delete(question);
    }
  };

  /** Returns whether somebody waited for it. */
  give(question: string, answer: string): boolean {
    const waiting = this.#waiting.get(question);
    this.#waiting.delete(question);
    waiting?.resolve(answer);
    return waiting !== undefined;
  }

  /** For a question that is asked once more when its run goes on. */
  keep(question: string, answer: string): void {
    this.#given.set(question, answer);
  }

  /** The run is over: what was kept for it is of no use. */
  forget(): void {
    this.#given.clear();
  }
}
