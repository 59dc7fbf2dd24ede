import { expect, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const trees = syntaxTrees();

function graphOver(texts: Readonly<Record<string, string>>) {
  const files = memoryFiles(texts);
  return { files, graph: importGraph(files, Object.keys(texts), trees) };
}

async function importsOf(texts: Readonly<Record<string, string>>, path: string): Promise<readonly string[]> {
  const edges = await graphOver(texts).graph.imports(path);
  return edges.map((edge) => edge.path);
}

test.each([
  ["./b", "src/b.ts"],
  ["./b.js", "src/b.ts"],
  ["./c", "src/c.jsx"],
  ["./folder", "src/folder/index.mjs"],
  ["../data.json", "data.json"],
  ["..", "index.ts"],
  ["./exact.js", "src/exact.js"],
])("a relative import of %s is %s", async (specifier, expected) => {
  const texts = {
    "src/a.ts": `import x from "${specifier}";`,
    "src/b.ts": "",
    "src/c.jsx": "",
    "src/folder/index.mjs": "",
    "data.json": "{}",
    "index.ts": "",
    "src/exact.js": "",
    "src/exact.ts": "",
  };
  expect(await importsOf(texts, "src/a.ts")).toEqual([expected]);
});

test("aliases of the nearest tsconfig lead to files, through its base and its comments", async () => {
  const texts = {
    "tsconfig.base.json":
      '{ "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["*"], "#exact": ["one.ts"] } } }',
    "app/tsconfig.json": '{\n  // inherits\n  "extends": "../tsconfig.base.json",\n}',
    "app/main.ts": 'import "@/two"; import "#exactly"; import "three";',
    "src/two.ts": "",
    "src/three.ts": "",
  };
  expect(await importsOf(texts, "app/main.ts")).toEqual(["src/two.ts", "src/three.ts"]);
});

test("a package's own imports and exports are followed, also where a build would stand", async () => {
  const texts = {
    "package.json":
      '{ "name": "whole", "imports": { "#lib/*": { "types": "./types/*.d.ts", "default": "./src/lib/*.js" } } }',
    "packages/money/package.json":
      '{ "name": "@shop/money", "exports": { ".": { "import": "./dist/index.js" }, "./round": "./src/round.ts" } }',
    "packages/money/src/index.ts": "",
    "packages/money/src/round.ts": "",
    "packages/plain/package.json": '{ "name": "plain", "main": "lib/main" }',
    "packages/plain/lib/main.js": "",
    "src/lib/a.js": "",
    "src/main.js":
      'import "#lib/a"; import "@shop/money"; import "@shop/money/round"; import "plain"; import "lodash"; import "node:fs";',
  };
  expect(await importsOf(texts, "src/main.js")).toEqual([
    "src/lib/a.js",
    "packages/money/src/index.ts",
    "packages/money/src/round.ts",
    "packages/plain/lib/main.js",
  ]);
});

test("Python modules are found beside, above, below src, and as packages with or without __init__", async () => {
  const texts = {
    "tests/test_a.py":
      "from shop.cart import total\nfrom shop import tax\nimport helper\nimport os\nfrom tools import deep\n",
    "tests/helper.py": "",
    "tests/conftest.py": "",
    "src/shop/__init__.py": "from .cart import total\n",
    "src/shop/cart.py": "from . import tax\nfrom ..shop.tax import rate\n",
    "src/shop/tax.py": "",
    "tools/deep.py": "",
  };
  expect(await importsOf(texts, "tests/test_a.py")).toEqual([
    "src/shop/__init__.py",
    "src/shop/cart.py",
    "src/shop/__init__.py",
    "src/shop/tax.py",
    "tests/helper.py",
    "tools/deep.py",
    "tests/conftest.py",
  ]);
  expect(await importsOf(texts, "src/shop/cart.py")).toEqual([
    "src/shop/__init__.py",
    "src/shop/tax.py",
    "src/shop/__init__.py",
    "src/shop/tax.py",
  ]);
});

test("the closure is breadth-first, survives cycles, and reads each file once and no other", async () => {
  const { files, graph } = graphOver({
    "t.js": 'import "./a.js"; import "./b.js";',
    "a.js": 'import "./c.js"; import "./t.js";',
    "b.js": 'import "./c.js"; import "./missing.js";',
    "c.js": 'import "./a.js";',
    "other.js": "",
  });

  expect([...(await graph.closure("t.js"))]).toEqual([
    ["t.js", 0],
    ["a.js", 1],
    ["b.js", 1],
    ["c.js", 2],
  ]);
  await graph.closure("c.js");
  expect([...files.reads].sort()).toEqual(["a.js", "b.js", "c.js", "t.js"]);
});

test("dependents are the tests whose closure holds the file", async () => {
  const { graph } = graphOver({
    "one.test.js": 'import "./a.js";',
    "two.test.js": 'import "./b.js";',
    "three.test.js": "",
    "a.js": 'import "./b.js";',
    "b.js": "",
  });

  expect(await graph.dependents("b.js", ["three.test.js", "two.test.js", "one.test.js"])).toEqual([
    "two.test.js",
    "one.test.js",
  ]);
});

test("every way of loading a module makes an edge, with the names that come through it", async () => {
  const { graph } = graphOver({
    "a.ts": [
      'import { one as first } from "./b.js";',
      'export * from "./c.js";',
      'const d = require("./d");',
      'const e = () => import("./e.js");',
      'import fs from "fs";',
      'import type { T } from "./types.ts";',
      'import "./a.ts";',
    ].join("\n"),
    "b.js": "",
    "c.js": "",
    "d.js": "",
    "e.js": "",
    "types.ts": "",
  });

  const edges = await graph.imports("a.ts");
  expect(edges.map(({ path, names }) => [path, names.map(({ imported, local }) => `${imported} ${local}`)])).toEqual([
    ["b.js", ["one first"]],
    ["c.js", ["* *"]],
    ["d.js", ["* d", "default d"]],
    ["e.js", []],
  ]);
});

test("pytest's conftest files above a test are part of it, those of other folders and for other files are not", async () => {
  const texts = {
    "conftest.py": "",
    "tests/conftest.py": "",
    "tests/unit/conftest.py": "",
    "tests/other/conftest.py": "",
    "tests/unit/test_a.py": "",
    "tests/unit/helper.py": "",
  };
  expect(await importsOf(texts, "tests/unit/test_a.py")).toEqual([
    "tests/unit/conftest.py",
    "tests/conftest.py",
    "conftest.py",
  ]);
  expect(await importsOf(texts, "tests/unit/helper.py")).toEqual([]);
});

test("what is no code or cannot be read has no tree and leads nowhere", async () => {
  const { graph } = graphOver({ "a.js": 'import "./b.json"; import "./c.vue";', "b.json": "{}", "c.vue": "" });

  expect([...(await graph.closure("a.js")).keys()]).toEqual(["a.js", "b.json", "c.vue"]);
  expect(await graph.tree("b.json")).toBeUndefined();
  expect(await graph.tree("gone.js")).toBeUndefined();
  expect(await graph.imports("gone.js")).toEqual([]);
});
