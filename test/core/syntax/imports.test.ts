import { expect, test } from "vitest";
import { importsOf } from "../../../src/core/syntax/imports.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

/** "./x.js: default as d, a as b" */
async function imported(path: string, text: string): Promise<readonly string[]> {
  const tree = await trees.parse(path, text);
  if (tree === undefined) throw new Error("no tree");
  return importsOf(tree).map(
    ({ specifier, names }) =>
      `${specifier}: ${names.map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`)).join(", ")}`,
  );
}

test.each([
  ['import d, { a as b, c } from "./x.js";', "./x.js: default as d, a as b, c"],
  ['import * as n from "./n";', "./n: * as n"],
  ['import "./side";', "./side: "],
  ['export * from "./all";', "./all: *"],
  ['export { q as r } from "./q";', "./q: q as r"],
  ['const z = require("./z");', "./z: * as z, default as z"],
  ['const { y, w: v } = require("./y");', "./y: y, w as v"],
  ['const k = require("./k").deep;', "./k: deep as k"],
  ['const { m } = await import("./m.js");', "./m.js: m"],
  ['import fs = require("fs");', "fs: * as fs"],
  ['import d, * as n from "./both";', "./both: default as d, * as n"],
  ['import json from "./x.json" with { type: "json" };', "./x.json: default as json"],
  ['import d, { type T, v } from "./mixed";', "./mixed: default as d, v"],
  ['export * as ns from "./ns";', "./ns: * as ns"],
  ['export { default as e, type T } from "./e";', "./e: default as e"],
  ['require("./bare");', "./bare: "],
  ["const t = require(`./template`);", "./template: * as t, default as t"],
  ['const { a: { b }, c = 1, ...rest } = require("./deep");', "./deep: a as b, c"],
  ['const y = (require("./cast") as Foo).y!;', "./cast: y"],
  ['let l;\nl = require("./later");', "./later: * as l, default as l"],
  ['const lazy = () => import("./lazy");', "./lazy: "],
  ['const real = await vi.importActual("./real");', "./real: * as real, default as real"],
  ['module.exports = require("./whole");', "./whole: *, default"],
  ['module.exports = require("./part").part;', "./part: part as default"],
  ['exports.one = require("./one").two;', "./one: two as one"],
  ['module.exports = { f: require("./f") };', "./f: * as f, default as f"],
  ['module.exports = { ...require("./spread") };', "./spread: *, default"],
])("%s", async (text, expected) => {
  expect(await imported("a.ts", text)).toEqual([expected]);
});

test.each([
  'import type { T } from "./t";',
  'export type { T } from "./t";',
  'let x: import("./t").T;',
  'type T = typeof import("./t");',
  "const t = require(name);",
  "import(`./${name}`);",
  'require.resolve("./t");',
  "const text = \"require('./t')\"; // require('./t')",
])("%s imports nothing that is known", async (text) => {
  expect(await imported("a.ts", text)).toEqual([]);
});

test("what is handed on to importers says so", async () => {
  const text = 'import { a } from "./a";\nexport { b } from "./b";\nexports.c = require("./c");';
  const tree = await trees.parse("a.ts", text);
  const imports = tree === undefined ? [] : importsOf(tree);

  expect(imports.map(({ names }) => names.some(({ reexported }) => reexported === true))).toEqual([false, true, true]);
});

test("a language whose imports are not read has none", async () => {
  expect(await imported("A.java", "import java.util.List;\n")).toEqual([]);
});

test.each([
  ["import a.b", "a.b: * as a"],
  ["import c as d", "c: * as d"],
  ["from . import x", ".: x"],
  ["from ..p.q import (r, s as t)", "..p.q: r, s as t"],
  ["from m import *", "m: *"],
  ['importlib.import_module("late")', "late: "],
  ['__import__("odd")', "odd: "],
  ["from ... import a as b", "...: a as b"],
  ["try:\n    import fast\nexcept ImportError:\n    pass", "fast: * as fast"],
  ["def f():\n    from .late import x", ".late: x"],
  ["from m import (\n    a,\n    b,\n)", "m: a, b"],
])("%s", async (text, expected) => {
  expect(await imported("a.py", text)).toEqual([expected]);
});
