import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProjects } from "../../src/core/testing/project.ts";
import { makeTestBench } from "../../src/core/testing/test-bench.ts";
import { diskFiles } from "../../src/node/disk-files.ts";
import { locateFile } from "../../src/node/locate-file.ts";
import { folderOf, sandboxOver } from "./sandbox-workspace.ts";

const loop = "exports.sum = (n) => { let all = 0; while (n > 0) all += n; return all; };\n";
const tests = [
  `const assert = require("node:assert");`,
  `const { sum } = require("../sum.js");`,
  `test("nothing", () => assert.equal(sum(0), 0));`,
  `test("three", () => assert.equal(sum(3), 6));`,
].join("\n");
const manifest = (script: string) => JSON.stringify({ scripts: { test: script } });

const projects = [
  {
    runner: "node:test",
    files: {
      "package.json": manifest("node --test"),
      "sum.js": loop,
      "test/sum.test.js": `const { test } = require("node:test");\n${tests}`,
    },
    told: { file: "test/sum.test.js" },
  },
  {
    runner: "mocha",
    files: { "package.json": manifest("mocha"), "sum.js": loop, "test/sum.js": `const test = it;\n${tests}` },
    told: { file: "test/sum.js", name: "three" },
  },
  {
    runner: "jest",
    files: { "package.json": manifest("jest"), "sum.js": loop, "test/sum.test.js": tests },
    told: { file: "test/sum.test.js" },
  },
  {
    runner: "vitest",
    files: {
      "package.json": manifest("vitest"),
      "sum.js": loop,
      // The largest file is run first.
      "test/none.test.js": `import { test } from "vitest";\ntest("none", () => {});\n${"// None.\n".repeat(99)}`,
      "test/sum.test.js": `import { test } from "vitest";\n${tests}`,
    },
    told: { file: "test/sum.test.js" },
    passed: { file: "test/none.test.js", name: "none", status: "passed" },
  },
  {
    runner: "pytest",
    files: {
      "sums.py": "def sums(n):\n    total = 0\n    while n > 0:\n        total += n\n    return total\n",
      "test_sums.py":
        "from sums import sums\n\n\ndef test_nothing():\n    assert sums(0) == 0\n\n\ndef test_three():\n    assert sums(3) == 6\n",
    },
    told: { file: "test_sums.py", name: "test_three" },
  },
] satisfies readonly Endless[];

interface Endless {
  readonly runner: string;
  readonly files: Readonly<Record<string, string>>;
  /** What did not end. */
  readonly told: { readonly file: string; readonly name?: string };
  /** What had ended before, where the runner tells that as it goes. */
  readonly passed?: { readonly file: string; readonly name: string; readonly status: "passed" };
}

test.for<Endless>(projects)(
  "$runner: a test that never ends is told as the one that did not end",
  async ({ runner, files, told, passed }) => {
    const root = await folderOf(files);
    if (runner !== "pytest") await symlink(join(import.meta.dirname, "../../node_modules"), join(root, "node_modules"));
    const sandbox = await sandboxOver(root, "none");
    const lookup = {
      files: diskFiles(root),
      paths: Object.keys(files),
      which: (program: string) => sandbox.which(program),
      locate: (path: string) => locateFile(root, path),
    };
    const [project] = await findProjects(lookup);
    expect(project?.runner).toBe(runner);
    if (project === undefined) return;
    const parts = { root, files: lookup.files, paths: lookup.paths, execute: sandbox.run, timeoutMs: 6_000 };

    const run = await makeTestBench(parts).baseline(project, AbortSignal.timeout(25_000));

    const open = [...run.cases.filter(({ status }) => status === "failed"), ...run.problems];
    expect(open).toContainEqual(expect.objectContaining({ ...told, message: expect.stringMatching(/^Did not end/) }));
    if (passed !== undefined) expect(run.cases).toContainEqual(expect.objectContaining(passed));
  },
);
