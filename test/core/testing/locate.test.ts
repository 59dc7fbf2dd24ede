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
  "src/money.js": "export function round(x) { return x; }\nexport function format(x) { return String(x); }\n",
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

test.each([
  ["only one", "src/other.js"],
  ["only other", "src/one.js"],
])(
  "of two files the test uses alike, the one that passing tests use too is not the first: %s passes",
  async (passing, best) => {
    const texts = {
      "src/one.js": "export const one = () => 1;\n",
      "src/other.js": "export const other = () => 1;\n",
      "a.test.js": [
        'import { one } from "./src/one.js";',
        'import { other } from "./src/other.js";',
        'test("both", () => [one(), other()]);',
        'test("only one", () => one());',
        'test("only other", () => other());',
      ].join("\n"),
    };
    const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
    const both: TestCase = { file: "a.test.js", name: "both", status: "failed", frames: [] };
    const cases = [both, { ...both, name: passing, status: "passed" as const }];

    const { groups } = await locate({
      run: { cases, problems: [], ms: 1 },
      failing: [both],
      testFiles: ["a.test.js"],
      graph,
    });

    expect(groups[0]?.candidates[0]?.path).toBe(best);
  },
);

test("a test file that is named takes its own failing tests, located as ever", async () => {
  const elsewhere = { ...testCase("total", "failed"), file: "test/other.test.js" };
  const { tests } = await located([testCase("title", "failed"), elsewhere], "test/cart.test.js");

  expect(tests.map(({ test, candidates }) => [test.file, candidates[0]?.path])).toEqual([
    ["test/cart.test.js", "src/names.js"],
  ]);
});

test("a source file that is named is taken for a test whose file is unknown, or whose failure comes through it", async () => {
  const placeless = { ...testCase("make check", "failed"), file: "Makefile" };
  const frames = [{ path: "src/lonely.js", line: 1 }];

  expect((await located([placeless], "src/money.js")).groups[0]?.tests).toEqual([placeless]);
  expect((await located([testCase("total", "failed", frames)], "src/lonely.js")).groups).toHaveLength(1);
});

/** Which file is best for the failing tests, with all of `texts` below the root and tests in `test/`. */
async function best(texts: Readonly<Record<string, string>>, cases: readonly TestCase[]) {
  const testFiles = Object.keys(texts).filter((path) => path.startsWith("test"));
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
  const failing = cases.filter(({ status }) => status === "failed");
  const { groups } = await locate({ run: { cases: [...cases], problems: [], ms: 1 }, failing, testFiles, graph });
  return groups.map(({ candidates }) => candidates.map(({ path }) => path));
}

const LAYERS = {
  "src/api.js": 'import { parse } from "./parse.js";\nexport function api(x) { return parse(x); }\n',
  "src/parse.js": 'import { trim } from "./text.js";\nexport function parse(x) { return trim(x); }\n',
  "src/text.js": "export function trim(x) { return x; }\n",
  "test/api.test.js":
    'import { api } from "../src/api.js";\nimport { parse } from "../src/parse.js";\ntest("api", () => api(1));\ntest("parse", () => parse(1));\n',
  "test/text.test.js": 'import { trim } from "../src/text.js";\ntest("trim", () => trim(1));\n',
};

test("what the test uses itself goes before what lies two imports away, and that is still offered", async () => {
  expect(await best(LAYERS, [{ ...testCase("api", "failed"), file: "test/api.test.js" }])).toEqual([
    ["src/api.js", "src/parse.js", "src/text.js"],
  ]);
});

test("a helper that every failing test reaches and no passing one does is better than what lies before it", async () => {
  const file = "test/api.test.js";
  const texts = {
    ...LAYERS,
    "src/api.js":
      'import { parse } from "./parse.js";\nimport { trim } from "./text.js";\nexport function api(x) { return trim(x); }\nexport const other = (x) => parse(x);\n',
    "test/api.test.js":
      'import { api, other } from "../src/api.js";\nimport { parse } from "../src/parse.js";\ntest("api", () => api(1));\ntest("parse", () => parse(1));\ntest("other", () => other(1));\n',
    "src/parse.js": "export function parse(x) { return x; }\n",
  };
  const cases = [
    { ...testCase("api", "passed"), file },
    { ...testCase("parse", "failed"), file },
    { ...testCase("other", "failed"), file },
    { ...testCase("trim", "passed"), file: "test/text.test.js" },
  ];
  expect((await best(texts, cases))[0]?.[0]).toBe("src/parse.js");
});

