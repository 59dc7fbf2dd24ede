import { expect, test } from "vitest";
import { ago, dollars, duration, tokens, usage } from "../../../src/webview/text/amounts.ts";

test("tokens are short", () => {
  expect([0, 42, 942, 3_400, 9_949, 9_950, 50_000, 999_400, 1_240_000].map(tokens)).toEqual([
    "0",
    "42",
    "0.9k",
    "3.4k",
    "9.9k",
    "10k",
    "50k",
    "999k",
    "1.2M",
  ]);
});

test("small sums keep the digits that matter", () => {
  expect([0, 0.0004, 0.003, 0.42, 12.3].map(dollars)).toEqual(["$0", "$0.0004", "$0.003", "$0.42", "$12.30"]);
});

test("spans of time are rounded to what one wants to know", () => {
  expect([-5, 400, 6_200, 65_000, 120_000, 7_380_000].map(duration)).toEqual([
    "0 s",
    "0 s",
    "6 s",
    "1 min 5 s",
    "2 min",
    "2 h 3 min",
  ]);
  expect([0, 300_000, 7_200_000, 200_000_000].map(ago)).toEqual(["now", "5 min", "2 h", "2 d"]);
});

test("what is not known, or nothing, is left out of a sum", () => {
  expect(usage({ calls: 5, tokens: 3_400, usd: 0.003 }, "6 s")).toBe("5 calls · 3.4k · $0.003 · 6 s");
  expect(usage({ calls: 1, tokens: 0, usd: 0 }, "")).toBe("1 call");
});
