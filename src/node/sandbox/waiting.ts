import { setImmediate as yieldToOthers } from "node:timers/promises";

/** So many wait at most. */
const most = 32;

/** Milliseconds that a command has to start in before the next sandbox is set up: at once, both would want the same cores. */
const startMs = 45;

/** One that waited longer than this is not used: what it shows of the machine may have changed meanwhile. */
const freshMs = 60_000;

/** Sandboxes that were set up before it is known what for. */
export interface Waiting<One> {
  /** The one that has waited longest, if any is fresh. */
  take(): One | undefined;
  /** So many more are likely to be wanted. */
  expect(count: number): void;
  /** A command has just been started: another may follow it. */
  started(): void;
  close(): Promise<void>;
}

export function waiting<One extends { readonly ready: Promise<unknown> }>(
  make: () => One,
  discard: (one: One) => Promise<void>,
): Waiting<One> {
  let ones: { readonly one: One; readonly at: number }[] = [];
  let wanted = 0;
  let isFilling = false;
  let starting: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  /** One after the other: whatever else is waited for shall not take longer for it. What cannot be made, whoever needs it is told. */
  async function fill(): Promise<void> {
    if (isFilling) return;
    isFilling = true;
    try {
      for (await yieldToOthers(); ones.length < wanted; await yieldToOthers()) {
        const one = make();
        ones.push({ one, at: performance.now() });
        await one.ready;
      }
    } catch {
      wanted = 0;
    } finally {
      isFilling = false;
    }
  }

  async function empty(): Promise<void> {
    wanted = 0;
    const rest = ones;
    ones = [];
    await Promise.all(rest.map(({ one }) => discard(one)));
  }

  function expect(count: number): void {
    wanted = Math.min(wanted + count, most);
    clearTimeout(idle);
    idle = setTimeout(() => void empty(), freshMs).unref();
    void fill();
  }

  return {
    take() {
      wanted = Math.max(0, wanted - 1);
      const first = ones.shift();
      if (first === undefined || performance.now() - first.at < freshMs) return first?.one;
      void discard(first.one);
      return undefined;
    },
    expect,
    started() {
      starting ??= setTimeout(() => {
        starting = undefined;
        if (wanted === 0) expect(1);
      }, startMs).unref();
    },
    close() {
      clearTimeout(starting);
      clearTimeout(idle);
      return empty();
    },
  };
}
