import { expect, test } from "vitest";
import { rateFacts } from "../../../src/core/models/rate-facts.ts";

const now = Date.parse("2026-11-25T10:00:00Z");

test("Anthropic's limits come with dates", () => {
  const headers = new Headers({
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "49",
    "anthropic-ratelimit-requests-reset": "2026-11-25T10:00:12Z",
    "anthropic-ratelimit-input-tokens-limit": "40000",
    "anthropic-ratelimit-input-tokens-remaining": "0",
    "anthropic-ratelimit-input-tokens-reset": "2026-11-25T10:00:30Z",
  });

  expect(rateFacts(headers, now)).toEqual([
    { kind: "requests", limit: 50, remaining: 49, resetMs: 12_000 },
    { kind: "input-tokens", limit: 40_000, remaining: 0, resetMs: 30_000 },
  ]);
});

test.each([
  ["1s", 1000],
  ["6m0s", 60_000],
  ["20ms", 20],
  ["8.64s", 8640],
  ["1m2.5s", 60_000],
  ["30", 30_000],
  [String(now / 1000 + 5), 5000],
  [String(now + 7000), 7000],
  ["2026-11-25T09:00:00Z", 0],
])("a reset of %s is in %i ms, and never in more than a minute", (reset, resetMs) => {
  const headers = new Headers({ "x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": reset });

  expect(rateFacts(headers, now)).toEqual([{ kind: "requests", limit: undefined, remaining: 3, resetMs }]);
});

test("the bare form is about requests", () => {
  const headers = new Headers({
    "x-ratelimit-limit": "20",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(now + 9000),
  });

  expect(rateFacts(headers, now)).toEqual([{ kind: "requests", limit: 20, remaining: 0, resetMs: 9000 }]);
});

test.each([
  { remaining: "-1", reset: "1s" },
  { remaining: "many", reset: "1s" },
  { remaining: "1", reset: "soon" },
  { remaining: "1", reset: "" },
  { remaining: "NaN", reset: "Infinity" },
])("nonsense is no limit: $remaining, $reset", ({ remaining, reset }) => {
  const headers = new Headers({ "x-ratelimit-remaining-tokens": remaining, "x-ratelimit-reset-tokens": reset });

  expect(rateFacts(headers, now)).toEqual([]);
});
