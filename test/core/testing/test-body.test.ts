import { expect, test } from "vitest";
import { testBody } from "../../../src/core/testing/test-body.ts";
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
  return testBody(tree, name, line)?.ranges.map(({ from, to }) => `${from}-${to}`);
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
