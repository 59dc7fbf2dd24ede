/** A signal that fires with another one, or when the time is over. */
interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
  /** It was the time. */
  readonly isOver: boolean;
}

/** More milliseconds than a timer can count are as good as no limit. */
const longestTimer = 2 ** 31 - 1;

export function within(ms: number, signal: AbortSignal): TimeLimit {
  if (ms > longestTimer) return { signal, isOver: false, [Symbol.dispose]() {} };
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), Math.max(0, ms));
  return {
    signal: AbortSignal.any([signal, over.signal]),
    get isOver() {
      return over.signal.aborted && !signal.aborted;
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
    },
  };
}
