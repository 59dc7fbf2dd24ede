import { expect, test } from "vitest";
import { isSource } from "../../../src/core/testing/suspects.ts";

test.each([
  ["src/cart.ts", true],
  ["lib/cart.cjs", true],
  ["shop/cart.py", true],
  ["latest.js", true],
  ["src/contest.py", true],
  ["src/cart.test.ts", false],
  ["src/cart.spec.jsx", false],
  ["tests/test_cart.py", false],
  ["cart_test.py", false],
  ["cart_test.go", false],
  ["conftest.py", false],
  ["tests/harness.js", false],
  ["__mocks__/fs.js", false],
  ["src/__tests__/cart.js", false],
  ["node_modules/x/index.js", false],
  [".venv/lib/x.py", false],
  ["vitest.config.ts", false],
  [".eslintrc.cjs", false],
  ["setup.py", false],
  ["types.d.ts", false],
  ["data.json", false],
  ["README.md", false],
])("whether %s is source: %s", (path, expected) => {
  expect(isSource(path, ["tests/harness.js"])).toBe(expected);
});
