import { expect, test } from "vitest";
import { Gate, type Leave } from "../../../src/core/models/gate.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const need = { input: 100, output: 100 };
const never = new AbortController().signal;

function minute(clock: VirtualClock, ms: number): Promise<void> {
  return clock.through(new Promise((resolve) => void clock.after(ms, resolve)));
}

test("no more get in at once than the server is to have", async () => {
  const gate = new Gate(new VirtualClock(), 2);
  const inside: Leave[] = [];
  for (let index = 0; index < 5; index++)
    void gate.enter("w", need, never).then((leave) => leave !== undefined && inside.push(leave));
  await Promise.resolve();
  await Promise.resolve();
  expect(inside).toHaveLength(2);

  inside[0]?.();
  inside[0]?.();
  await Promise.resolve();
  await Promise.resolve();

  expect(inside).toHaveLength(3);
});

test("workers take turns, however many requests one of them has waiting", async () => {
  const gate = new Gate(new VirtualClock(), 1);
  const order: string[] = [];
  const enter = async (by: string) => {
    const leave = await gate.enter(by, need, never);
    order.push(by);
    leave?.();
  };

  await Promise.all([...Array.from({ length: 5 }, () => enter("greedy")), enter("small"), enter("other")]);

  expect(order).toEqual(["greedy", "greedy", "small", "other", "greedy", "greedy", "greedy"]);
});

test("what the headers allow is not exceeded, and the rest goes on when the minute is over", async () => {
  const clock = new VirtualClock();
  const gate = new Gate(clock, 100);
  gate.learn([{ kind: "requests", limit: 10, remaining: 3, resetMs: 20_000 }]);
  const at: number[] = [];
  const started = clock.now();
  const enter = async () => {
    (await gate.enter("w", need, never))?.();
    at.push(clock.now() - started);
  };

  await clock.through(Promise.all(Array.from({ length: 15 }, enter)));

  expect(at).toEqual([0, 0, 0, ...Array.from({ length: 10 }, () => 20_000), 80_000, 80_000]);
});

test("tokens are counted as well; a request above the whole limit is tried all the same", async () => {
  const clock = new VirtualClock();
  const gate = new Gate(clock, 100);
  gate.learn([{ kind: "tokens", limit: 150, remaining: 150, resetMs: 10_000 }]);
  const started = clock.now();

  (await clock.through(gate.enter("w", need, never)))?.();
  expect(clock.now() - started).toBe(0);
  (await clock.through(gate.enter("w", need, never)))?.();

  expect(clock.now() - started).toBe(10_000);
});

test("who waits is told to look elsewhere when the server asks to be left alone", async () => {
  const clock = new VirtualClock();
  const gate = new Gate(clock, 1);
  const leave = await gate.enter("w1", need, never);
  const waiting = gate.enter("w2", need, never);

  gate.pause(5000);

  expect(await waiting).toBeUndefined();
  expect(gate.pausedMs()).toBe(5000);
  leave?.();
  await minute(clock, 5000);
  expect(gate.pausedMs()).toBe(0);
});

test("too much for the server halves what it gets at once, and it gets more again as it answers", async () => {
  const gate = new Gate(new VirtualClock(), 8);
  const inside = await Promise.all(Array.from({ length: 8 }, (_, index) => gate.enter(`w${index}`, need, never)));

  gate.slower();
  for (const leave of inside) leave?.();
  let admitted = 0;
  const more = Array.from({ length: 8 }, (_, index) => gate.enter(`w${index}`, need, never));
  for (const one of more) void one.then(() => admitted++);
  await new Promise((resolve) => setImmediate(resolve));
  expect(admitted).toBe(4);

  for (let answers = 0; answers < 6; answers++) gate.faster();
  (await more[0])?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(admitted).toBeGreaterThan(5);
});

test("a place in the queue is given up when its worker is cancelled", async () => {
  const gate = new Gate(new VirtualClock(), 1);
  const leave = await gate.enter("w1", need, never);
  const stop = new AbortController();
  const cancelled = gate.enter("w2", need, stop.signal);
  const next = gate.enter("w3", need, never);

  stop.abort();
  leave?.();

  await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
  expect(await next).toBeDefined();
});
