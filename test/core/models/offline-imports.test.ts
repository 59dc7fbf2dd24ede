import { expect, test } from "vitest";
import { imported, importOf } from "../../../src/core/models/offline/tests/imports.ts";
import { readStyle } from "../../../src/core/models/offline/tests/style.ts";

const style = readStyle('import { test } from "vitest";\n', false);
const line = 'import { add, Cart, LIMIT } from "../src/cart.js";';

test("only what the tests use is imported, one name a line where that is too long for one", () => {
  const narrow = { ...style, width: 40 };

  expect(importOf(line, "add(1); LIMITS;", style)).toBe('import { add } from "../src/cart.js";');
  expect(importOf(line, "add(LIMIT); new Cart();", narrow)).toBe(
    'import {\n  add,\n  Cart,\n  LIMIT,\n} from "../src/cart.js";',
  );
  expect(importOf("from shop.cart import LIMIT, add", "add(1)", style)).toBe("from shop.cart import add");
  expect(importOf('import cart, { add } from "./cart";', "cart(1)", style)).toBe('import cart from "./cart";');
});

test("a line may be as long as the limit that the code under test keeps to, not as the longest line there is", () => {
  const wide = (length: number) =>
    readStyle('import { test } from "vitest";\n', false, `// ${"x".repeat(length - 3)}\n`).width;

  expect([wide(40), wide(80), wide(81), wide(100), wide(117), wide(300)]).toEqual([80, 80, 100, 100, 120, 120]);
});

const header = 'import { expect, test } from "vitest";\n';

test.each([
  [
    "the same module's import grows, sorted as it was",
    `${header}import { Cart } from "../src/cart.js";\n`,
    [{ find: 'import { Cart } from "../src/cart.js";', replace: 'import { add, Cart } from "../src/cart.js";' }],
  ],
  [
    "one of several lines as well",
    `${header}import {\n  Cart,\n  type Item,\n} from "../src/cart.js";\n`,
    [
      {
        find: 'import {\n  Cart,\n  type Item,\n} from "../src/cart.js";',
        replace: 'import { add, Cart, type Item } from "../src/cart.js";',
      },
    ],
  ],
  [
    "a new one comes after packages and farther paths",
    `${header}import { b } from "../../b.js";\nimport { c } from "./c.js";\n`,
    [
      {
        find: 'import { b } from "../../b.js";',
        replace: 'import { b } from "../../b.js";\nimport { add } from "../src/cart.js";',
      },
    ],
  ],
  ["nothing where all is there", `${header}import { add } from "../src/cart.js";\n`, []],
])("into a test file: %s", (_, text, edits) => {
  expect(imported(text, line, "expect(add(1)).toBe(2);", style)).toEqual(edits);
});
