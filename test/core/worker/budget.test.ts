import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { Budget } from "../../../src/core/worker/budget.ts";

const prompt: Prompt = {
  system: "You fix.",
  tools: [],
  messages: [{ role: "user", text: "x".repeat(400) }],
  maxTokens: 100,
};
const usage = { input: 120, output: 30, cacheRead: 0, cacheWrite: 0 };
const price = { input: 1, output: 10, cacheRead: 0.1 };

test("a call that could exceed the tokens is refused before it is made, and names the limit", () => {
  const budget = new Budget({ tokens: 500 }, () => 0);

  expect(() => budget.reserve(prompt, undefined)).toThrow("budget of 500 tokens");
});

test("what a call did not use is there for the next", () => {
  const budget = new Budget({ tokens: 700 }, () => 0);

  budget.reserve(prompt, undefined).settle(usage);

  expect(() => budget.reserve(prompt, undefined)).not.toThrow();
});

test("an aborted call stays billed at its reservation", () => {
  const budget = new Budget({ tokens: 700 }, () => 0);

  budget.reserve(prompt, undefined).forfeit();

  expect(() => budget.reserve(prompt, undefined)).toThrow("700 tokens");
});

test("a settled reservation cannot be settled again", () => {
  const budget = new Budget({ tokens: 1000 }, () => 0);
  const reservation = budget.reserve(prompt, undefined);

  reservation.settle(usage);
  reservation.settle({ ...usage, input: 0, output: 0 });

  expect(budget.spent().input).toBe(120);
});

test("no text has more tokens than are reserved for it, whatever it is made of", () => {
  const texts = ["Zm9vYmFyCg".repeat(40), "1,2,3,".repeat(60), "\u{20b9f}\u{2a6d6}".repeat(30), "\u{1f9ff}".repeat(50)];

  for (const text of texts) {
    const message = { role: "user" as const, text };
    const { tokens } = new Budget({}, () => 0).reserve({ ...prompt, messages: [message] }, undefined);
    expect(tokens).toBeGreaterThan(countTokens(text) + prompt.maxTokens);
  }
});

test("two agents' budgets share the one above them", () => {
  const run = new Budget({ calls: 2 }, () => 0);
  const first = new Budget({ calls: 5 }, () => 0, run);
  const second = new Budget({ calls: 5 }, () => 0, run);

  first.reserve(prompt, undefined);
  second.reserve(prompt, undefined);

  expect(() => first.reserve(prompt, undefined)).toThrow("2 model calls");
});

test("a refused call takes nothing from the budget above", () => {
  const run = new Budget({ calls: 1 }, () => 0);
  const agent = new Budget({ tokens: 10 }, () => 0, run);
  const other = new Budget({}, () => 0, run);

  expect(() => agent.reserve(prompt, undefined)).toThrow("10 tokens");

  expect(() => other.reserve(prompt, undefined)).not.toThrow();
});

test("a budget in dollars refuses a model without a price, and a call it cannot pay", () => {
  const budget = new Budget({ usd: 0.001 }, () => 0);

  expect(() => budget.reserve(prompt, undefined)).toThrow("no known price");
  expect(() => budget.reserve(prompt, price)).toThrow("$0.001");
});

test("cached input is paid at its own price", () => {
  const budget = new Budget({ usd: 1 }, () => 0);

  budget.reserve(prompt, price).settle({ input: 100, output: 10, cacheRead: 80, cacheWrite: 0 });

  expect(budget.spent().usd).toBeCloseTo((20 * 1 + 10 * 10 + 80 * 0.1) / 1e6, 12);
});

test("time is a limit too", () => {
  let now = 0;
  const budget = new Budget({ seconds: 5 }, () => now);
  budget.reserve(prompt, undefined);

  now = 5001;

  expect(() => budget.reserve(prompt, undefined)).toThrow("5 seconds");
});

test("a call that only others' reservations keep out waits until they need less", async () => {
  const run = new Budget({ tokens: 700 }, () => 0);
  const first = new Budget({}, () => 0, run).reserve(prompt, undefined);
  const second = new Budget({}, () => 0, run).hold(prompt, undefined, new AbortController().signal);
  const told: string[] = [];
  void second.then(() => told.push("held"));
  await Promise.resolve();
  expect(told).toEqual([]);

  first.settle(usage);

  await second;
  expect(run.spent().calls).toBe(2);
});

test("a call that no answer of others makes room for is refused at once", async () => {
  const run = new Budget({ tokens: 700 }, () => 0);
  run.reserve(prompt, undefined).forfeit();

  await expect(run.hold(prompt, undefined, new AbortController().signal)).rejects.toMatchObject({ code: "budget" });
});

test("waiting for room ends when the reservation is forfeited, or its worker cancelled", async () => {
  const run = new Budget({ tokens: 700 }, () => 0);
  const first = run.reserve(prompt, undefined);
  const stop = new AbortController();
  const refused = run.hold(prompt, undefined, new AbortController().signal);
  const cancelled = run.hold(prompt, undefined, stop.signal);

  stop.abort();
  await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
  first.forfeit();

  await expect(refused).rejects.toMatchObject({ code: "budget", message: expect.stringContaining("700 tokens") });
});

test("a request that was not served gives everything back, the call too", () => {
  const budget = new Budget({ calls: 1, tokens: 700, usd: 1 }, () => 0);

  budget.reserve(prompt, price).release();

  expect(budget.spent()).toMatchObject({ calls: 0, input: 0, usd: 0 });
  expect(() => budget.reserve(prompt, price)).not.toThrow();
});

test("what is written to a cache is paid as such, and reserved as the dearest it can be", () => {
  const budget = new Budget({ usd: 1 }, () => 0);
  const reservation = budget.reserve(prompt, { ...price, cacheWrite: 1.25 });
  const reserved = reservation.usd() ?? 0;

  reservation.settle({ input: 400, output: 100, cacheRead: 0, cacheWrite: 400 });

  expect(budget.spent().usd).toBeCloseTo((400 * 1.25 + 100 * 10) / 1e6, 12);
  expect(reserved).toBeGreaterThan(budget.spent().usd ?? 0);
});

test("while the user holds an agent its own seconds stand still", () => {
  let now = 0;
  const budget = new Budget({ seconds: 10 }, () => now, new Budget({ seconds: 60 }, () => now));

  now = 4000;
  budget.stand();
  now = 34_000;
  expect(budget.leftMs()).toBe(6000);
  budget.goOn();
  now = 35_000;
  expect(budget.leftMs()).toBe(5000);
  budget.stand();
  now = 58_000;

  expect(budget.leftMs()).toBe(2000);
  expect(budget.spent().seconds).toBe(5);
});
