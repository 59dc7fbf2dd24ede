import type { Clock } from "../../src/core/models/clock.ts";

/** A clock whose time passes only while something is waited for, and then at once. Chance is always the same. */
export class VirtualClock implements Clock {
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();
  readonly #chance: number;
  #now = 1_800_000_000_000;

  constructor(chance = 0.5) {
    this.#chance = chance;
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#chance;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** What the work comes to; whenever nothing else happens, time goes on to what is due next. */
  async through<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    for (let idle = 0; !over; idle++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (over || idle < 3) continue;
      idle = 0;
      const [next] = [...this.#timers].sort((one, other) => one.at - other.at);
      if (next === undefined) continue;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    return work;
  }
}
