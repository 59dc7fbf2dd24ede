import { expect, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { modulesOf } from "../../../src/core/testing/modules.ts";
import { reach } from "../../../src/core/testing/reach.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const trees = syntaxTrees();

/** "total 0", nearest first. */
async function reached(texts: Readonly<Record<string, string>>, file: string, name: string, target: string) {
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
  const found = reach({ file, name }, target, await modulesOf(file, graph));
  return found.map(({ name, distance }) => `${name} ${distance}`);
}

const PRICES = `export function total(items) { return items.map(price).reduce(sum); }
const sum = (a, b) => a + b;
function price(item) { return item.cost * RATE; }
const RATE = 2;
export function unrelated() { return 1; }
export default class Basket {
  constructor() { this.items = make(); }
  count() { return this.items.length; }
  other() {}
}
function make() { return []; }
`;

const TEST = `import { total as all } from "./shop.js";
import Basket from "./prices.js";
test("sums", () => { all([]); });
test("counts", () => { new Basket().count(); });
test("nothing", () => {});
`;

const TEXTS = { "a.test.js": TEST, "prices.js": PRICES, "shop.js": 'export { total } from "./prices.js";' };

test("from the test's own body through re-exports into the file, nearest first", async () => {
  expect(await reached(TEXTS, "a.test.js", "sums", "prices.js")).toEqual(["total 0", "sum 1", "price 1", "RATE 2"]);
});

test("a class made is its constructor and the methods that are named", async () => {
  expect(await reached(TEXTS, "a.test.js", "counts", "prices.js")).toEqual([
    "Basket.count 0",
    "Basket.constructor 1",
    "make 1",
  ]);
});

test("everything counts as reached when nothing is", async () => {
  const all = await reached(TEXTS, "a.test.js", "nothing", "prices.js");

  expect(all).toContain("unrelated 0");
  expect(all).toContain("Basket.other 0");
});

test("a module between test and target hands on what it uses", async () => {
  const texts = {
    "test_a.py": "from app import run\n\ndef test_run():\n    assert run(1) == 2\n",
    "app.py": "import lib\n\ndef run(x):\n    return lib.twice(x)\n",
    "lib.py": "def twice(x):\n    return add(x, x)\n\ndef add(a, b):\n    return a + b\n\ndef never():\n    pass\n",
  };
  expect(await reached(texts, "test_a.py", "test_run", "lib.py")).toEqual(["twice 1", "add 2"]);
});
