import { expect, test } from "vitest";
import type { SyntaxTree } from "../../../src/core/ports/syntax-trees.ts";
import { executedBody, executedLines } from "../../../src/core/testing/executed-lines.ts";
import { findProjects } from "../../../src/core/testing/project.ts";
import { makeTestBench } from "../../../src/core/testing/test-bench.ts";
import { tracedText } from "../../../src/core/testing/traced-text.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { bareBench } from "../../support/bare-runner.ts";

const signal = AbortSignal.timeout(60_000);

async function parsed(path: string, text: string): Promise<SyntaxTree> {
  const tree = await syntaxTrees().parse(path, text);
  if (tree === undefined) throw new Error(`There is no grammar for ${path}.`);
  return tree;
}

/** How suspicious the lines of a fixture's file are, by one real execution of its tests. */
async function executedIn(fixture: string, path: string): Promise<string | undefined> {
  await using bench = await bareBench(fixture);
  const { root, lookup, runner } = bench;
  const [project] = await findProjects(lookup);
  if (project === undefined) throw new Error("The fixture holds no project.");
  const tests = makeTestBench({ root, files: lookup.files, paths: lookup.paths, execute: runner.run });
  const tree = await parsed(path, await lookup.files.read(path));
  const { cases } = await tests.baseline(project, signal);
  const trace = await tests.trace(project, {}, new Map([[path, tracedText(tree) ?? ""]]), signal);
  const failing = cases.filter(({ status }) => status === "failed");
  const lines = executedLines(trace, tree, { failing, passing: cases.filter(({ status }) => status === "passed") });
  return lines && executedBody(lines);
}

test.each([
  // Of two failing tests one comes to `total`, as one passing test does, and the other to `first`.
  ["node-test", "src/cart.js", "3-5 0.50\n9-9 0.00\n13-13 0.71"],
  ["mocha", "lib/slug.js", "2-3 0.82"],
  ["jest", "src/stack.js", "3-3 0.82\n7-7 0.82\n11-11 0.82\n15-15 0.71"],
  ["vitest", "src/range.ts", "6-8 0.41\n12-12 0.71"],
  ["pytest", "src/money/rounding.py", "2-2 0.82\n6-6 0.50"],
])("%s: which lines each test executes comes out of one execution", async (fixture, path, expected) => {
  expect(await executedIn(fixture, path)).toBe(expected);
});

test("lines that run only outside of tests are left out; those no failing test comes to are not to blame", async () => {
  const tree = await parsed(
    "a.js",
    "function load() {\n  return 1;\n}\nfunction one(x) {\n  if (x) {\n    return 2;\n  }\n  return 3;\n}\n",
  );
  const [failing, passing] = (["fails", "passes"] as const).map((name) => [
    { file: "a.test.js", name, status: "failed" as const, frames: [] },
  ]);
  const lines = executedLines("2\t\n5\tfails\n8\tfails\n5\tpasses\n6\tpasses\n9\tsomebody else\n", tree, {
    failing: failing ?? [],
    passing: passing ?? [],
  });

  expect(executedBody(lines ?? new Map())).toBe("5-5 0.71\n6-6 0.00\n7-7 0.71\n8-8 1.00");
  expect(executedLines("5\tpasses\n", tree, { failing: failing ?? [], passing: passing ?? [] })).toBeUndefined();
});

test("where a file as a whole fails, its tests count as failing, and what runs outside of them does not", async () => {
  const tree = await parsed("a.js", "function load() {\n  return 1;\n}\nfunction one() {\n  return 2;\n}\n");
  const failing = [{ file: "a.test.js", name: "", status: "failed" as const, frames: [] }];

  expect(executedBody(executedLines("2\t\n5\tone\n", tree, { failing, passing: [] }) ?? new Map())).toBe("5-5 1.00");
});

const STRICT = `#!/usr/bin/env node
"use strict";
function isStrict() {
  "use strict";
  return this === undefined;
}
const kinds = { a: (x) => ({ x }), b: (x) => x && { y: x } };
function name(kind, list = [1]) {
  if (kind === "a") return list.map((x) => kinds.a(x)).length
  else if (kind === "b") for (const x of list) { if (x > 1) continue; return kinds.b(x).y }
  else switch (kind) { case "c": { return 3 } default: return typeof kind }
  do list.pop(); while (list.length > 0)
  return (() => list.length)()
}
globalThis.answers = [name("a", [1, 2]), name("b"), name("b", [2, 3]), name("c"), name("d"), isStrict()];
`;

test.each([
  ["with semicolons", STRICT],
  ["whose directives have none", STRICT.replaceAll('strict";', 'strict"')],
])("a traced text does what the text does: one %s", async (_, text) => {
  const tree = await parsed("a.js", text);
  const [before, after] = [text, tracedText(tree) ?? ""].map((code) => {
    new Function(code.replace(/^#!.*/, ""))();
    return Reflect.get(globalThis, "answers");
  });

  expect(before).toEqual([2, 1, 0, 3, "string", true]);
  expect(after).toEqual(before);
  const python = '"""What it is for."""\nfrom __future__ import annotations\nx = 1\n';
  expect(tracedText(await parsed("a.py", python))).toMatch(/^"""W.*\nfrom __future__.*\ndef [\s\S]*\nx = 1\n$/);
  expect(tracedText(await parsed("a.js", "function ("))).toBeUndefined();
});
