import { expect, test } from "vitest";
import { judgedTests, type TestDiff } from "./judged.ts";
import { head, later, one, oneOfVitest, py, pyHead, pyOne, script } from "./price-tests.ts";

const old = `${head}
test("nothing below the limit", () => {
  assert.equal(discount(99), 0);
  assert.equal(discount(1), 0);
});
`;
const fine = `
test("a tenth from the limit on", () => {
  assert.equal(discount(100), 10);
});
`;
const changed = (after: string): TestDiff => ({ before: old, after });

const pyOld = `${pyHead}\n\ndef test_nothing_below():\n    assert discount(99) == 0\n    assert discount(1) == 0\n`;
const pyChanged = (after: string): TestDiff => ({ subject: "shop/price.py", before: pyOld, after });

/** What a test must not be, and a word of the sentence that says so. */
const hostile: readonly (readonly [way: string, diff: TestDiff, word: string])[] = [
  ["no assertion", one("discount(100);"), "asserts nothing"],
  ["no body", script('\ntest("works");\n'), "todo"],
  ["nothing at all", script(""), "No test is added"],
  ["true is true", one("assert.ok(true);\n  discount(3);"), "constant"],
  ["true equals true", oneOfVitest("expect(true).toBe(true);\n  discount(3);"), "constants"],
  ["constants by name", one("const result = 10;\n  discount(100);\n  assert.equal(result, 10);"), "constants"],
  ["a value and itself", one("assert.equal(discount(100), discount(100));"), "itself"],
  ["a value and its other name", one("const a = discount(100);\n  const b = a;\n  assert.equal(a, b);"), "itself"],
  ["always true", one("assert.ok(discount(100) || true);"), "always true"],
  ["an object is always true", one("assert.ok([discount(100)]);"), "always true"],
  ["a comparison with itself", oneOfVitest("expect(discount(1) === discount(1)).toBe(true);"), "itself"],
  ["the function, not its result", one('assert.equal(typeof discount, "function");'), "code it is to test"],
  ["the function is defined", oneOfVitest("expect(discount).toBeDefined();"), "code it is to test"],
  ["not the subject", one("const add = (a, b) => a + b;\n  assert.equal(add(1, 2), 3);"), "code it is to test"],
  [
    "a mock in its place",
    oneOfVitest("const discount2 = vi.fn(() => 10);\n  expect(discount2(100)).toBe(10);"),
    "code it is to test",
  ],
  [
    "only when it goes wrong",
    one("try {\n    discount(100);\n  } catch (error) {\n    assert.equal(error.message, discount(1));\n  }"),
    "errors are caught",
  ],
  ["errors swallowed", one("try {\n    assert.equal(discount(100), 11);\n  } catch {}"), "swallowed"],
  [
    "errors printed",
    one("try {\n    assert.equal(discount(100), 11);\n  } catch (error) {\n    console.log(error);\n  }"),
    "swallowed",
  ],
  ["in a branch", one("if (discount(100) === 10) assert.equal(discount(100), 10);"), "branch"],
  ["behind an operator", one("discount(100) === 11 && assert.equal(discount(100), 11);"), "branch"],
  ["after a return", one("return;\n  assert.equal(discount(100), 10);"), "after a return"],
  [
    "after a likely return",
    one("if (discount(100) > 0) return;\n  assert.equal(discount(100), 11);"),
    "after a return",
  ],
  ["in a loop over nothing", one("for (const total of []) assert.equal(discount(total), 10);"), "loop"],
  [
    "in a callback nobody calls",
    one("const check = () => assert.equal(discount(100), 11);\n  discount(1);"),
    "asserts nothing",
  ],
  ["in a callback given away", one("setTimeout(() => assert.equal(discount(100), 11), 10);"), "callback"],
  ["where errors are expected", one("assert.throws(() => assert.equal(discount(100), 11));"), ""],
  ["a promise nobody waits for", later("assert.rejects(() => load(null));"), "await"],
  ["a promise of expect nobody waits for", oneOfVitest("expect(load(1)).resolves.toEqual({});"), "await"],
  ["a then nobody waits for", later("load(1).then((found) => assert.equal(found.id, 2));"), "callback"],
  ["only a snapshot", oneOfVitest("expect(discount(100)).toMatchSnapshot();"), "snapshot"],
  ["only an empty inline snapshot", oneOfVitest("expect(discount(100)).toMatchInlineSnapshot();"), "snapshot"],
  ["one good, one empty", script(`${fine}\ntest("empty", () => {\n  discount(100);\n});\n`), '"empty" asserts nothing'],
  ["only", { after: `${head}${fine.replace("test(", "test.only(")}` }, "only"],
  ["skip", { after: `${head}${fine.replace("test(", "test.skip(")}` }, "skip"],
  ["skipped by an option", { after: `${head}${fine.replace("() =>", "{ skip: true }, () =>")}` }, "skip"],
  [
    "skipped inside",
    script('\ntest("works", (t) => {\n  t.skip();\n  assert.equal(discount(100), 10);\n});\n'),
    "skip",
  ],
  ["todo", { after: `${head}${fine.replace("() =>", "{ todo: true }, () =>")}` }, "todo"],
  [
    "a suite marked only",
    {
      after: `import { describe, it } from "node:test";\n${head}\ndescribe.only("x", () => {\n  it("y", () => {\n    assert.equal(discount(100), 10);\n  });\n});\n`,
    },
    "only",
  ],
  [
    "expected to fail",
    oneOfVitest("expect(discount(100)).toBe(11);", "").after === ""
      ? one("")
      : { after: oneOfVitest("expect(discount(100)).toBe(11);").after.replace('test("works"', 'test.fails("works"') },
    "fails",
  ],
  ["process.exit", one("assert.equal(discount(100), 10);\n  process.exit(0);"), "process"],
  ["exit by another name", one("const { exit } = process;\n  exit(0);\n  assert.equal(discount(100), 10);"), "process"],
  ["exit by globalThis", one("globalThis.process.exit(0);\n  assert.equal(discount(100), 10);"), "process"],
  ["exit code", one("process.exitCode = 0;\n  assert.equal(discount(100), 10);"), "process"],
  ["listening for failures", script(`\nprocess.on("uncaughtException", () => {});\n${fine}`), "process"],
  ["patched assert", script(`\nassert.equal = () => {};\n${fine}`), "does not own"],
  ["assert patched by Object.assign", script(`\nObject.assign(assert, { equal() {} });\n${fine}`), "does not own"],
  [
    "assert patched by defineProperty",
    script(`\nObject.defineProperty(assert, "equal", { value() {} });\n${fine}`),
    "does not own",
  ],
  ["assert patched through an alias", script(`\nconst a = assert;\na.equal = () => {};\n${fine}`), "does not own"],
  ["prototype patched", script(`\nArray.prototype.map = () => [];\n${fine}`), ""],
  [
    "prototype of the subject patched",
    script(`\nCart.prototype.total = () => 3;\n\ntest("works", () => {\n  assert.equal(new Cart().total(), 3);\n});\n`),
    "",
  ],
  [
    "expect extended",
    {
      after: `import { expect, test } from "vitest";\nimport { discount } from "../src/price.js";\nexpect.extend({ toBe: () => ({ pass: true, message: () => "" }) });\n\ntest("works", () => {\n  expect(discount(100)).toBe(11);\n});\n`,
    },
    "tests are run or compared",
  ],
  [
    "the subject mocked",
    oneOfVitest("expect(discount(100)).toBe(3);", 'vi.mock("../src/price.js", () => ({ discount: () => 3 }));\n'),
    "does not own",
  ],
  [
    "the subject mocked by import()",
    oneOfVitest(
      "expect(discount(100)).toBe(3);",
      'vi.mock(import("../src/price.js"), () => ({ discount: () => 3 }));\n',
    ),
    "does not own",
  ],
  [
    "the subject mocked in node",
    script(
      '\nimport { mock } from "node:test";\nmock.module("../src/price.js", { namedExports: { discount: () => 3 } });\n' +
        fine,
    ),
    "does not own",
  ],
  [
    "a method of the subject replaced",
    script(
      '\nimport { mock } from "node:test";\n\ntest("works", () => {\n  mock.method(Cart.prototype, "total", () => 3);\n  assert.equal(new Cart().total(), 3);\n});\n',
    ),
    "does not own",
  ],
  ["an equal that is always equal", one("assert.equal({ asymmetricMatch: () => true }, discount(100));"), "compare"],
  ["sniffing the environment", one("assert.equal(process.env.CI ? 10 : discount(100), 10);"), "surroundings"],
  ["sniffing import.meta", one("assert.equal(import.meta.env.X ? 10 : discount(100), 10);"), "surroundings"],
  ["network", later('await fetch("http://example.org/");\n  assert.equal(discount(100), 10);'), "network"],
  ["a server", script(`\nimport http from "node:http";\nhttp.createServer().listen();\n${fine}`), "network"],
  [
    "a child process",
    script(`\nimport { execSync } from "node:child_process";\nexecSync("true");\n${fine}`),
    "process",
  ],
  [
    "writing to the project",
    script(`\nimport { writeFileSync } from "node:fs";\nwriteFileSync("src/price.js", "");\n${fine}`),
    "files",
  ],
  ["code from text", one('assert.equal(eval("discount(100)"), 10);'), "code made from text"],
  [
    "a module by a computed name",
    later('const all = await import("../src/" + "price.js");\n  assert.equal(all.discount(100), 10);'),
    "import",
  ],
  ["an old test gone", changed(head + fine), "is gone"],
  ["an old test renamed", changed(old.replace("nothing below the limit", "nothing") + fine), "is gone"],
  ["an old test weakened", changed(old.replace("  assert.equal(discount(1), 0);\n", "") + fine), "was changed"],
  [
    "an old value loosened",
    changed(old.replace("assert.equal(discount(99), 0)", "assert.ok(discount(99) < 5)") + fine),
    "was changed",
  ],
  ["an old test skipped", changed(old.replace("test(", "test.skip(") + fine), "was changed"],
  ["an old test commented out", changed(`${head}\n/*${old.slice(head.length)}*/\n${fine}`), "is gone"],
  ["an old test in a branch", changed(`${head}\nif (false) {\n${old.slice(head.length)}}\n${fine}`), "was changed"],
  ["an old import turned", changed(old.replace('"../src/price.js"', '"./fake.js"') + fine), "was changed"],
  [
    "an old name taken in its suite",
    {
      before: `import { describe, it } from "node:test";\n${head}\ndescribe("discount", () => {\n  it("is nothing", () => {\n    assert.equal(discount(1), 0);\n  });\n});\n`,
      after: `import { describe, it } from "node:test";\n${head}\ndescribe("discount", () => {\n  const discount = () => 0;\n  it("is nothing", () => {\n    assert.equal(discount(1), 0);\n  });\n  it("is more", () => {\n    assert.equal(discount(3), 0);\n  });\n});\n`,
    },
    "takes the name",
  ],
  [
    "a hook beside old tests",
    changed(`${old}\nimport { beforeEach } from "node:test";\nbeforeEach((t) => t.skip());\n${fine}`),
    "may not be added",
  ],
  ["a statement beside old tests", changed(`${old}\nglobal.x = 1;\n${fine}`), "may not be added"],
  ["a syntax error", script('\ntest("works", () => {\n  assert.equal(discount(100), 10;\n});\n'), "syntax"],
  ["Python: no assertion", pyOne("discount(100)"), "asserts nothing"],
  ["Python: true", pyOne("discount(100)\nassert True"), "constant"],
  ["Python: a value and itself", pyOne("x = discount(100)\nassert x == x"), "itself"],
  ["Python: a tuple is true", pyOne('assert (discount(100) == 11, "message")'), "always true"],
  ["Python: or True", pyOne("assert discount(100) == 11 or True"), "always true"],
  ["Python: not the subject", pyOne("assert 1 + 1 == 2"), "code it is to test"],
  ["Python: swallowed", pyOne("try:\n    assert discount(100) == 11\nexcept Exception:\n    pass"), "swallowed"],
  ["Python: swallowed by a bare except", pyOne("try:\n    assert discount(100) == 11\nexcept:\n    pass"), "swallowed"],
  [
    "Python: suppressed",
    pyOne("with contextlib.suppress(AssertionError):\n    assert discount(100) == 11"),
    "suppressed",
  ],
  [
    "Python: expected to fail",
    pyOne("with pytest.raises(AssertionError):\n    assert discount(100) == 11"),
    "suppressed",
  ],
  ["Python: in a branch", pyOne("if discount(100) == 10:\n    assert discount(100) == 10"), "branch"],
  ["Python: skipped", py("@pytest.mark.skip\ndef test_works():\n    assert discount(100) == 10\n"), "skip"],
  ["Python: expected failure", py("@pytest.mark.xfail\ndef test_works():\n    assert discount(100) == 11\n"), "xfail"],
  ["Python: skipped inside", pyOne('pytest.skip("later")\nassert discount(100) == 10'), "skip"],
  [
    "Python: all skipped",
    py("pytestmark = pytest.mark.skip\n\n\ndef test_works():\n    assert discount(100) == 10\n"),
    "skip",
  ],
  [
    "Python: exit",
    py("import sys\n\n\ndef test_works():\n    assert discount(100) == 10\n    sys.exit(0)\n"),
    "process",
  ],
  [
    "Python: os._exit",
    py("import os\n\n\ndef test_works():\n    assert discount(100) == 10\n    os._exit(0)\n"),
    "process",
  ],
  [
    "Python: environment",
    py('import os\n\n\ndef test_works():\n    assert os.environ.get("CI") or discount(100) == 10\n'),
    "",
  ],
  [
    "Python: the subject patched",
    py(
      'from unittest.mock import patch\n\n\ndef test_works():\n    with patch("shop.price.discount", return_value=3):\n        assert discount(100) == 10\n',
    ),
    "does not own",
  ],
  [
    "Python: the subject patched by monkeypatch",
    py(
      'def test_works(monkeypatch):\n    monkeypatch.setattr(Cart, "total", lambda self: 3)\n    assert Cart().total() == 3\n',
    ),
    "does not own",
  ],
  [
    "Python: an equal that is always equal",
    py(
      "class Any:\n    def __eq__(self, other):\n        return True\n\n\ndef test_works():\n    assert discount(100) == Any()\n",
    ),
    "compare",
  ],
  [
    "Python: subprocess",
    py("import subprocess\n\n\ndef test_works():\n    subprocess.run(['true'])\n    assert discount(100) == 10\n"),
    "process",
  ],
  ["Python: an old test gone", pyChanged(`${pyHead}\n\ndef test_new():\n    assert discount(100) == 10\n`), "is gone"],
  [
    "Python: an old test weakened",
    pyChanged(
      `${pyOld.replace("    assert discount(1) == 0\n", "")}\n\ndef test_new():\n    assert discount(100) == 10\n`,
    ),
    "was changed",
  ],
  [
    "Python: an old name taken",
    pyChanged(`${pyOld}\n\ndef discount(total):\n    return 0\n\n\ndef test_new():\n    assert discount(100) == 0\n`),
    "takes the name",
  ],
  [
    "Python: an old test indented away",
    pyChanged(
      `${pyHead}\n\nif False:\n    def test_nothing_below():\n        assert discount(99) == 0\n        assert discount(1) == 0\n\n\ndef test_new():\n    assert discount(100) == 10\n`,
    ),
    "was changed",
  ],
  [
    "Python: a fixture for all",
    pyChanged(
      `${pyOld}\n\n@pytest.fixture(autouse=True)\ndef quiet():\n    pytest.skip()\n\n\ndef test_new():\n    assert discount(100) == 10\n`,
    ),
    "may not be added",
  ],
];

test.each(hostile)("refused: %s", async (_, diff, word) => {
  const { verdict, sentence } = await judgedTests(diff);

  expect([verdict, sentence]).toEqual(["refuted", expect.stringContaining(word)]);
});
