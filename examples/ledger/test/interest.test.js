import assert from "node:assert/strict";
import { test } from "node:test";
import { amortization, effectiveRate, futureValue, simpleInterest } from "../src/interest.js";

test("simple interest counts days", () => {
  assert.equal(simpleInterest(100000, 0.05, 365), 5000);
  assert.equal(simpleInterest(100000, 0.05, 73), 1000);
  assert.equal(simpleInterest(100000, 0.05, 0), 0);
});

test("yearly interest is added to the balance", () => {
  assert.equal(futureValue(100000, 0.1, 3), 133100);
});

test("quarterly interest compounds within the year", () => {
  assert.equal(futureValue(100000, 0.08, 1, "quarterly"), 108243);
});

test("monthly interest compounds within the year", () => {
  assert.equal(futureValue(100000, 0.12, 1, "monthly"), 112684);
});

test("an unknown frequency is refused", () => {
  assert.throws(() => futureValue(100000, 0.1, 1, "hourly"), /unknown frequency: hourly/);
});

test("the effective rate grows with the frequency", () => {
  assert.equal(effectiveRate(0.08, "yearly").toFixed(4), "0.0800");
  assert.equal(effectiveRate(0.08, "quarterly").toFixed(4), "0.0824");
  assert.equal(effectiveRate(0.08, "monthly").toFixed(4), "0.0830");
});

test("payments cover a loan in time", () => {
  const rows = amortization(1000000, 0.06, 24);
  assert.equal(rows.length, 24);
  assert.equal(rows[0].paid, 44321);
  assert.equal(rows[0].interest, 5000);
  assert.equal(rows.at(-1).balance, 0);
});