test("the file a test is named after wins a tie", async () => {
  const texts = {
    "src/alpha.py": "def alpha():\n    return 1\n",
    "src/beta.py": "def beta():\n    return 1\n",
    "tests/test_beta.py":
      "from alpha import alpha\nfrom beta import beta\n\ndef test_both():\n    assert alpha() == beta()\n",
  };
  expect(await best(texts, [{ ...testCase("test_both", "failed"), file: "tests/test_beta.py" }])).toEqual([
    ["src/beta.py", "src/alpha.py"],
  ]);
});

test("several bugs make as many groups, each with what is left to try", async () => {
  const cases = [
    { ...testCase("api", "failed", [{ path: "src/parse.js", line: 2 }]), file: "test/api.test.js" },
    { ...testCase("parse", "failed", [{ path: "src/parse.js", line: 2 }]), file: "test/api.test.js" },
    { ...testCase("trim", "failed", [{ path: "src/text.js", line: 1 }]), file: "test/text.test.js" },
  ];
  const groups = await best(LAYERS, cases);

  expect(groups.map(([first]) => first)).toEqual(["src/parse.js", "src/text.js"]);
  expect([...(groups[0] ?? [])].sort()).toEqual(["src/api.js", "src/parse.js", "src/text.js"]);
});

test("an example in the documentation of a source file is a matter of that file", async () => {
  const files = { ...SHOP, "shop/words.py": 'def title(text):\n    """\n    >>> title("a")\n    \'A\'\n    """\n' };
  const graph = importGraph(memoryFiles(files), Object.keys(files), trees);
  const failing: TestCase[] = [{ file: "shop/words.py", name: "shop.words.title", status: "failed", frames: [] }];
  const run = { cases: failing, problems: [], ms: 1 };
  const { groups } = await locate({ run, failing, testFiles: ["test/cart.test.js"], graph });

  expect(groups).toMatchObject([{ candidates: [{ path: "shop/words.py" }], tests: [{ name: "shop.words.title" }] }]);
});

test("a test that reaches no source of the workspace belongs to no group", async () => {
  const texts = { "test/a.test.js": 'import "./helper.test.js";\ntest("a", () => {});\n', "test/helper.test.js": "" };
  expect(await best(texts, [{ ...testCase("a", "failed"), file: "test/a.test.js" }])).toEqual([]);
});

test("a file that fails to load is located by where loading it failed, and without a file not at all", async () => {
  const frames = [{ path: "src/text.js", line: 1 }];
  const problem = caseOfProblem({ file: "test/api.test.js", message: "TypeError: x", frames });

  expect(caseOfProblem({ message: "The runner crashed.", frames: [] })).toBeUndefined();
  expect((await best(LAYERS, problem === undefined ? [] : [problem]))[0]?.[0]).toBe("src/text.js");
});

test("a printed result that names no file is looked for where its failure came through, else in every test file", async () => {
  const placeless = { ...testCase("sums up", "failed"), file: "." };
  const through = { ...placeless, frames: [{ path: "test/cart.test.js", line: 7 }] };

  const [known] = (await located([through])).tests;
  const [unknown] = (await located([placeless])).tests;

  expect(known?.candidates.map(({ path }) => path)).toContain("src/cart.js");
  expect(unknown?.candidates.map(({ path }) => path)).toContain("src/cart.js");
});

test("a file that only hands on what others hold is no candidate beside them", async () => {
  const texts = {
    "shop/__init__.py": "from .price import total\n__title__ = 'shop'\n",
    "shop/price.py": "def total(items):\n    return sum(items)\n",
    "test_shop.py":
      "import unittest\nimport shop\n\n\nclass Sums(unittest.TestCase):\n    def setUp(self):\n        pass\n",
  };
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), trees);
  const failing: TestCase = { file: "test_shop.py", name: "Child.test_sum", status: "failed", frames: [] };
  const run = { cases: [failing], problems: [], ms: 1 };

  const { tests } = await locate({ run, failing: [failing], testFiles: ["test_shop.py"], graph });

  expect(tests[0]?.candidates.map(({ path }) => path)).toEqual(["shop/price.py"]);
});
