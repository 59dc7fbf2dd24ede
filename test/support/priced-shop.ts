/** A small project with one wrong operator: members get their discount only above, not from, 100. */
export const shop: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ name: "shop", type: "module", scripts: { test: "node --test" } }),
  "src/price.js": `import { percent } from "./percent.js";

export function discount(total) {
  if (total > 100) return percent(total, 10);
  return 0;
}

export function shipping(weight) {
  return weight <= 2 ? 5 : 5 + (weight - 2) * 2;
}
`,
  "src/percent.js": `export function percent(amount, rate) {
  return (amount * rate) / 100;
}
`,
  "test/price.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { discount, shipping } from "../src/price.js";

test("a total of 100 already gets its discount", () => {
  assert.equal(discount(100), 10);
});

test("small totals get none", () => {
  assert.equal(discount(99), 0);
});

test("shipping grows with weight", () => {
  assert.equal(shipping(1), 5);
  assert.equal(shipping(4), 9);
});
`,
  "test/percent.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { percent } from "../src/percent.js";

test("a tenth", () => {
  assert.equal(percent(50, 10), 5);
});
`,
};

/** The edit that mends it. */
export const mend = { find: "total > 100", replace: "total >= 100" };
