import { expect, test } from "vitest";
import { exportsKept } from "../../../src/core/evidence/checks/exports-kept.ts";
import { judging } from "../../support/pure-check.ts";

const judged = judging(exportsKept);

test.each([
  ["a.js", "export const LIMIT = 1;\n", "const LIMIT = 1;\n"],
  ["a.js", "export function f() {}\nexport default f;\n", "export function f() {}\n"],
  ["a.cjs", "exports.a = 1;\nexports.b = 2;\n", "exports.a = 1;\n"],
  ["a.ts", "export type A = 1;\nexport const b = 1;\n", "type A = 1;\nexport const b = 1;\n"],
  ["a.py", "def f():\n    pass\n\n\ndef g():\n    pass\n", "def f():\n    pass\n"],
])("a name that others may use is gone from %s", async (path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^unknown: .* is not exported any more/);
});

test.each([
  ["a.js", "export const f = (a) => a;\n", "export async function f(a, b = 1) {\n  return a + b;\n}\n"],
  [
    "a.ts",
    "export const f = (a: number) => a;\n",
    "const more = 1;\nexport const f = (a: number, b?: string) => more;\n",
  ],
  ["a.py", "def f():\n    pass\n", "def _g():\n    pass\n\n\ndef f(a=1):\n    return _g()\n"],
])("how a name is used may change in %s", async (path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^proved: /);
});
