import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { waiting } from "../../src/node/sandbox/waiting.ts";

afterEach(() => {
  vi.useRealTimers();
});

async function turns(): Promise<void> {
  for (let count = 0; count < 200; count++) await turn();
}

/** Numbered sandboxes; tells which were made and which discarded. */
function numbered(ready: Promise<unknown> = Promise.resolve()) {
  const made: number[] = [];
  const discarded: number[] = [];
  const next = waiting(
    () => {
      made.push(made.length + 1);
      return { number: made.length, ready };
    },
    async ({ number }) => {
      discarded.push(number);
    },
  );
  return { next, made, discarded };
}

test("as many are set up as were expected and not yet taken, thirty-two at most, and each is taken once", async () => {
  const { next, made } = numbered();
  next.expect(2);
  next.expect(1);
  await turns();
  expect([next.take()?.number, next.take()?.number, next.take()?.number, next.take()]).toEqual([1, 2, 3, undefined]);

  next.expect(100);
  await turns();
  expect(made).toHaveLength(35);
  await next.close();
});

test("one is set up after the other, and what was taken meanwhile is not set up again", async () => {
  const first = Promise.withResolvers<void>();
  const { next, made } = numbered(first.promise);
  next.expect(3);
  await turns();
  expect(made).toEqual([1]);

  for (let command = 0; command < 3; command++) next.take();
  first.resolve();
  await turns();
  expect(made).toEqual([1]);
  await next.close();
});

test("what nobody took in a minute is gone, and nothing is left or made after the end", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { next, made, discarded } = numbered();
  next.expect(2);
  await turns();
  expect(made).toEqual([1, 2]);
  vi.advanceTimersByTime(60_000);
  expect(discarded).toEqual([1, 2]);
  expect(next.take()).toBeUndefined();

  next.started();
  vi.advanceTimersByTime(1000);
  await turns();
  expect(made).toEqual([1, 2, 3]);
  next.expect(5);
  await next.close();
  await turns();
  expect(discarded).toEqual([1, 2, ...made.slice(2)]);
});

test("where none can be set up it is not tried again until more are expected", async () => {
  let tries = 0;
  const next = waiting<{ readonly ready: Promise<unknown> }>(
    () => {
      tries++;
      throw new Error("The disk is full.");
    },
    async () => undefined,
  );
  next.expect(3);
  await turns();
  expect(tries).toBe(1);

  next.expect(1);
  await turns();
  expect(tries).toBe(2);
  expect(next.take()).toBeUndefined();
});
