import { AppError } from "../app-error.ts";
import type { Clock } from "./clock.ts";
import type { RateFact } from "./rate-facts.ts";

/** What a request will need of a server's limits, in tokens, roughly. */
export interface Need {
  readonly input: number;
  readonly output: number;
}

/** Lets the next request in; to be called once, when the request has ended. */
export type Leave = () => void;

interface Waiter {
  readonly need: Need;
  let(leave: Leave | undefined): void;
}

interface Window {
  readonly limit: number | undefined;
  remaining: number;
  resetAt: number;
}

const MINUTE_MS = 60_000;

/**
 * The one way in to a model's server, for all workers of this process: so many requests at once, no more a minute than the
 * server's headers allow, workers in turn however many requests each has waiting.
 */
export class Gate {
  readonly #clock: Clock;
  readonly #most: number;
  /** How many at once; less than the most after the server has said that it is too much. */
  #limit: number;
  #active = 0;
  #pausedUntil = 0;
  /** By worker; the one whose turn it is comes first. */
  readonly #queues = new Map<string, Waiter[]>();
  readonly #windows = new Map<RateFact["kind"], Window>();
  #wake: (() => void) | undefined;

  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#most = most;
    this.#limit = most;
  }

  /** Milliseconds for which the server has asked to be left alone. */
  pausedMs(): number {
    return Math.max(0, this.#pausedUntil - this.#clock.now());
  }

  /** Milliseconds until what is left of the server's limits is enough. */
  limitedMs(need: Need): number {
    const now = this.#clock.now();
    let until = now;
    for (const [kind, window] of this.#windows) {
      if (window.resetAt <= now) refill(window, now);
      const amount = amountOf(need, kind);
      // What is more than the whole limit can only be tried.
      const wanted = window.limit === undefined ? amount : Math.min(amount, window.limit);
      if (window.remaining < wanted) until = Math.max(until, window.resetAt);
    }
    return until - now;
  }

  /**
   * Waits for this worker's turn. Undefined: the server has just asked to be left alone, so it may be better to ask another.
   * Throws `cancelled`.
   */
  enter(by: string, need: Need, signal: AbortSignal): Promise<Leave | undefined> {
    if (signal.aborted) return Promise.reject(new AppError("cancelled", "Cancelled.", { cause: signal.reason }));
    const { promise, resolve, reject } = Promise.withResolvers<Leave | undefined>();
    const waiter: Waiter = {
      need,
      let: (leave) => {
        signal.removeEventListener("abort", cancel);
        resolve(leave);
      },
    };
    const cancel = () => {
      this.#forget(by, waiter);
      reject(new AppError("cancelled", "Cancelled.", { cause: signal.reason }));
    };
    signal.addEventListener("abort", cancel, { once: true });
    const own = this.#queues.get(by);
    if (own === undefined) this.#queues.set(by, [waiter]);
    else own.push(waiter);
    this.#admit();
    return promise;
  }

  /** What the server said of its limits. Requests under way may not be counted there yet. */
  learn(facts: readonly RateFact[]): void {
    const now = this.#clock.now();
    for (const { kind, limit, remaining, resetMs } of facts) {
      const underWay = kind === "requests" ? Math.max(0, this.#active - 1) : 0;
      this.#windows.set(kind, { limit, remaining: Math.max(0, remaining - underWay), resetAt: now + resetMs });
    }
    this.#admit();
  }

  /** Nobody is let in for so long; who waits is told to look elsewhere. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
    const waiting = [...this.#queues.values()].flat();
    this.#queues.clear();
    for (const waiter of waiting) waiter.let(undefined);
  }

  /** The server said that it is too much. */
  slower(): void {
    this.#limit = Math.max(1, Math.floor(Math.min(this.#limit, this.#active) / 2));
  }

  faster(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
  }

  #admit(): void {
    for (const [by, queue] of this.#queues) {
      if (this.#active >= Math.floor(this.#limit)) return;
      const [waiter] = queue;
      if (waiter === undefined) continue;
      const wait = this.limitedMs(waiter.need);
      if (wait > 0) {
        this.#wakeIn(wait);
        return;
      }
      queue.shift();
      // Behind the others, whose turn it is now.
      this.#queues.delete(by);
      if (queue.length > 0) this.#queues.set(by, queue);
      this.#begin(waiter);
    }
  }

  #begin(waiter: Waiter): void {
    this.#active += 1;
    for (const [kind, window] of this.#windows) window.remaining -= amountOf(waiter.need, kind);
    let inside = true;
    waiter.let(() => {
      if (!inside) return;
      inside = false;
      this.#active -= 1;
      this.#admit();
    });
  }

  #wakeIn(ms: number): void {
    this.#wake?.();
    this.#wake = this.#clock.after(ms, () => this.#admit());
  }

  #forget(by: string, waiter: Waiter): void {
    const left = (this.#queues.get(by) ?? []).filter((one) => one !== waiter);
    if (left.length === 0) this.#queues.delete(by);
    else this.#queues.set(by, left);
    if (this.#queues.size > 0) return;
    this.#wake?.();
    this.#wake = undefined;
  }
}

/** Limits are by the minute; one whose height is not known is not asked about again before the server speaks of it. */
function refill(window: Window, now: number): void {
  window.remaining = window.limit ?? Number.POSITIVE_INFINITY;
  window.resetAt = now + MINUTE_MS;
}

function amountOf(need: Need, kind: RateFact["kind"]): number {
  switch (kind) {
    case "requests":
      return 1;
    case "tokens":
      return need.input + need.output;
    case "input-tokens":
      return need.input;
    case "output-tokens":
      return need.output;
  }
}
