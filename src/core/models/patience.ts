import type { Clock } from "./clock.ts";

/** How long a call is kept up with; everything in milliseconds. */
export interface Patience {
  /** From the first failure on, no request is begun later than this. */
  readonly retryMs: number;
  /** A wait of at most so long is borne where another model could be asked at once. */
  readonly stayMs: number;
  /** How often a server that cannot be reached is tried, where there is no other. */
  readonly unreachableTries: number;
}

export const defaultPatience: Patience = { retryMs: 120_000, stayMs: 5000, unreachableTries: 3 };

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 20_000;
/** So much at most is added to what a server asks to wait, so that not all come back in the same moment. */
const SPREAD_MS = 1000;

/**
 * How long to wait after the `failures`-th failure. Exponential back-off with full jitter (M. Brooker, "Exponential Backoff And
 * Jitter", 2015); never less than what the server asks, and a little more.
 */
export function waitAfter(failures: number, asked: number | undefined, clock: Clock): number {
  const backOff = clock.random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
  if (asked === undefined) return backOff;
  return Math.max(backOff, asked + clock.random() * Math.min(SPREAD_MS, asked / 10));
}
