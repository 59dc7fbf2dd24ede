import { expect, test } from "vitest";
import { judgedTests, type TestDiff } from "./judged.ts";
import { head, later, one, py, pyHead, script, vitest } from "./price-tests.ts";

const old = `${head}
// What the shop takes off.
test("nothing below the limit", () => {
  assert.equal(discount(99), 0);
});

describe("Cart", () => {
  const cart = () => new Cart();

  it("is empty at first", () => {
    assert.equal(cart().total(), 0);
  });
});
`;
const changed = (after: string): TestDiff => ({ before: old, after });

/** What good engineers write. */
const honest: readonly (readonly [what: string, diff: TestDiff])[] = [
  ["plain values", one("assert.equal(discount(100), 10);\n  assert.equal(discount(99), 0);")],
  ["a value kept first", one("const result = discount(LIMIT);\n  assert.strictEqual(result, 10);")],
  [
    "objects and methods",
    one(
      "const cart = new Cart().add(3).add(4);\n  assert.deepEqual(cart.items, [3, 4]);\n  assert.equal(cart.total(), 7);",
    ),
  ],
  ["an error", one("assert.throws(() => new Cart().add(-1), RangeError);")],
  [
    "an error by its message",
    one('assert.throws(() => new Cart().add(-1), { name: "RangeError", message: /negative/ });'),
  ],
  [
    "an error the old way",
    one(
      'try {\n    new Cart().add(-1);\n    assert.fail("no error");\n  } catch (error) {\n    assert.equal(error.message, "negative");\n  }',
    ),
  ],
  [
    "a table",
    one("for (const [total, expected] of [[99, 0], [100, 10], [250, 25]]) assert.equal(discount(total), expected);"),
  ],
  [
    "a named table",
    script(
      "const cases = [\n  { total: 99, off: 0 },\n  { total: 100, off: 10 },\n];\n\nfor (const { total, off } of cases) {\n  test(`${total} gets ${off}`, () => {\n    assert.equal(discount(total), off);\n  });\n}\n",
    ),
  ],
  [
    "forEach over a table",
    one("[[99, 0], [100, 10]].forEach(([total, expected]) => {\n    assert.equal(discount(total), expected);\n  });"),
  ],
  ["a promise awaited", later("const found = await load(7);\n  assert.deepEqual(found, { id: 7, price: 3 });")],
  ["a rejection awaited", later("await assert.rejects(load(null), TypeError);")],
  ["a promise returned", script('test("works", () => load(7).then((found) => assert.equal(found.id, 7)));\n')],
  [
    "a helper that asserts",
    script(
      'function check(total, expected) {\n  assert.equal(discount(total), expected);\n}\n\ntest("works", () => {\n  check(99, 0);\n  check(100, 10);\n});\n',
    ),
  ],
  [
    "a helper that makes things",
    script(
      'const filled = (...prices) => prices.reduce((cart, price) => cart.add(price), new Cart());\n\ntest("works", () => {\n  assert.equal(filled(1, 2).total(), 3);\n});\n',
    ),
  ],
  [
    "a hook that makes things",
    script(
      'describe("Cart", () => {\n  let cart;\n  beforeEach(() => {\n    cart = new Cart();\n  });\n\n  it("adds", () => {\n    cart.add(3);\n    assert.equal(cart.total(), 3);\n  });\n});\n'.replace(
        "describe(",
        'import { beforeEach } from "node:test";\n\ndescribe(',
      ),
    ),
  ],
  [
    "subtests",
    script(
      'test("discount", async (t) => {\n  await t.test("below", () => {\n    assert.equal(discount(1), 0);\n  });\n  await t.test("above", () => {\n    assert.equal(discount(200), 20);\n  });\n  assert.equal(discount(100), 10);\n});\n',
    ),
  ],
  [
    "a property over numbers",
    one("for (let total = 0; total < 300; total += 50) assert.ok(discount(total) <= total);"),
  ],
  ["a constant of the code", one("assert.equal(LIMIT, 100);")],
  ["a condition about the result", one("assert.ok(discount(1000) > discount(100));")],
  [
    "a counted callback",
    script(
      'test("works", (t) => {\n  t.plan(1);\n  [100].map(discount).forEach((off) => t.assert.equal(off, 10));\n});\n',
    ),
  ],
  [
    "a file in a temporary folder",
    script(
      'import { mkdtempSync, writeFileSync, readFileSync } from "node:fs";\nimport { tmpdir } from "node:os";\nimport { join } from "node:path";\n\ntest("works", () => {\n  const folder = mkdtempSync(join(tmpdir(), "x-"));\n  writeFileSync(join(folder, "a"), String(discount(100)));\n  assert.equal(readFileSync(join(folder, "a"), "utf8"), "10");\n});\n',
    ),
  ],
  [
    "added at the end",
    changed(`${old}\ntest("a tenth from the limit on", () => {\n  assert.equal(discount(100), 10);\n});\n`),
  ],
  [
    "added in the suite and after",
    changed(
      old.replace(
        "  });\n});\n",
        '  });\n\n  it("adds up", () => {\n    assert.equal(cart().add(2).total(), 2);\n  });\n});\n',
      ),
    ),
  ],
  [
    "added with an import more",
    changed(
      old.replace("import { describe", "import { beforeEach, describe") +
        '\ntest("x", async () => {\n  assert.equal((await load(1)).price, 3);\n});\n',
    ),
  ],
  [
    "added with a new import, and comments reworded",
    changed(
      old
        .replace("What the shop takes off.", "Discounts.")
        .replace("import { describe", 'import { inspect } from "node:util";\nimport { describe') +
        '\ntest("x", () => {\n  assert.equal(inspect(discount(100)), "10");\n});\n',
    ),
  ],
  [
    "expect",
    vitest(
      'test("works", () => {\n  expect(discount(100)).toBe(10);\n  expect(new Cart().add(1).items).toEqual([1]);\n});\n',
    ),
  ],
  [
    "expect of an error",
    vitest('test("works", () => {\n  expect(() => new Cart().add(-1)).toThrow("negative");\n});\n'),
  ],
  [
    "expect of promises",
    vitest('test("works", async () => {\n  await expect(load(1)).resolves.toEqual({ id: 1, price: 3 });\n});\n'),
  ],
  [
    "test.each",
    vitest(
      'test.each([\n  [99, 0],\n  [100, 10],\n])("%i gets %i", (total, off) => {\n  expect(discount(total)).toBe(off);\n});\n',
    ),
  ],
  [
    "a spy that is called",
    vitest(
      'test("works", () => {\n  const spy = vi.fn((total: number) => discount(total));\n  [100, 200].forEach(spy);\n  expect(spy).toHaveBeenCalledTimes(2);\n  expect(spy.mock.results[0]?.value).toBe(10);\n});\n',
      "expect, test, vi",
    ),
  ],
  [
    "an inline snapshot with its text",
    vitest('test("works", () => {\n  expect(new Cart().add(1).items).toMatchInlineSnapshot(`[1]`);\n});\n'),
  ],
  [
    "a typed table",
    vitest(
      'const cases: readonly [number, number][] = [[99, 0], [100, 10]];\n\ntest("works", () => {\n  for (const [total, off] of cases) expect(discount(total)).toBe(off);\n});\n',
    ),
  ],
  [
    "required",
    {
      after:
        'const assert = require("node:assert");\nconst test = require("node:test");\nconst { discount } = require("../src/price");\n\ntest("works", () => {\n  assert.strictEqual(discount(100), 10);\n});\n',
    },
  ],
  [
    "chai",
    {
      after:
        'import { expect } from "chai";\nimport { Cart, discount } from "../src/price.js";\n\ndescribe("discount", function () {\n  it("is a tenth", function () {\n    expect(discount(100)).to.equal(10);\n    expect(new Cart().items).to.be.empty;\n  });\n});\n',
    },
  ],
  [
    "named assertions",
    {
      after:
        'import { deepStrictEqual, equal } from "node:assert";\nimport { test } from "node:test";\nimport * as price from "../src/price.js";\n\ntest("works", () => {\n  equal(price.discount(100), 10);\n});\n',
    },
  ],
  [
    "by way of the package's index",
    {
      after: `${head.replace("../src/price.js", "../src/index.js")}\ntest("works", () => {\n  assert.equal(discount(100), 10);\n});\n`,
    },
  ],
  [
    "another thing mocked",
    vitest(
      'vi.mock("./clock", () => ({ now: () => 3 }));\n\ntest("works", () => {\n  expect(discount(100)).toBe(10);\n});\n',
      "expect, test, vi",
    ),
  ],
  ["Python: plain", py("def test_discount():\n    assert discount(100) == 10\n    assert discount(99) == 0\n")],
  [
    "Python: an error",
    py('def test_refuses():\n    with pytest.raises(ValueError, match="negative"):\n        Cart().add(-1)\n'),
  ],
  [
    "Python: parametrized",
    py(
      '@pytest.mark.parametrize("total,off", [(99, 0), (100, 10)])\ndef test_discount(total, off):\n    assert discount(total) == off\n',
    ),
  ],
  [
    "Python: a fixture",
    py(
      "@pytest.fixture\ndef cart():\n    return Cart().add(1)\n\n\ndef test_total(cart):\n    cart.add(2)\n    assert cart.total() == 3\n",
    ),
  ],
  [
    "Python: unittest",
    {
      subject: "shop/price.py",
      after:
        "import unittest\n\nfrom shop.price import Cart, discount\n\n\nclass PriceTest(unittest.TestCase):\n    def setUp(self):\n        self.cart = Cart()\n\n    def test_total(self):\n        self.cart.add(2)\n        self.assertEqual(self.cart.total(), 2)\n\n    def test_refuses(self):\n        with self.assertRaises(ValueError):\n            self.cart.add(-1)\n        self.assertRaises(ValueError, self.cart.add, -2)\n",
    },
  ],
  [
    "Python: approx and truth",
    py(
      "def test_discount():\n    assert discount(105) == pytest.approx(10.5)\n    assert not discount(3)\n    assert LIMIT > 0\n",
    ),
  ],
  [
    "Python: a module",
    {
      subject: "shop/price.py",
      after:
        "from shop import price\n\n\ndef test_discount():\n    result = price.discount(100)\n    assert result == 10, 'a tenth'\n",
    },
  ],
  [
    "Python: subtests in a loop",
    py("def test_discount():\n    for total, off in [(99, 0), (100, 10)]:\n        assert discount(total) == off\n"),
  ],
  [
    "Python: a class added to",
    {
      subject: "shop/price.py",
      before: `${pyHead}class TestDiscount:\n    def test_below(self):\n        assert discount(1) == 0\n`,
      after: `${pyHead}class TestDiscount:\n    def test_below(self):\n        assert discount(1) == 0\n\n    def test_above(self):\n        assert discount(200) == 20\n`,
    },
  ],
];

test.each(honest)("not refused: %s", async (_, diff) => {
  const { verdict, sentence } = await judgedTests(diff);

  expect([verdict, sentence]).toEqual(["proved", expect.any(String)]);
});
