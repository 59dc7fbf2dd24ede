import { expect, test } from "vitest";
import { measure, partFor, relatedTests } from "../../../src/core/run/measuring.ts";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import type { TestRun } from "../../../src/core/testing/test-run.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";
import { assignment } from "../../support/run-parts.ts";

const signal = new AbortController().signal;
const project = { folder: "", runner: "vitest", argv: ["node"] as const, testFiles: ["a", "b", "c", "d", "e"] };
const target = { target: "src/tax.js", context: { why: "", base: {}, alternatives: [] } };

/** What a part of so many files comes to where each execution takes so long, and of which files each was. */
async function measured(count: number, answer: (files: readonly string[]) => Partial<TestRun>) {
  const asked: (readonly string[])[] = [];
  const related = Array.from({ length: count }, (_, index) => `t${index}`);
  const baseline = async (_: unknown, __: unknown, { files = [] }: { readonly files?: readonly string[] } = {}) => {
    asked.push(files);
    return { cases: files.map(passed), problems: [], ms: 4_000, ...answer(files) };
  };
  const run = await measure(
    { baseline },
    project,
    partFor(assignment("w", target), project, related),
    signal,
    () => {},
  );
  return {
    sizes: asked.map((files) => files.length),
    ran: run.cases.length,
    problems: run.problems.length,
    ms: run.ms,
  };
}

const passed = (file: string) => ({ file, name: "n", status: "passed" as const, frames: [] });

test("twice as many of the files that reach a target are run each time, until they have taken long enough", async () => {
  expect(await measured(100, () => ({}))).toMatchObject({ sizes: [3, 6, 12], ran: 21, ms: 12_000 });
  expect(await measured(5, () => ({}))).toMatchObject({ sizes: [3, 2], ran: 5, ms: 8_000 });
  expect(await measured(100, () => ({ ms: 60_000 }))).toMatchObject({ sizes: [3], ran: 3, ms: 60_000 });
  expect(await measured(0, () => ({}))).toMatchObject({ sizes: [0], ran: 0 });
});

test("files that do not end in time are left out, and no more are run", async () => {
  const problems = [{ message: "The tests did not end within 30 s.", frames: [] }];

  expect(await measured(100, (files) => (files.length > 3 ? { problems, ms: 30_000 } : {}))).toEqual({
    sizes: [3, 6],
    ran: 3,
    problems: 0,
    ms: 4_000,
  });
});

test("of the first files those that did not come to an end are left out, unless none did", async () => {
  const ended = [
    { file: "t1", message: "Did not end within 70 s.", frames: [] },
    { message: "The tests did not end within 70 s.", frames: [] },
  ];
  const late = { file: "t2", name: "n", status: "failed" as const, message: "Did not end within 70 s.", frames: [] };

  const some = await measured(9, () => ({ cases: [passed("t0"), passed("t1"), late], problems: ended }));
  const none = await measured(3, () => ({ cases: [passed("t1"), late], problems: ended }));

  expect(some).toMatchObject({ sizes: [3], ran: 1, problems: 0 });
  expect(none).toMatchObject({ ran: 2, problems: 2 });
});

test("a command that runs all tests whatever it is asked for is run once", async () => {
  expect(await measured(100, () => ({ cases: ["t0", "t99"].map(passed) }))).toMatchObject({ sizes: [3], ran: 2 });
});

test("who writes tests is measured by their own file and the nearest", () => {
  const writer = assignment("w", { ...target, context: { ...target.context, testFile: "e" } });

  expect(partFor(writer, project, ["d", "c", "b", "a"]).batches).toEqual([["b", "c", "d", "e"]]);
});

test("a target's own tests come first, then the nearest by imports, and of those the ones that use the fewest files", async () => {
  const texts = {
    "src/tax.js": "export const tax = 1;\n",
    "src/bill.js": 'export * from "./tax.js";\n',
    "src/other.js": "export const other = 1;\n",
    "test/all.test.js": 'import "../src/tax.js";\nimport "../src/other.js";\n',
    "test/few.test.js": 'import "../src/tax.js";\n',
    "test/none.test.js": 'import "../src/other.js";\n',
    "test/tax.test.js": 'import "../src/bill.js";\n',
    "test/bill.test.js": 'import "../src/bill.js";\n',
  };
  const graph = importGraph(memoryFiles(texts), Object.keys(texts), syntaxTrees());
  const testFiles = Object.keys(texts).filter((path) => path.startsWith("test/"));

  expect(await relatedTests("src/tax.js", { ...project, testFiles }, graph)).toEqual([
    "test/tax.test.js",
    "test/few.test.js",
    "test/all.test.js",
    "test/bill.test.js",
  ]);
});
