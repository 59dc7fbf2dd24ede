import assert from "node:assert/strict";
import { test } from "node:test";
import { allocate, formatAmount, parseAmount, roundHalfEven } from "../src/money.js";

test("rounding goes to the nearest whole number", () => {
  assert.equal(roundHalfEven(2.4), 2);
  assert.equal(roundHalfEven(2.6), 3);
  assert.equal(roundHalfEven(-2.6), -3);
});

test("an exact half goes to the even neighbour", () => {
  assert.equal(roundHalfEven(2.5), 2);
  assert.equal(roundHalfEven(3.5), 4);
});

test("amounts are read with and without a fraction", () => {
  assert.equal(parseAmount("12"), 1200);
  assert.equal(parseAmount("12.5"), 1250);
  assert.equal(parseAmount(" 12.05 "), 1205);
});

test("amounts may have a sign and thousands separators", () => {
  assert.equal(parseAmount("-1,204.99"), -120499);
  assert.equal(parseAmount("+3"), 300);
});

test("text that is no amount is refused", () => {
  assert.throws(() => parseAmount("12.345"), TypeError);
  assert.throws(() => parseAmount("twelve"), /not an amount: "twelve"/);
});

test("amounts are written with two decimals and separators", () => {
  assert.equal(formatAmount(5), "0.05");
  assert.equal(formatAmount(123456789), "1,234,567.89");
  assert.equal(formatAmount(-120499, "$"), "-$1,204.99");
});

test("shares follow their weights", () => {
  assert.deepEqual(allocate(1000, [1, 3]), [250, 750]);
});

test("no cent is lost when an amount is split", () => {
  assert.deepEqual(allocate(100, [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(allocate(-100, [1, 1, 1]), [-34, -33, -33]);
  assert.deepEqual(allocate(5, [0, 1, 1]), [0, 3, 2]);
});
