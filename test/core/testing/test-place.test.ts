import { expect, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { testPlaceOf } from "../../../src/core/testing/test-place.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const trees = syntaxTrees();

/** A project of these test files, each importing the source it is listed with. */
async function place(
  subject: string,
  tests: Readonly<Record<string, string>>,
  { runner = "vitest", suite = [] as readonly string[], sources = [] as readonly string[] } = {},
) {
  const texts: Record<string, string> = { [subject]: "" };
  for (const path of sources) texts[path] = "";
  for (const [path, specifier] of Object.entries(tests))
    texts[path] = path.endsWith(".py") ? `from ${specifier} import x\n` : `import { x } from "${specifier}";\n`;
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
  const project = { folder: "", runner, argv: ["node"] as const, testFiles: Object.keys(tests), suite };
  return testPlaceOf(subject, project, graph);
}

test("the test file that is about the source by its name is extended, whatever else imports it", async () => {
  const tests = { "test/all.test.js": "../src/cart.js", "test/cart.test.js": "../src/cart.js" };

  expect(await place("src/cart.js", tests)).toEqual({
    path: "test/cart.test.js",
    exists: true,
    example: "test/cart.test.js",
  });
});

test("a test file that imports nothing else is the source's own, whatever it is called", async () => {
  expect(await place("src/cart.js", { "test/shopping.js": "../src/cart.js" })).toMatchObject({
    path: "test/shopping.js",
    exists: true,
  });
});

test.each([
  ["src/cart.js", "src/price.test.js", "./price.js", "src/price.js", "src/cart.test.js"],
  ["src/cart.js", "test/price.test.mjs", "../src/price.js", "src/price.js", "test/cart.test.mjs"],
  ["src/a/cart.ts", "src/b/__tests__/price.ts", "../price", "src/b/price.ts", "src/a/__tests__/cart.ts"],
  ["src/a/cart.ts", "test/b/price.spec.ts", "../../src/b/price.ts", "src/b/price.ts", "test/a/cart.spec.ts"],
  [
    "src/deep/er/cart.ts",
    "test/b/price.test.ts",
    "../../src/b/price.ts",
    "src/b/price.ts",
    "test/deep/er/cart.test.ts",
  ],
  ["lib/cart.js", "test/price-test.js", "../lib/price.js", "lib/price.js", "test/cart-test.js"],
  ["cart.js", "test/price.js", "../price.js", "price.js", "test/cart.js"],
  ["shop/cart.py", "tests/test_price.py", "shop.price", "shop/price.py", "tests/test_cart.py"],
  ["shop/a/cart.py", "tests/b/test_price.py", "shop.b.price", "shop/b/price.py", "tests/a/test_cart.py"],
  ["src/shop/cart.py", "tests/price_test.py", "shop.price", "src/shop/price.py", "tests/cart_test.py"],
  ["cart.py", "test_price.py", "price", "price.py", "test_cart.py"],
])("%s is tested as its neighbours are: with %s there", async (subject, neighbour, specifier, source, expected) => {
  const found = await place(subject, { [neighbour]: specifier }, { sources: [source] });

  expect(found).toEqual({ path: expected, exists: false, example: neighbour });
});

test("most neighbours decide, near ones more than far ones", async () => {
  const tests = {
    "src/core/a.test.js": "./a.js",
    "src/core/b.test.js": "./b.js",
    "test/c.test.js": "../src/c.js",
  };
  const sources = ["src/core/a.js", "src/core/b.js", "src/c.js"];

  expect(await place("src/core/cart.js", tests, { sources })).toMatchObject({ path: "src/core/cart.test.js" });
});

test.each([
  ["vitest", "src/cart.ts", [], "src/cart.test.ts"],
  ["jest", "src/cart.jsx", [], "src/cart.test.jsx"],
  ["node:test", "src/cart.js", [], "test/cart.test.js"],
  ["node:test", "src/cart.js", ["spec/"], "spec/cart.test.js"],
  ["mocha", "lib/cart.cjs", [], "test/cart.test.cjs"],
  ["pytest", "shop/cart.py", [], "tests/test_cart.py"],
])("without any tests %s looks for those of %s in its own place", async (runner, subject, suite, expected) => {
  expect(await place(subject, {}, { runner, suite })).toEqual({ path: expected, exists: false, example: undefined });
});
