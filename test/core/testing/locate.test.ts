import { expect, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { caseOfProblem, locate } from "../../../src/core/testing/locate.ts";
import type { TestCase } from "../../../src/core/testing/test-run.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const trees = syntaxTrees();

const SHOP = {
  "src/cart.js":
    'import { round } from "./money.js";\nexport function total(items) { return round(items); }\nexport function count(items) { return items.length; }\n',
  "src/money.js": "export function round(x) { return x; }\nexport function format(x) { return `${x}`; }\n",
  "src/names.js": "export function title(x) { return x; }\n",
  "test/cart.test.js": [
    'import { total, count } from "../src/cart.js";',
    'import { format } from "../src/money.js";',
    'import { title } from "../src/names.js";',
    'test("total", () => total([]));',
    'test("count", () => count([]));',
    'test("format", () => format(1));',
    'test("title", () => title(1));',
    'test("total of one", () => total([1]));',
  ].join("\n"),
};

function testCase(name: string, status: TestCase["status"], frames: TestCase["frames"] = []): TestCase {
  return { file: "test/cart.test.js", name, status, frames };
}

async function located(cases: readonly TestCase[], target?: string) {
  const graph = importGraph(memoryFiles(SHOP), Object.keys(SHOP), trees);
  const failing = cases.filter(({ status }) => status === "failed");
  const request = { run: { cases: [...cases], problems: [], ms: 1 }, failing, testFiles: ["test/cart.test.js"], graph };
  return locate(target === undefined ? request : { ...request, target });
}

test("source frames of the failure come first, innermost first; tests and installed code do not count", async () => {
  const frames = [
    { path: "node_modules/chai/index.js", line: 1 },
    { path: "src/money.js", line: 1 },
    { path: "src/cart.js", line: 2 },
    { path: "test/cart.test.js", line: 4 },
  ];
  const { groups } = await located([testCase("total", "failed", frames)]);

  expect(groups[0]?.candidates.slice(0, 2)).toMatchObject([
    { path: "src/money.js", why: expect.stringContaining("line 1") },
    { path: "src/cart.js" },
  ]);
});

test("without frames it is what the test's own body uses, not all that its file imports", async () => {
  const { tests } = await located([testCase("format", "failed"), testCase("title", "passed")]);

  expect(tests[0]?.candidates[0]?.path).toBe("src/money.js");
});

test("what passing tests reach as well is less suspicious", async () => {
  const { tests } = await located([
    testCase("total", "failed"),
    testCase("count", "passed"),
    testCase("format", "passed"),
  ]);
  const [cart] = tests[0]?.candidates ?? [];

  expect(cart?.path).toBe("src/cart.js");
  expect(cart?.reached.map(({ name }) => name)).toEqual(["total"]);
  expect(cart?.why).toContain("1 failing and 0 passing");
});

test("failing tests are grouped by the file that explains them best", async () => {
  const { groups } = await located([
    testCase("total", "failed"),
    testCase("title", "failed"),
    testCase("total of one", "failed"),
  ]);

  expect(groups.map(({ candidates, tests }) => [candidates[0]?.path, tests.map(({ name }) => name)])).toEqual([
    ["src/cart.js", ["total", "total of one"]],
    ["src/names.js", ["title"]],
  ]);
});

test("a source file that is named takes the failing tests that reach it, and nothing else is offered", async () => {
  const { groups } = await located([testCase("total", "failed")], "src/money.js");

  expect(groups).toMatchObject([{ candidates: [{ path: "src/money.js" }], tests: [{ name: "total" }] }]);
  expect((await located([testCase("total", "failed")], "src/other.js")).groups).toEqual([]);
});

test("a file that cannot be parsed is to blame for what imports it", async () => {
  const texts = { ...SHOP, "src/names.js": "export function title(x { return x; }" };
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
  const problem = caseOfProblem({ file: "test/cart.test.js", message: "SyntaxError", frames: [] });
  if (problem === undefined) throw new Error("no case");
  const run = { cases: [], problems: [], ms: 1 };

  const { groups } = await locate({ run, failing: [problem], testFiles: ["test/cart.test.js"], graph });

  expect(groups[0]?.candidates[0]).toMatchObject({ path: "src/names.js", why: "It does not parse." });
});
