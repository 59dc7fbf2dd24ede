import { expect, test } from "vitest";
import { stackFrames, workspacePath } from "../../../src/core/testing/stack.ts";

const place = { roots: ["/w", "/private/w"], folder: "pkg" };

test("V8 frames of the workspace are kept, innermost first, each once", () => {
  const stack = `TypeError: at least (one) thing
    at Object.parse (file:///w/pkg/src/a%20b.js:3:5)
    at async Proxy.run [as go] (/private/w/pkg/src/run.ts?v=1:10:1)
    at new Box (/w/other/box.mjs:2:2)
    at /w/pkg/test/a.test.js:8:1
    at /w/pkg/test/a.test.js:8:40
    at async Promise.all (index 0)
    at node:internal/process/task_queues:95:5
    at Module._compile (node:internal/modules/cjs/loader:1:1)
    at x (/w/pkg/node_modules/lib/index.js:1:1)
    at y (/elsewhere/z.js:1:1)
    at eval (eval at f (/w/pkg/src/e.js:1:1), <anonymous>:1:1)
    at z (/w/../etc/passwd.js:1:1)`;

  expect(stackFrames(stack, place)).toEqual([
    { path: "pkg/src/a b.js", line: 3, name: "parse" },
    { path: "pkg/src/run.ts", line: 10, name: "run" },
    { path: "other/box.mjs", line: 2, name: "Box" },
    { path: "pkg/test/a.test.js", line: 8 },
  ]);
});

test("Python frames come out innermost first, in the interpreter's and in pytest's notation", () => {
  const traceback = `Traceback (most recent call last):
  File "/w/pkg/tests/test_a.py", line 4, in test_a
  File "/usr/lib/python3/json/__init__.py", line 1, in loads
  File "/w/pkg/.venv/lib/site-packages/x.py", line 1, in x
  File "/w/pkg/src/a.py", line 2, in <module>
  File "<string>", line 1, in <module>`;

  expect(stackFrames(traceback, place)).toEqual([
    { path: "pkg/src/a.py", line: 2 },
    { path: "pkg/tests/test_a.py", line: 4, name: "test_a" },
  ]);
  expect(stackFrames("tests/test_a.py:4: in test_a\nsrc/a.py:2: KeyError", place)).toEqual([
    { path: "pkg/src/a.py", line: 2 },
    { path: "pkg/tests/test_a.py", line: 4, name: "test_a" },
  ]);
});

test.each([
  ["/w/pkg/a.js:3", 3],
  ["SyntaxError: /w/pkg/a.js: Unexpected token (7:2)", 7],
  ["  a.js:4:1: ERROR: Expected identifier", 4],
  ["   ╭─[ a.js:5:23 ]", 5],
])("the place of a syntax error is read from %j", (line, expected) => {
  expect(stackFrames(line, place)).toEqual([{ path: "pkg/a.js", line: expected }]);
});

test("prose holds no frames", () => {
  expect(stackFrames("Meet at 10:30:00 (room 4)\nat last: 3:4\nfoo at bar", place)).toEqual([]);
});

test("a path that only looks like one of the workspace is none", () => {
  expect(workspacePath("/w-evil/a.js", place)).toBeUndefined();
  expect(workspacePath("../../a.js", place)).toBeUndefined();
  expect(workspacePath("../lib/./a.js", place)).toBe("lib/a.js");
});
