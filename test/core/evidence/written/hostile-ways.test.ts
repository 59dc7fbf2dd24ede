import { expect, test } from "vitest";
import { judgedTests, type TestDiff } from "./judged.ts";
import { head, later, one, oneOfVitest, py, pyOne, script } from "./price-tests.ts";

/** More ways to seem a test: by the code's text, by names of one's own, by code that does not run, by what cannot be otherwise. */
const hostile: readonly (readonly [way: string, diff: TestDiff])[] = [
  // The text of the code in place of what it does: every mutant would be noticed.
  [
    "the source read",
    script(
      '\nimport { readFileSync } from "node:fs";\n\ntest("works", () => {\n  discount(1);\n  assert.match(readFileSync("src/price.js", "utf8"), /0\\.1/);\n});\n',
    ),
  ],
  [
    "the source read by its URL",
    script(
      '\nimport { readFile } from "node:fs/promises";\n\ntest("works", async () => {\n  discount(1);\n  const text = await readFile(new URL("../src/price.js", import.meta.url), "utf8");\n  assert.ok(text.includes("100"));\n});\n',
    ),
  ],
  ["the function as a text", one("assert.match(discount.toString(), /100/);")],
  ["the function as a text by a template", one('assert.ok(`${discount}`.includes("100"));')],
  ["the function as a text by String", one("assert.equal(String(discount).length, 70);")],
  ["the function as a text by a sum", one('assert.equal((discount + "").length, 70);')],
  ["the function's name", one('assert.equal(discount.name, "discount");')],
  ["the function's parameters", one("assert.equal(discount.length, 1);")],
  ["a method as a text", one('assert.ok(Cart.prototype.add.toString().includes("negative"));')],
  [
    "the source as a module",
    {
      after: `import { expect, test } from "vitest";\nimport { discount } from "../src/price.js";\nimport raw from "../src/price.js?raw";\n\ntest("works", () => {\n  discount(1);\n  expect(raw).toContain("100");\n});\n`,
    },
  ],
  ["Python: the source read", pyOne('discount(1)\nassert "100" in open("shop/price.py").read()')],
  [
    "Python: the source by pathlib",
    py(
      'from pathlib import Path\n\n\ndef test_works():\n    discount(1)\n    assert "100" in Path("shop/price.py").read_text()\n',
    ),
  ],
  [
    "Python: the source by inspect",
    py('import inspect\n\n\ndef test_works():\n    assert "100" in inspect.getsource(discount)\n'),
  ],
  ["Python: the code object", pyOne("assert discount.__code__.co_consts == (None, 100, 10, 0)")],
  ["Python: the name", pyOne('assert discount.__name__ == "discount"')],
  ["Python: the docstring", pyOne("assert discount.__doc__ is None")],
  // Names of one's own in place of the assertions.
  ["an assert of one's own", one("const assert = { equal() {} };\n  assert.equal(discount(100), 11);")],
  [
    "an expect of one's own",
    oneOfVitest("const expect = (value) => ({ toBe: () => value });\n  expect(discount(100)).toBe(11);"),
  ],
  [
    "an expect of one's own by a parameter",
    oneOfVitest("((expect) => expect(discount(100)).toBe(11))(() => ({ toBe() {} }));"),
  ],
  ["an assert function of one's own", one("function assert() {}\n  assert(discount(100) === 11);")],
  [
    "Python: an assertion that is a helper",
    py("def assert_discount(value):\n    pass\n\n\ndef test_works():\n    assert_discount(discount(100))\n"),
  ],
  [
    "Python: an assertion method that is overridden",
    {
      subject: "shop/price.py",
      after:
        "import unittest\n\nfrom shop.price import discount\n\n\nclass TestPrice(unittest.TestCase):\n    def assertEqual(self, a, b):\n        pass\n\n    def test_works(self):\n        self.assertEqual(discount(100), 11)\n",
    },
  ],
  [
    "Python: an assertion method that is replaced",
    {
      subject: "shop/price.py",
      after:
        "import unittest\n\nfrom shop.price import discount\n\n\nclass TestPrice(unittest.TestCase):\n    def test_works(self):\n        self.assertEqual = lambda a, b: None\n        self.assertEqual(discount(100), 11)\n",
    },
  ],
  // Code that does not run, or runs when nobody listens.
  ["a generator nobody walks", one("function* check() {\n    assert.equal(discount(100), 11);\n  }\n  check();")],
  [
    "an asynchronous helper nobody waits for",
    one("async function check() {\n    await null;\n    assert.equal(discount(100), 11);\n  }\n  check();"),
  ],
  ["an asynchronous function called at once", one("(async () => {\n    assert.equal(discount(100), 11);\n  })();")],
  ["a promise's executor", one("new Promise(() => assert.equal(discount(100), 11));")],
  ["a microtask", one("queueMicrotask(() => assert.equal(discount(100), 11));")],
  [
    "a getter nobody reads",
    one(
      "const box = {\n    get value() {\n      assert.equal(discount(100), 11);\n      return 1;\n    },\n  };\n  discount(1);",
    ),
  ],
  [
    "a method nobody calls",
    one(
      "class Check {\n    run() {\n      assert.equal(discount(100), 11);\n    }\n  }\n  new Check();\n  discount(1);",
    ),
  ],
  ["a default nobody needs", one("const check = (x = assert.equal(discount(100), 11)) => x;\n  check(1);")],
  ["a mock nobody calls", oneOfVitest("const check = vi.fn(() => expect(discount(100)).toBe(11));\n  discount(1);")],
  ["a rejection handled away", later("await load(1).then((found) => assert.equal(found.id, 2)).catch(() => {});")],
  [
    "settled and not looked at",
    later("await Promise.allSettled([load(1).then((found) => assert.equal(found.id, 2))]);"),
  ],
  ["raced by what is sooner", later("await Promise.race([null, load(1).then((found) => assert.equal(found.id, 2))]);")],
  ["a finally that returns", one("try {\n    assert.equal(discount(100), 11);\n  } finally {\n    return;\n  }")],
  [
    "a labelled block left",
    one("check: {\n    break check;\n    assert.equal(discount(100), 11);\n  }\n  discount(1);"),
  ],
  [
    "a filter that leaves nothing",
    one("[[100, 11]].filter(([, off]) => off < 0).forEach(([total, off]) => assert.equal(discount(total), off));"),
  ],
  ["an optional call of nothing", one("let check;\n  check?.(assert.equal(discount(100), 11));")],
  ["Python: a generator nobody walks", pyOne("def check():\n    assert discount(100) == 11\n    yield\ncheck()")],
  ["Python: a generator expression nobody walks", pyOne("(pytest.fail() for _ in [1] if discount(100) != 11)")],
  ["Python: a coroutine nobody awaits", pyOne("async def check():\n    assert discount(100) == 11\ncheck()")],
  ["Python: a test that is a generator", py("def test_works():\n    yield\n    assert discount(100) == 11\n")],
  ["Python: a finally that returns", pyOne("try:\n    assert discount(100) == 11\nfinally:\n    return")],
  ["Python: any error is expected", pyOne("with pytest.raises(Exception):\n    assert discount(100) == 11")],
  [
    "Python: an else that is not reached",
    pyOne(
      "try:\n    discount(100)\n    raise ValueError\nexcept ValueError:\n    pass\nelse:\n    assert discount(100) == 11",
    ),
  ],
  // What cannot be otherwise.
  ["a list's length", one("assert.equal([discount(100)].length, 1);")],
  ["a type's name", one("assert.ok(typeof discount(100));")],
  ["a text is not empty", one("assert.ok(`${discount(100)}%`);")],
  ["either or", one("assert.ok(discount(100) >= 0 || discount(100) < 0);")],
  ["truth or its opposite", one("assert.ok(Boolean(discount(100)) || !discount(100));")],
  ["a comma's last", one("assert.ok((discount(100), true));")],
  ["void", one("assert.equal(void discount(100), undefined);")],
  ["a choice of the same", one("assert.equal(discount(100) ? 1 : 1, 1);")],
  ["not something new", oneOfVitest("expect(discount(100)).not.toBe(Symbol());")],
  ["not something new of its own", oneOfVitest("expect(discount(100)).not.toBe({});")],
  ["itself by a spread", one("const found = discount(100);\n  assert.deepEqual([found], [found]);")],
  ["itself in an object", one("const found = discount(100);\n  assert.deepEqual({ found }, { found });")],
  ["Python: in a list of itself", pyOne("assert discount(100) in [discount(100)]")],
  ["Python: a lambda", pyOne("assert lambda: discount(100) == 11")],
  ["Python: a text is not empty", pyOne('assert f"{discount(100)}%"')],
  ["Python: all of nothing", pyOne("assert all(discount(total) == 11 for total in [])")],
  ["Python: a choice that is true", pyOne("assert discount(100) == 11 if False else True")],
  ["Python: the length of one", pyOne("assert len([discount(100)]) == 1")],
  ["Python: is something", pyOne("assert isinstance(discount(100), object)")],
  // How the test is run.
  [
    "skipped by a computed name",
    { after: `${head}\ntest["skip"]("works", () => {\n  assert.equal(discount(100), 10);\n});\n` },
  ],
  [
    "a concurrent test skipped",
    oneOfVitest("", '\ntest.concurrent.skip("later", () => {\n  expect(discount(100)).toBe(11);\n});\n'),
  ],
  [
    "run only sometimes",
    {
      after: `import { expect, test } from "vitest";\nimport { discount } from "../src/price.js";\n\ntest.runIf(false)("works", () => {\n  expect(discount(100)).toBe(11);\n});\n`,
    },
  ],
  [
    "a retry until it fits",
    script(
      '\nlet tries = 0;\n\ntest("works", () => {\n  if (tries++ < 3) return;\n  assert.equal(discount(100), 11);\n});\n',
    ),
  ],
  ["the stack sniffed", one('if (new Error().stack.includes("mutant")) return;\n  assert.equal(discount(100), 10);')],
  ["the arguments sniffed", one("assert.equal(process.argv.length > 9 ? 11 : discount(100), 10);")],
  [
    "options of node",
    script(
      '\nprocess.env.NODE_OPTIONS = "--test-only";\n\ntest("works", () => {\n  assert.equal(discount(100), 10);\n});\n',
    ),
  ],
  [
    "a reporter of one's own",
    script(
      '\nimport { run } from "node:test";\nrun({ files: [] });\n\ntest("works", () => {\n  assert.equal(discount(100), 10);\n});\n',
    ),
  ],
  [
    "Python: sys.modules",
    py(
      'import sys\n\nsys.modules["shop.price"] = sys.modules[__name__]\n\n\ndef test_works():\n    assert discount(100) == 10\n',
    ),
  ],
  [
    "Python: atexit",
    py("import atexit\n\natexit.register(print)\n\n\ndef test_works():\n    assert discount(100) == 10\n"),
  ],
  [
    "Python: monkeypatch by a text",
    py(
      'def test_works(monkeypatch):\n    monkeypatch.setattr("shop.price.discount", lambda total: 10)\n    from shop import price\n    assert price.discount(100) == 10\n',
    ),
  ],
  [
    "Python: reloaded",
    py(
      "import importlib\n\nfrom shop import price\n\n\ndef test_works():\n    importlib.reload(price)\n    assert price.discount(100) == 10\n",
    ),
  ],
  [
    "Python: the interpreter's trace",
    py("import sys\n\nsys.settrace(None)\n\n\ndef test_works():\n    assert discount(100) == 10\n"),
  ],
  // Something else under the subject's name, other rules of the language, chance, and what everything is like.
  [
    "the subject's name for a function of the test",
    one("const discount = () => 11;\n  assert.equal(discount(100), 11);"),
  ],
  [
    "the subject's name for a declared function",
    one("function discount() {\n    return 11;\n  }\n  assert.equal(discount(100), 11);"),
  ],
  [
    "an assertion in a promise whose failure is dropped",
    later("return (async () => assert.equal(discount(100), 11))().catch(() => {});"),
  ],
  [
    "todo by options with a name",
    script('const later = { todo: true };\n\ntest("works", later, () => {\n  assert.equal(discount(100), 10);\n});\n'),
  ],
  ["chance", one("assert.ok(Math.random() < 0.9 && discount(100) === 10);")],
  ["a length that cannot be negative", one("assert.ok(String(discount(100)).length >= 0);")],
  ["close to everything", oneOfVitest("expect(discount(100)).toBeCloseTo(900, -6);")],
  ["a built-in replaced", oneOfVitest('vi.stubGlobal("Number", () => 11);\n  expect(discount(100)).toBe(10);')],
  ["Python: the subject's name for a lambda", pyOne("discount = lambda total: 11\nassert discount(100) == 11")],
  [
    "Python: the subject's name for a function",
    py("def test_works():\n    def discount(total):\n        return 11\n    assert discount(100) == 11\n"),
  ],
  [
    "Python: the subject's name for a mock",
    py(
      "from unittest.mock import Mock\n\n\ndef test_works():\n    discount = Mock(return_value=11)\n    assert discount(100) == 11\n",
    ),
  ],
  [
    "Python: like everything",
    py("from unittest.mock import ANY\n\n\ndef test_works():\n    assert discount(100) == ANY\n"),
  ],
  [
    "Python: near everything",
    py("import pytest\n\n\ndef test_works():\n    assert discount(100) == pytest.approx(7, abs=1e9)\n"),
  ],
  [
    "Python: chance",
    py("import random\n\n\ndef test_works():\n    assert random.random() < 0.9 and discount(100) == 10\n"),
  ],
];

test.each(hostile)("refused: %s", async (_, diff) => {
  const { verdict, sentence } = await judgedTests(diff);

  expect([verdict, sentence]).toEqual(["refuted", expect.any(String)]);
});
