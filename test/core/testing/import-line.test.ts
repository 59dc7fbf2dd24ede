import { expect, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { importLineOf } from "../../../src/core/testing/import-line.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const trees = syntaxTrees();

async function line(texts: Readonly<Record<string, string>>, subject: string, testFile: string, example?: string) {
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
  return importLineOf(subject, testFile, example, graph);
}

const cart = "export function add(a) {}\nexport const LIMIT = 3;\nfunction inner() {}\nexport class Cart {}\n";

test.each([
  ["../src/price.js", "src/price.js", "src/cart.js", 'import { add, Cart, LIMIT } from "../src/cart.js";'],
  ["../src/price.js", "src/price.ts", "src/cart.ts", 'import { add, Cart, LIMIT } from "../src/cart.js";'],
  ["../src/price.ts", "src/price.ts", "src/cart.ts", 'import { add, Cart, LIMIT } from "../src/cart.ts";'],
  ["../src/price", "src/price.ts", "src/a/cart.ts", 'import { add, Cart, LIMIT } from "../src/a/cart";'],
])("a test that imports %s of %s shows how to import %s", async (specifier, price, subject, expected) => {
  const example = `test/price.test${price.slice(-3)}`;
  const texts = { [example]: `import { x } from "${specifier}";\n`, [price]: "export const x = 1;\n", [subject]: cart };

  expect(await line(texts, subject, `test/cart.test${price.slice(-3)}`, example)).toBe(expected);
});

test("an alias of the project is used where its tests use it", async () => {
  const texts = {
    "tsconfig.json": JSON.stringify({ compilerOptions: { baseUrl: ".", paths: { "@/*": ["src/*"] } } }),
    "test/price.test.ts": 'import { x } from "@/shop/price";\n',
    "src/shop/price.ts": "export const x = 1;\n",
    "src/cart.ts": cart,
  };

  expect(await line(texts, "src/cart.ts", "test/cart.test.ts", "test/price.test.ts")).toBe(
    'import { add, Cart, LIMIT } from "@/cart";',
  );
});

test("CommonJS is required, a module's one thing gets its file's name", async () => {
  const texts = { "lib/line-item.js": "function total() {}\nmodule.exports = total;\n" };
  const both = { "lib/line-item.js": "exports.a = a;\nfunction a() {}\n" };
  const module = { "lib/line-item.js": "export default function total() {}\nexport function tax() {}\n" };

  expect(await line(texts, "lib/line-item.js", "test/line-item.js")).toBe(
    'const lineItem = require("../lib/line-item");',
  );
  expect(await line(both, "lib/line-item.js", "test/line-item.js")).toBe('const { a } = require("../lib/line-item");');
  expect(await line(module, "lib/line-item.js", "test/line-item.js")).toBe(
    'import lineItem, { tax } from "../lib/line-item.js";',
  );
});

test("Python modules are named as the project's tests name theirs", async () => {
  const texts = {
    "src/shop/cart.py": "def add(): pass\nLIMIT = 3\ndef _inner(): pass\n",
    "src/shop/price.py": "x = 1\n",
    "tests/test_price.py": "from shop.price import x\n",
  };

  expect(await line(texts, "src/shop/cart.py", "tests/test_cart.py", "tests/test_price.py")).toBe(
    "from shop.cart import LIMIT, add",
  );
  expect(await line(texts, "src/shop/cart.py", "tests/test_cart.py")).toBe("from shop.cart import LIMIT, add");
});

test("types and what stays inside are not imported", async () => {
  const text = "export interface A {}\nexport type B = string;\nconst c = 1;\nexport { c as d };\n";

  expect(await line({ "a.ts": text }, "a.ts", "a.test.ts")).toBe('import { d } from "./a";');
  expect(await line({ "a.ts": "const c = 1;\n" }, "a.ts", "a.test.ts")).toBeUndefined();
});
