import type { Clock } from "./clock.ts";

const FAILURES_TO_OPEN = 5;
const FIRST_OPEN_MS = 2000;
const LONGEST_OPEN_MS = 60_000;
/** How soon to look again while another request finds out whether the server is back. */
const WHILE_PROBING_MS = 500;

/**
 * The circuit of one server. It opens when the server is not there or has failed several times on end; after a while one
 * request is let through to find out, and the others wait for what becomes of it.
 */
export class Breaker {
  readonly #clock: Clock;
  #failures = 0;
  #openMs = FIRST_OPEN_MS;
  #openUntil: number | undefined;
  #probing = false;
  /** How often on end it was not there. */
  #unreached = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds until a request may be tried; 0: now. */
  waitMs(): number {
    if (this.#openUntil === undefined) return 0;
    return Math.max(this.#openUntil - this.#clock.now(), this.#probing ? WHILE_PROBING_MS : 0);
  }

  /** The server was not there `tries` times on end, and it is too soon to look again. */
  isLost(tries: number): boolean {
    return this.#unreached >= tries && this.#openUntil !== undefined && this.#openUntil > this.#clock.now();
  }

  /** To be called when `waitMs` is 0; each is followed by exactly one of `succeeded`, `failed`, `gone` and `left`. */
  enter(): void {
    this.#probing = this.#openUntil !== undefined;
  }

  succeeded(): void {
    this.#probing = false;
    this.#failures = 0;
    this.#unreached = 0;
    this.#openMs = FIRST_OPEN_MS;
    this.#openUntil = undefined;
  }

  /** The server answered badly. */
  failed(): void {
    const probed = this.#probing;
    this.#unreached = 0;
    this.#probing = false;
    this.#failures += 1;
    if (probed || this.#failures >= FAILURES_TO_OPEN) this.#open();
  }

  /** The server could not be reached. */
  gone(): void {
    this.#probing = false;
    this.#failures += 1;
    this.#unreached += 1;
    this.#open();
  }

  /** The request tells nothing about the server: it was cancelled, or never sent. */
  left(): void {
    this.#probing = false;
  }

  /** Those that were under way when it opened do not make it longer. */
  #open(): void {
    const now = this.#clock.now();
    if (this.#openUntil !== undefined && this.#openUntil > now) return;
    this.#openUntil = now + this.#openMs;
    this.#openMs = Math.min(LONGEST_OPEN_MS, this.#openMs * 2);
  }
}
