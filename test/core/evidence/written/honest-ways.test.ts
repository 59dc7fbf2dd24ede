import { expect, test } from "vitest";
import { judgedTests, type TestDiff } from "./judged.ts";
import { later, one, py, script, vitest } from "./price-tests.ts";

/** How tests of real projects are written: helpers, fixtures, tables, time, promises. */
const honest: readonly (readonly [what: string, diff: TestDiff])[] = [
  [
    "an asynchronous helper that is awaited",
    script(
      'async function check(id, price) {\n  const found = await load(id);\n  assert.equal(found.price, price);\n}\n\ntest("works", async () => {\n  await check(7, 3);\n});\n',
    ),
  ],
  [
    "helpers awaited together",
    script(
      'const check = async (id) => {\n  assert.equal((await load(id)).id, id);\n};\n\ntest("works", async () => {\n  await Promise.all([check(1), check(2)]);\n});\n',
    ),
  ],
  [
    "an asynchronous function called at once and awaited",
    later("await (async () => {\n    assert.equal((await load(1)).id, 1);\n  })();"),
  ],
  [
    "a generator of cases that is walked",
    script(
      'function* cases() {\n  yield [99, 0];\n  yield [100, 10];\n}\n\ntest("works", () => {\n  const all = [...cases()].map(([total]) => discount(total));\n  assert.deepEqual(all, [0, 10]);\n});\n',
    ),
  ],
  [
    "a helper called as the library calls its own",
    script(
      'function assertOff(total, off) {\n  assert.equal(discount(total), off);\n}\n\ntest("works", () => {\n  assertOff(100, 10);\n});\n',
    ),
  ],
  [
    "expect handed to the test",
    vitest('test("works", ({ expect }) => {\n  expect(discount(100)).toBe(10);\n});\n', "test"),
  ],
  [
    "expect taken from chai",
    {
      after:
        'const chai = require("chai");\nconst { discount } = require("../src/price");\nconst { expect } = chai;\n\nit("works", () => {\n  expect(discount(100)).to.equal(10);\n});\n',
    },
  ],
  [
    "a suite named after the function",
    vitest(
      'describe(discount.name, () => {\n  it("takes a tenth", () => {\n    expect(discount(100)).toBe(10);\n  });\n});\n',
      "describe, expect, it",
    ),
  ],
  [
    "a table of text",
    vitest(
      'test.each`\n  total  | off\n  ${99}  | ${0}\n  ${100} | ${10}\n`("$total gets $off", ({ total, off }) => {\n  expect(discount(total)).toBe(off);\n});\n',
    ),
  ],
  [
    "a table of objects",
    vitest(
      'it.each([\n  { total: 99, off: 0 },\n  { total: 100, off: 10 },\n])("$total gets $off", ({ total, off }) => {\n  expect(discount(total)).toBe(off);\n});\n',
      "expect, it",
    ),
  ],
  [
    "a suite for each",
    vitest(
      'describe.each([[99, 0], [100, 10]])("%i", (total, off) => {\n  test(`is ${off}`, () => {\n    expect(discount(total)).toBe(off);\n  });\n});\n',
      "describe, expect, test",
    ),
  ],
  [
    "a rejection of expect",
    vitest('test("works", async () => {\n  await expect(load(null as never)).rejects.toThrow(TypeError);\n});\n'),
  ],
  ["a promise of expect returned", vitest('test("works", () => expect(load(1)).resolves.toMatchObject({ id: 1 }));\n')],
  [
    "time that stands still",
    vitest(
      'beforeEach(() => {\n  vi.useFakeTimers();\n});\nafterEach(() => {\n  vi.useRealTimers();\n});\n\ntest("works", () => {\n  vi.setSystemTime(0);\n  expect(discount(100)).toBe(10);\n});\n',
      "afterEach, beforeEach, expect, test, vi",
    ),
  ],
  [
    "a callback counted",
    vitest(
      'test("works", () => {\n  expect.assertions(2);\n  for (const total of [99, 100]) expect(discount(total)).toBeLessThan(11);\n});\n',
    ),
  ],
  [
    "a callback of the old kind",
    script(
      'test("works", (t, done) => {\n  load(1)\n    .then((found) => {\n      assert.equal(found.id, 1);\n      done();\n    })\n    .catch(done);\n});\n',
    ),
  ],
  [
    "an error kept and looked at",
    later("const error = await load(null).catch((caught) => caught);\n  assert.ok(error instanceof TypeError);"),
  ],
  [
    "all that settled",
    later(
      'const settled = await Promise.allSettled([load(1), load(null)]);\n  assert.deepEqual(settled.map(({ status }) => status), ["fulfilled", "rejected"]);',
    ),
  ],
  [
    "what an object says as text",
    one(
      'assert.equal(`${new Cart().total()}`, "0");\n  assert.equal(String(discount(100)), "10");\n  assert.equal(discount(100).toString(), "10");',
    ),
  ],
  ["the length of what comes out", one("assert.equal(new Cart().add(1).items.length, 1);")],
  [
    "not the same list",
    one(
      "const cart = new Cart();\n  const before = cart.items;\n  cart.add(1);\n  assert.notEqual(cart.total(), 0);\n  assert.equal(cart.items, before);",
    ),
  ],
  [
    "a fixture file",
    script(
      'import { readFileSync } from "node:fs";\n\ntest("works", () => {\n  const totals = JSON.parse(readFileSync(new URL("./fixtures/totals.json", import.meta.url), "utf8"));\n  assert.deepEqual(totals.map(discount), [0, 10]);\n});\n',
    ),
  ],
  ["either of two results", one("const off = discount(100);\n  assert.ok(off === 10 || off === 11);")],
  [
    "a kind in each case",
    one('assert.equal(typeof discount(100), "number");\n  assert.equal(Array.isArray(new Cart().items), true);'),
  ],
  [
    "a finally that cleans up",
    one(
      "const cart = new Cart();\n  try {\n    assert.equal(cart.add(1).total(), 1);\n  } finally {\n    cart.items.length = 0;\n  }",
    ),
  ],
  [
    "a method of an object of the test",
    script(
      'const shop = {\n  cart: new Cart(),\n  fill(...prices) {\n    for (const price of prices) this.cart.add(price);\n    return this.cart.total();\n  },\n};\n\ntest("works", () => {\n  assert.equal(shop.fill(1, 2), 3);\n});\n',
    ),
  ],
  [
    "a type of the test",
    vitest(
      'interface Case {\n  readonly total: number;\n  readonly off: number;\n}\n\nconst cases = [{ total: 100, off: 10 }] satisfies readonly Case[];\n\ntest.each(cases)("$total", ({ total, off }: Case) => {\n  expect(discount(total)).toBe(off);\n});\n',
    ),
  ],
  [
    "Python: a fixture that yields",
    py(
      "@pytest.fixture\ndef cart():\n    cart = Cart()\n    yield cart\n    cart.items.clear()\n\n\ndef test_total(cart):\n    assert cart.add(2).total() == 2\n",
    ),
  ],
  [
    "Python: the error looked at",
    py(
      'def test_refuses():\n    with pytest.raises(ValueError) as caught:\n        Cart().add(-1)\n    assert str(caught.value) == "negative"\n',
    ),
  ],
  [
    "Python: run to its end",
    py(
      "import asyncio\n\n\nasync def total():\n    return discount(100)\n\n\ndef test_works():\n    assert asyncio.run(total()) == 10\n",
    ),
  ],
  [
    "Python: an asynchronous test",
    py("@pytest.mark.asyncio\nasync def test_works():\n    assert discount(100) == 10\n"),
  ],
  [
    "Python: a helper that asserts",
    py(
      "def assert_off(total, off):\n    assert discount(total) == off\n\n\ndef test_works():\n    assert_off(100, 10)\n    assert_off(99, 0)\n",
    ),
  ],
  [
    "Python: parameters with ids",
    py(
      '@pytest.mark.parametrize(\n    ("total", "off"),\n    [pytest.param(99, 0, id="below"), pytest.param(100, 10, id="at the limit")],\n)\ndef test_discount(total, off):\n    assert discount(total) == off\n',
    ),
  ],
  [
    "Python: subTest",
    {
      subject: "shop/price.py",
      after:
        "import unittest\n\nfrom shop.price import discount\n\n\nclass TestDiscount(unittest.TestCase):\n    def test_table(self):\n        for total, off in ((99, 0), (100, 10)):\n            with self.subTest(total=total):\n                self.assertEqual(discount(total), off)\n",
    },
  ],
  [
    "Python: something else replaced",
    py(
      'def test_works(monkeypatch):\n    monkeypatch.setattr("shop.clock.now", lambda: 3)\n    assert discount(100) == 10\n',
    ),
  ],
  [
    "Python: a file of a temporary folder",
    py(
      'def test_works(tmp_path):\n    path = tmp_path / "totals.txt"\n    path.write_text("100")\n    assert discount(int(path.read_text())) == 10\n',
    ),
  ],
  [
    "Python: a comprehension",
    py(
      "def test_works():\n    assert [discount(total) for total in (99, 100)] == [0, 10]\n    assert all(discount(total) >= 0 for total in range(0, 300, 50))\n",
    ),
  ],
  [
    "Python: a text of the result",
    py('def test_works():\n    assert f"{discount(100):.1f}" == "10.0"\n    assert str(discount(99)) == "0"\n'),
  ],
  [
    "Python: chance with a seed",
    py(
      "import random\n\n\ndef test_works():\n    rng = random.Random(7)\n    assert discount(rng.randint(0, 99)) == 0\n",
    ),
  ],
  [
    "Python: nearly",
    py("import pytest\n\n\ndef test_works():\n    assert discount(101) == pytest.approx(10.1, abs=1e-9)\n"),
  ],
  ["a result under a name like the subject's", one("const total = discount(100);\n  assert.ok(total >= 10);")],
];

test.each(honest)("not refused: %s", async (_, diff) => {
  const { verdict, sentence } = await judgedTests(diff);

  expect([verdict, sentence]).toEqual(["proved", expect.any(String)]);
});
