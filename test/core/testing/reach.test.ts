import { expect, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { reach } from "../../../src/core/testing/reach.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const trees = syntaxTrees();

/** "total 0", nearest first. */
async function reached(texts: Readonly<Record<string, string>>, file: string, name: string, target: string) {
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
  const found = reach({ file, name }, target, await graph.modules(file));
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

const LIBRARY = "function twice(x) { return add(x, x); }\nfunction add(a, b) { return a + b; }\nfunction never() {}\n";

test.each([
  ["named by import", 'import { twice } from "./lib.js";', "twice(1)", "export { twice, add, never };"],
  ["renamed by import", 'import { twice as t } from "./lib.js";', "t(1)", "export { twice, add, never };"],
  ["as its default", 'import anything from "./lib.js";', "anything(1)", "export default twice;"],
  ["through the whole module", 'import * as lib from "./lib.js";', "lib.twice(1)", "export { twice, add, never };"],
  ["required", 'const { twice } = require("./lib.js");', "twice(1)", "module.exports = { twice, add, never };"],
  ["required as one", 'const anything = require("./lib.js");', "anything(1)", "module.exports = twice;"],
  ["renamed by export", 'import { t } from "./lib.js";', "t(1)", "export { twice as t, add, never };"],
  ["exported as default", 'import t from "./lib.js";', "t(1)", "export { twice as default, add, never };"],
  [
    "required by another name",
    'const { t } = require("./lib.js");',
    "t(1)",
    "module.exports = { t: twice, add, never };",
  ],
  ["assigned to another name", 'const { t } = require("./lib.js");', "t(1)", "exports.t = twice;"],
  ["required late", "", 'require("./lib.js").twice(1)', "exports.twice = twice;"],
  ["imported late", "", '(await import("./lib.js")).twice(1)', "export { twice, add, never };"],
])("a function %s is reached with what it calls", async (_, importing, call, exporting) => {
  const texts = {
    "a.test.js": `${importing}\ntest("it", async () => { ${call}; });\n`,
    "lib.js": `${LIBRARY}${exporting}\n`,
  };
  expect(await reached(texts, "a.test.js", "it", "lib.js")).toEqual(["twice 0", "add 1"]);
});

test.each([
  ["export", 'export { default as other } from "./lib.js";', "other", "export default twice;"],
  ["export of all", 'export * from "./lib.js";', "twice", "export { twice, add, never };"],
  ["chain", 'import inner from "./lib.js";\nexport { inner as other };', "other", "export default twice;"],
])("a module between that only hands on by %s costs no distance", async (_, handing, name, exporting) => {
  const texts = {
    "a.test.js": `import { ${name} as called } from "./index.js";\ntest("it", () => { called(1); });\n`,
    "index.js": `${handing}\n`,
    "lib.js": `${LIBRARY}${exporting}\n`,
  };
  expect(await reached(texts, "a.test.js", "it", "lib.js")).toEqual(["twice 0", "add 1"]);
});

test.each([
  ['module.exports = require("./lib.js");', "const called", "module.exports = twice;"],
  ['module.exports = { other: require("./lib.js") };', "const { other: called }", "module.exports = twice;"],
  ['module.exports = require("./lib.js").twice;', "const called", "module.exports = { twice, add, never };"],
])("CommonJS hands on by %s", async (handing, binding, exporting) => {
  const texts = {
    "a.test.js": `${binding} = require("./index.js");\ntest("it", () => { called(1); });\n`,
    "index.js": `${handing}\n`,
    "lib.js": `${LIBRARY}${exporting}\n`,
  };
  expect(await reached(texts, "a.test.js", "it", "lib.js")).toEqual(["twice 0", "add 1"]);
});

test("hooks, helpers and fixtures of the test's file reach what they name", async () => {
  const script = {
    "a.test.js":
      'import { add, twice } from "./lib.js";\nlet x;\nbeforeEach(() => { x = add(1, 2); });\ntest("it", () => x);\ntest("other", () => twice(1));\n',
    "lib.js": `${LIBRARY}export { twice, add, never };\n`,
  };
  expect(await reached(script, "a.test.js", "it", "lib.js")).toEqual(["add 0"]);

  const python = {
    "test_a.py": "def test_it(shop):\n    assert shop\n",
    "conftest.py": "import pytest\nfrom lib import make\n\n@pytest.fixture\ndef shop():\n    return make()\n",
    "lib.py": "def make():\n    return 1\n\ndef never():\n    pass\n",
  };
  expect(await reached(python, "test_a.py", "test_it", "lib.py")).toEqual(["make 1"]);
});

test("cycles between functions and modules end, and the nearest way counts", async () => {
  const texts = {
    "a.test.js": 'import { even, odd } from "./even.js";\ntest("it", () => even(4));\n',
    "even.js": 'import { odd } from "./odd.js";\nexport function even(n) { return n === 0 || odd(n - 1); }\n',
    "odd.js": 'import { even } from "./even.js";\nexport function odd(n) { return n !== 0 && even(n - 1); }\n',
  };
  expect(await reached(texts, "a.test.js", "it", "odd.js")).toEqual(["odd 1"]);
  expect(await reached(texts, "a.test.js", "it", "even.js")).toEqual(["even 0"]);
});

test("a test that its file does not show reaches what any of the file does; no file, nothing", async () => {
  expect(await reached(TEXTS, "a.test.js", "made up", "prices.js")).toContain("total 0");
  expect(await reached(TEXTS, "a.test.js", "sums", "gone.js")).toEqual([]);
});
