/** The time of a run: it stands still while the user is waited for (for an answer, or to let go whom they hold) and nobody is at work. */
export class RunClock {
  readonly #now: () => number;
  #asking = 0;
  #working = 0;
  #stopped: number | undefined;
  #stood = 0;

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds, to be compared with each other only. */
  readonly now = (): number => (this.#stopped ?? this.#now()) - this.#stood;

  async whileAsking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    this.#count(1, 0);
    try {
      return await ask();
    } finally {
      this.#count(-1, 0);
    }
  }

  async whileWorking<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count(0, 1);
    try {
      return await work();
    } finally {
      this.#count(0, -1);
    }
  }

  /** For one that is at work otherwise. */
  async whileHeld(wait: () => Promise<void>): Promise<void> {
    this.#count(1, -1);
    try {
      await wait();
    } finally {
      this.#count(-1, 1);
    }
  }

  #count(asking: number, working: number): void {
    this.#asking += asking;
    this.#working += working;
    const stands = this.#asking > 0 && this.#working === 0;
    if (stands) this.#stopped ??= this.#now();
    else if (this.#stopped !== undefined) {
      this.#stood += this.#now() - this.#stopped;
      this.#stopped = undefined;
    }
  }
}
