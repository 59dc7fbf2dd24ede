import { execFileSync } from "node:child_process";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import { findProject, findProjects } from "../../../src/core/testing/project.ts";
import { makeTestBench } from "../../../src/core/testing/test-bench.ts";
import type { TestRun } from "../../../src/core/testing/test-run.ts";
import { diskFiles } from "../../../src/node/disk-files.ts";
import { openSandbox } from "../../../src/node/sandbox/open-sandbox.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { walled } from "../../node/sandbox-rungs.ts";
import { folderOf } from "../../node/sandbox-workspace.ts";

function missing(program: string): string | undefined {
  if (walled.every(({ obstacle }) => obstacle !== undefined)) return "no walled rung holds on this machine";
  try {
    execFileSync(program, [program === "go" ? "version" : "--version"]);
    return undefined;
  } catch {
    return `${program} is not installed`;
  }
}

/** A copy of a fixture with its real runner in the real sandbox. */
async function benchOver(fixture: string) {
  const root = await folderOf({});
  await cp(join(import.meta.dirname, "../../fixtures", fixture), root, { recursive: true });
  const sandbox = await openSandbox({ root, state: join(dirname(root), "state"), env: process.env });
  onTestFinished(() => sandbox.close());
  const files = diskFiles(root);
  const paths = await files.list(AbortSignal.timeout(9000));
  const lookup = { files, paths, which: sandbox.which, locate: async () => undefined };
  const bench = makeTestBench({ root, files, paths, execute: sandbox.run });
  const [project] = await findProjects(lookup);
  if (project === undefined) throw new Error("The fixture holds no project.");
  const graph = importGraph(files, paths, syntaxTrees());
  return { bench, project, files, paths, lookup, graph, signal: AbortSignal.timeout(110_000) };
}

const shape = ({ cases }: TestRun) => cases.map(({ file, name, status }) => `${status} ${file} > ${name}`).sort();

test("go: subtests, panics and skipped tests are told, each with its file and where it failed", {
  timeout: 120_000,
}, async ({ skip }) => {
  skip(missing("go") !== undefined, missing("go"));
  const { bench, project, signal, files } = await benchOver("go");

  const run = await bench.baseline(project, signal);

  expect(shape(run)).toEqual([
    "failed calc/calc_test.go > TestFirst",
    "failed calc/calc_test.go > TestSum",
    "failed calc/calc_test.go > TestSum > one_two",
    "passed calc/calc_test.go > TestSum > other",
    "passed main_test.go > TestThroughMain",
  ]);
  expect(run.problems).toEqual([]);
  expect(run.cases.find(({ name }) => name === "TestSum > one_two")).toMatchObject({
    message: "got 4, want 3",
    frames: [{ path: "calc/calc_test.go", line: 12 }],
  });
  expect(run.cases.find(({ name }) => name === "TestFirst")).toMatchObject({
    message: "panic: runtime error: index out of range [0] with length 0",
    frames: [
      { path: "calc/calc.go", line: 11, name: "First" },
      { path: "calc/calc_test.go", line: 18, name: "TestFirst" },
    ],
  });

  const text = (await files.read("calc/calc.go")).replace("total := 1", "total := 0");
  const selection = { files: ["calc/calc_test.go"], names: ["TestSum > one_two"] };
  const mended = await bench.run(project, selection, new Map([["calc/calc.go", text]]), signal);
  expect(mended).toMatchObject({ problems: [], cases: [{ name: "TestSum > one_two", status: "passed" }] });

  const broken = await bench.run(project, {}, new Map([["calc/calc.go", `${text}\nvar x int = y\n`]]), signal);
  expect(broken.problems).toEqual([
    { file: "calc/calc.go", message: "It does not build: undefined: y", frames: [{ path: "calc/calc.go", line: 13 }] },
  ]);
});

test("go: a test depends on its own package and on those it imports", async ({ skip }) => {
  skip(missing("go") !== undefined, missing("go"));
  const { graph, project, lookup } = await benchOver("go");

  expect(await findProject("calc/calc.go", lookup)).toMatchObject({ runner: "go", folder: "" });
  expect(await graph.dependents("calc/calc.go", project.testFiles)).toEqual(["calc/calc_test.go", "main_test.go"]);
  expect(await graph.dependents("main.go", project.testFiles)).toEqual(["main_test.go"]);
});

test("cargo: unit tests, integration tests and documented examples are told, each with its file and where it failed", {
  timeout: 120_000,
}, async ({ skip }) => {
  skip(missing("cargo") !== undefined, missing("cargo"));
  const { bench, project, signal, files } = await benchOver("rust");

  const run = await bench.baseline(project, signal);

  expect(run.problems).toEqual([]);
  expect(shape(run)).toEqual([
    "failed src/deep/inner.rs > deep > inner > tests > first_of_none",
    "failed src/lib.rs > doc > add",
    "failed src/lib.rs > tests > adds",
    "failed tests/api.rs > api_adds",
    "passed src/deep/inner.rs > deep > inner > tests > fine",
    "skipped src/lib.rs > tests > later",
  ]);
  expect(run.cases.find(({ name }) => name === "tests > adds")).toMatchObject({
    message: "assertion `left == right` failed: sum is off",
    expected: "3",
    actual: "4",
    frames: [{ path: "src/lib.rs", line: 12, name: "adds" }],
  });
  expect(run.cases.find(({ name }) => name.endsWith("first_of_none"))?.frames[0]).toMatchObject({
    path: "src/deep/inner.rs",
    line: 1,
    name: "first",
  });

  const text = (await files.read("src/lib.rs")).replace("a + b + 1", "a + b");
  const change = new Map([["src/lib.rs", text]]);
  const mended = await bench.run(project, { names: ["tests > adds", "api_adds"] }, change, signal);
  expect(mended.problems).toEqual([]);
  expect(mended.cases.map(({ status }) => status)).toEqual(["passed", "passed"]);

  const broken = await bench.run(project, {}, new Map([["src/lib.rs", text.replace("a + b", "a + c")]]), signal);
  expect(broken.problems).toMatchObject([{ file: "src/lib.rs", frames: [{ path: "src/lib.rs", line: 6 }] }]);
});

test("cargo: an integration test depends on the package's library and its modules", async ({ skip }) => {
  skip(missing("cargo") !== undefined, missing("cargo"));
  const { graph } = await benchOver("rust");

  expect([...(await graph.closure("tests/api.rs")).keys()]).toEqual([
    "tests/api.rs",
    "src/lib.rs",
    "src/deep/mod.rs",
    "src/deep/inner.rs",
  ]);
});
