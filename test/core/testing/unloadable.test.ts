import { expect, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { unloadable } from "../../../src/core/testing/unloadable.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const good = 'import test from "node:test";\n';

interface Failure {
  readonly file?: string;
  readonly text?: string;
  readonly name?: string;
  /** Where the failure came from; the test file itself when left out. */
  readonly frame?: string;
}

function reason(message: string, { file = "test/a.test.js", text = good, name = "", frame = file }: Failure = {}) {
  const graph = importGraph(memoryFiles({ [file]: text }), [file], syntaxTrees());
  return unloadable({ file, name, status: "failed", message, frames: [{ path: frame, line: 1 }] }, graph);
}

test("a test file that does not parse is told by its name", async () => {
  expect(await reason("SyntaxError: Unexpected end of input", { text: 'test("a", () => {' })).toContain(
    "test/a.test.js does not parse",
  );
  expect(await reason("SyntaxError", { file: "test_a.py", text: "def test_a(:\n  pass\n" })).toContain("test_a.py");
});

test.each([
  "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'chai' imported from /w/test/a.test.js",
  "Error: Cannot find module 'chai'",
  'Error: Failed to resolve import "chai" from "test/a.test.js"',
  "ModuleNotFoundError: No module named 'chai'",
])("what a test file imports and is not there is named: %s", async (message) => {
  expect(await reason(message)).toContain("imports chai, which cannot be found: install it");
});

test("a kind of file that the command does not load asks for another command", async () => {
  expect(await reason('TypeError: Unknown file extension ".ts" for /w/test/a.test.ts')).toContain("--test-command");
});

test("what a source may be to blame for is none of these", async () => {
  expect(await reason("Error: Cannot find module '../src/price.js'")).toBeUndefined();
  expect(await reason("Error: Cannot find module 'chia'", { frame: "src/price.js" })).toBeUndefined();
  expect(await reason("SyntaxError: Unexpected token")).toBeUndefined();
  expect(await reason("Error: Cannot find module 'chai'", { name: "adds" })).toBeUndefined();
});
