/** A signal that fires with another one, or when the time is over. */
interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
  /** It was the time. */
  readonly isOver: boolean;
}

/** As often as this at most is looked again while the time stands still. */
const LOOK_MS = 50;
/** More milliseconds than a timer can count are as good as no limit. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** `leftMs` tells how much time is left, which may come to be more than it was. */
export function within(leftMs: () => number, signal: AbortSignal): TimeLimit {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    const left = leftMs();
    if (left <= 0) over.abort();
    else if (left <= LONGEST_TIMER) timer = setTimeout(look, Math.max(left, LOOK_MS));
  };
  look();
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
