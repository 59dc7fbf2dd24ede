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
])("%s", async (text, expected) => {
  expect(await imported("a.ts", text)).toEqual([expected]);
});

test("types are no imports", async () => {
  expect(await imported("a.ts", 'import type { T } from "./t";\nlet x: import("./u").U;')).toEqual([]);
});

test.each([
  ["import a.b", "a.b: * as a"],
  ["import c as d", "c: * as d"],
  ["from . import x", ".: x"],
  ["from ..p.q import (r, s as t)", "..p.q: r, s as t"],
  ["from m import *", "m: *"],
  ['importlib.import_module("late")', "late: "],
])("%s", async (text, expected) => {
  expect(await imported("a.py", text)).toEqual([expected]);
});
