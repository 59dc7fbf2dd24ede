import { expect, test } from "vitest";
import { PRICE_TABLE } from "../../../src/core/models/price-table.ts";
import { cacheMinimumOf, priceFrom, priceOf } from "../../../src/core/models/prices.ts";
import { REMOTE_PROVIDERS } from "../../../src/core/models/remote-providers.ts";
import { Budget, dollars } from "../../../src/core/worker/budget.ts";

const anthropic = "https://api.anthropic.com";
const openai = "https://api.openai.com/v1";
const used = (input: number) => ({ input, output: 1000, cacheRead: 0, cacheWrite: 0 });

test("a model at its vendor's own server has its list price, a snapshot too, and says of which day", () => {
  const price = priceOf("anthropic:claude-haiku-4-5-20251001", {}, anthropic);

  expect(price).toEqual({ input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25, asOf: expect.any(String) });
  expect(priceOf("openai:gpt-5.4-mini-2026-03-17", {}, openai)).toMatchObject({ input: 0.75 });
});

test.each([
  ["a model that is not listed", "openai:gpt-99", openai],
  ["the same name at another server", "openai:gpt-5.5", "https://proxy.example/v1"],
  ["a name that only begins like a listed one", "openai:gpt-5.5-pro", openai],
  ["no server to tell", "openai:gpt-5.5", undefined],
])("%s has no price", (_, id, server) => {
  expect(priceOf(id, {}, server)).toBeUndefined();
});

test("what the user has set comes before the list", () => {
  expect(priceOf("openai:gpt-5.5", { "gpt-5.5": priceFrom({ input: 7, output: 9 }) }, openai)).toMatchObject({
    input: 7,
    output: 9,
  });
});

test("a request that is longer than the vendor's limit costs what the vendor takes for long ones, all of it", () => {
  const price = priceOf("anthropic:claude-haiku-5-5", {}, anthropic);

  expect(price && dollars(price, used(100_000))).toBeCloseTo(0.1 * 0.1 + 0.001 * 0.5, 10);
  expect(price && dollars(price, used(100_001))).toBeCloseTo(0.100001 * 0.5 + 0.001 * 2.5, 10);
});

test("a budget reserves the long price as soon as a request may be that long", () => {
  const price = priceOf("anthropic:claude-haiku-5-5", {}, anthropic);
  const ask = (characters: number) => ({
    system: "",
    tools: [],
    messages: [{ role: "user" as const, text: "x".repeat(characters) }],
    maxTokens: 10,
  });
  const budget = new Budget({ usd: 0.02 }, () => 0);

  expect(() => budget.reserve(ask(90_000), price).release()).not.toThrow();
  expect(() => budget.reserve(ask(110_000), price)).toThrow("$0.02");
});

test("every group of the table says where it comes from and of which day it is, and no cached input costs more than other", () => {
  for (const { asOf, source, models } of PRICE_TABLE) {
    expect(Date.parse(asOf)).toBeLessThan(Date.now());
    expect(source).toContain("https://");
    for (const { input, output, cacheRead, cacheWrite = input, long } of Object.values(models)) {
      expect(cacheRead).toBeLessThan(input);
      expect(cacheWrite).toBeGreaterThanOrEqual(input);
      expect(output).toBeGreaterThan(input);
      expect(long?.input ?? input).toBeGreaterThanOrEqual(input);
    }
  }
});

test.each(["anthropic", "openai"] as const)("the model that is asked when only %s is named has a price", (provider) => {
  const { defaultModel, baseUrl } = REMOTE_PROVIDERS[provider];

  expect(priceOf(`${provider}:${defaultModel}`, {}, baseUrl)).toBeDefined();
});

test("a mark for the cache is set where the model keeps that much; of a model that is not known, where every one does", () => {
  expect(cacheMinimumOf("claude-haiku-5-5")).toBe(512);
  expect(cacheMinimumOf("claude-sonnet-4-5-20250929")).toBe(1024);
  expect(cacheMinimumOf("claude-next")).toBe(4096);
});
