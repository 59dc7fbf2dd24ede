import { expect, test } from "vitest";
import { resolvePython } from "../../../src/core/testing/resolve-python.ts";

/** What `from specifier import names` loads; no names stand for `import specifier`. */
function resolve(paths: readonly string[], from: string, specifier: string, ...names: readonly string[]) {
  const imported = names.map((name) => ({ imported: name, local: name }));
  return resolvePython(from, { specifier, names: imported }, new Set(paths));
}

const PACKAGE = [
  "pkg/__init__.py",
  "pkg/top.py",
  "pkg/a/__init__.py",
  "pkg/a/m.py",
  "pkg/a/n.py",
  "pkg/a/bare/x.py",
  "pkg/b/__init__.py",
  "pkg/b/q.py",
];

test.each([
  [".", ["n"], ["pkg/a/__init__.py", "pkg/a/n.py"]],
  [".n", ["f"], ["pkg/a/n.py"]],
  ["..", ["top"], ["pkg/__init__.py", "pkg/top.py"]],
  ["..b", ["q"], ["pkg/b/__init__.py", "pkg/b/q.py"]],
  ["..b.q", ["f"], ["pkg/b/__init__.py", "pkg/b/q.py"]],
  [".bare.x", ["f"], ["pkg/a/bare/x.py"]],
  [".bare", ["x"], ["pkg/a/bare/x.py"]],
  [".", ["*"], ["pkg/a/__init__.py"]],
  [".m", ["f"], []],
  [".....far", ["f"], []],
] as const)("within a package, from %s import %s loads %s", (specifier, names, expected) => {
  expect(resolve(PACKAGE, "pkg/a/m.py", specifier, ...names)).toEqual(expected);
});

test.each([
  ["beside the file", ["tests/mod.py", "mod.py"], ["tests/mod.py"]],
  ["above the file", ["mod.py"], ["mod.py"]],
  ["in src", ["src/mod.py"], ["src/mod.py"]],
  ["as a package", ["mod/__init__.py"], ["mod/__init__.py"]],
  ["in a folder of another name", ["lib/mod.py"], ["lib/mod.py"]],
  ["in one of two folders", ["one/mod.py", "two/mod.py"], []],
  ["inside a package, where its name is longer", ["app/__init__.py", "app/mod.py"], []],
  ["under a longer name", ["lib/submod.py"], []],
  ["nowhere", ["other.py"], []],
])("a module %s", (_, paths, expected) => {
  expect(resolve([...paths, "tests/test_a.py"], "tests/test_a.py", "mod")).toEqual(expected);
});

test.each(["", "src/", "lib/", "python/code/"])("a package below %j with all that is loaded on the way", (folder) => {
  const paths = ["pkg/__init__.py", "pkg/sub/__init__.py", "pkg/sub/mod.py"].map((path) => folder + path);

  expect(resolve(paths, "tests/test_a.py", "pkg.sub.mod", "f")).toEqual(paths);
  expect(resolve(paths, "tests/test_a.py", "pkg.sub", "mod")).toEqual(paths);
});

test.each(["", "src/", "lib/"])("a package without __init__ below %j", (folder) => {
  const paths = [`${folder}pkg/mod.py`];

  expect(resolve(paths, "tests/test_a.py", "pkg", "mod")).toEqual(paths);
  expect(resolve(paths, "tests/test_a.py", "pkg.mod", "f")).toEqual(paths);
});
