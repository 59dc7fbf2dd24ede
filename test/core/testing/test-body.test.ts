import { expect, test } from "vitest";
import { testFinder } from "../../../src/core/testing/test-body.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

/** The lines of a test and of what belongs to it, or undefined. */
async function linesOf(
  path: string,
  text: string,
  name: string,
  line?: number,
): Promise<readonly string[] | undefined> {
  const tree = await trees.parse(path, text);
  if (tree === undefined) throw new Error("no tree");
  return testFinder(tree)(name, line)?.ranges.map(({ from, to }) => `${from}-${to}`);
}

const SCRIPT = `const { cart } = require("./cart");
const price = 3;
function basket() {
  return cart(price);
}
describe("cart", () => {
  beforeEach(() => {
    reset();
  });
  it("adds", () => {
    basket();
  });
  describe("when full", () => {
    it("adds", () => {});
  });
  test.each([1, 2])("takes %i of $name", (n) => {});
  test(\`holds \${price}\`, () => {});
  it(title, () => {});
});
`;

test("a test comes with its hooks and the helpers it names, imports left out", async () => {
  expect(await linesOf("a.test.js", SCRIPT, "cart > adds")).toEqual(["2-2", "3-5", "7-9", "10-12"]);
});

test("suites tell tests of one title apart", async () => {
  expect(await linesOf("a.test.js", SCRIPT, "cart > when full > adds")).toContain("14-14");
});

test.each([
  ["cart > takes 2 of apple", "16-16"],
  ["cart > holds 3", "17-17"],
  ["adds", "10-12"],
])("the title of %s is found by its pattern", async (name, expected) => {
  expect(await linesOf("a.test.js", SCRIPT, name)).toContain(expected);
});

test("a computed title is found by its line", async () => {
  expect(await linesOf("a.test.js", SCRIPT, "cart > whatever it is", 18)).toContain("18-18");
  expect(await linesOf("a.test.js", SCRIPT, "cart > whatever it is")).toBeUndefined();
});

const PYTHON = `import pytest
from shop import Cart

@pytest.fixture
def cart():
    return Cart(make())

def make():
    return 1

class TestCart:
    def setup_method(self):
        pass

    @pytest.mark.parametrize("n", [1, 2])
    def test_adds(self, cart, n):
        assert cart

def test_adds():
    assert True
`;

test("pytest's fixtures, set-up and parameters belong to the test", async () => {
  expect(await linesOf("test_a.py", PYTHON, "TestCart > test_adds[1]")).toEqual(["4-6", "8-9", "12-13", "15-17"]);
  expect(await linesOf("test_a.py", PYTHON, "test_adds")).toEqual(["19-20"]);
});

/** The source of the test itself. */
async function bodyOf(path: string, text: string, name: string): Promise<string | undefined> {
  const tree = await trees.parse(path, text);
  const body = tree === undefined ? undefined : testFinder(tree)(name);
  return body === undefined ? undefined : text.slice(body.test.from, body.test.to);
}

test.each([
  ["a (b) [c] $d.", 'test("a (b) [c] $d.", () => {});'],
  ["x > y", 'it.only("y", () => {});', 'describe("x", () => { BODY });'],
  ["x y", 'it("y", function () {});', 'context("x", function () { BODY });'],
  [
    "n 1 > adds 1 to 2",
    "test.each`a|b\n${1}|${2}`('adds $a to $b', () => {});",
    "describe.each([1])('n %d', () => { BODY });",
  ],
  ["t > sub", 't.test("sub", () => {})', 'test("t", async (t) => { await BODY; });'],
  ["say 'hi'", "it('say \\'hi\\'', () => {});"],
  ["f(1) = 2", "test(`f(${a}) = ${b}`, () => {});", "for (const [a, b] of cases) { BODY }"],
  ["c", 'test.concurrent("c", async () => {});'],
  ["100% sure", 'it("100% sure", () => {});'],
  ["a > b > c", 'it("a > b > c", () => {});'],
])("the test %j is %s", async (name, own, around = "BODY") => {
  const text = `test("first", () => {});\n${around.replace("BODY", () => own)}\ntest("last", () => {});\n`;
  expect(await bodyOf("a.test.ts", text, name)).toBe(own);
});

test.each([
  ["TestA > TestB > test_c", "def test_c(self): return 1"],
  ["TestA > test_c", "def test_c(self): return 2"],
  ["test_c", "def test_c(): return 3"],
  ["test_c[1-x[0]]", "def test_c(): return 3"],
  ["TestA::test_c", "def test_c(self): return 2"],
  ["test_d", undefined],
])("the test %j of Python is %s", async (name, expected) => {
  const text =
    "class TestA:\n    class TestB:\n        def test_c(self): return 1\n    def test_c(self): return 2\ndef test_c(): return 3\n";
  expect(await bodyOf("test_a.py", text, name)).toBe(expected);
});

test("a fixture comes with the fixtures it asks for, and those that are used by themselves", async () => {
  const text = `@pytest.fixture
def db(): return conn()
@pytest.fixture
def user(db): pass
@pytest.fixture(autouse=True)
def clean(): pass
@pytest.fixture
def unused(): pass
def conn(): pass
def test_x(user): pass
def test_y(unused): pass
`;
  expect(await linesOf("test_a.py", text, "test_x")).toEqual(["1-2", "3-4", "5-6", "9-9", "10-10"]);
});

test("hooks that clean up, and those of other suites, do not belong to a test", async () => {
  const text = `describe("a", () => {
  afterEach(() => {});
  test("one", () => {});
});
describe("b", () => {
  test.before(() => {});
  test("two", () => {});
});
`;
  expect(await linesOf("a.test.js", text, "a > one")).toEqual(["3-3"]);
  expect(await linesOf("a.test.js", text, "b > two")).toEqual(["6-6", "7-7"]);
});
