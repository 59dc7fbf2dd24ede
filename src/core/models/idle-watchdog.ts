import { AppError, throwIfCancelled } from "../app-error.ts";

interface IdleLimits {
  /** Milliseconds until the first sign of life, connecting included. */
  readonly firstMs: number;
  /** Milliseconds between two signs of life. */
  readonly idleMs: number;
}

interface Watch {
  /** Fires when the caller cancels, when a limit is reached, and when the work has failed. */
  readonly signal: AbortSignal;
  /** A sign of life. */
  beat(): void;
}

/**
 * Does the work until it settles, the caller's signal fires (`cancelled`), or it has been silent for too long (`silence`'s error).
 * Returns at once in each case, even if the work does not heed its signal.
 */
export async function watched<T>(
  limits: IdleLimits,
  signal: AbortSignal,
  silence: (ms: number) => Error,
  work: (watch: Watch) => Promise<T>,
): Promise<T> {
  throwIfCancelled(signal);
  const over = new AbortController();
  const stopped = Promise.withResolvers<never>();
  const cancel = () => stopped.reject(new AppError("cancelled", "Cancelled.", { cause: signal.reason }));
  const wait = (ms: number) => setTimeout(() => stopped.reject(silence(ms)), ms);
  let timer = wait(limits.firstMs);
  const beat = () => {
    clearTimeout(timer);
    if (!over.signal.aborted) timer = wait(limits.idleMs);
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await Promise.race([stopped.promise, work({ signal: over.signal, beat })]);
  } catch (error) {
    over.abort(error);
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}
