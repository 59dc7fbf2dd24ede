import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import { RunLog } from "../../../src/core/run/run-log.ts";
import { verifyUnion } from "../../../src/core/run/verify-union.ts";
import type { TestRun } from "../../../src/core/testing/test-run.ts";
import type { Selection } from "../../../src/core/testing/test-runner.ts";
import { memoryFiles } from "../../support/memory-files.ts";
import { assignment, planned, report, reported } from "../../support/run-parts.ts";

type Status = "passed" | "failed";

/** One execution: tests by name, and what else went wrong. */
function ran(cases: Readonly<Record<string, Status>>, problem?: string): TestRun {
  return {
    cases: Object.entries(cases).map(([name, status]) => ({ file: "test/all.test.js", name, status, frames: [] })),
    problems: problem === undefined ? [] : [{ message: problem, frames: [] }],
    ms: 5,
  };
}

interface Worker {
  readonly path: string;
  readonly folder?: string;
  readonly failing?: string;
}

/** The union of proved workers, each of which made "broken" pass, over these executions after the baseline. */
async function union(
  executions: readonly TestRun[],
  workers: readonly Worker[] = [{ path: "src/a.js" }],
  parts?: TestRun,
) {
  const log = new RunLog({
    run: "r1",
    journal: { append() {}, settled: async () => {} },
    now: () => 0,
    listeners: [],
  });
  const assignments = workers.map(({ path, folder = "" }, index) => {
    const testFiles = parts === undefined ? [] : ["test/all.test.js", "test/far.test.js"];
    const project = { folder, runner: "node:test", argv: ["node", "--test"] as const, testFiles };
    const failing = [{ file: "test/all.test.js", name: "broken", status: "failed" as const, frames: [] }];
    const tests = { project, failing, reached: [] };
    return assignment(`w${index}`, { target: path, context: { why: "", base: {}, alternatives: [], tests } });
  });
  log.teller("run")(planned(assignments));
  for (const { id, target } of assignments) {
    const changeSet = {
      id: `r1/${id}`,
      revision: 1,
      by: "fix",
      files: [{ path: target, base: "b", proposed: target }],
    };
    log.teller(id)({ type: "proposed", changeSet, summary: "Mends it." });
    log.teller(id)(reported(report(id, "proved", { changeSet: { id: `r1/${id}`, revision: 1 } })));
  }
  const asked: { readonly folder: string; readonly selection: Selection; readonly changed: readonly string[] }[] = [];
  const left = [...executions];
  const desk = {
    baseline: async () => ran({ steady: "passed", other: "passed", broken: "failed", open: "failed" }),
    parts: async () => parts,
    run: async (project: { readonly folder: string }, selection: Selection, changes: ReadonlyMap<string, unknown>) => {
      asked.push({ folder: project.folder, selection, changed: [...changes.keys()] });
      const next = left.shift();
      if (next === undefined) throw new AppError("tooling", "No more executions.");
      return next;
    },
  };
  const blobs = { put: () => "", settled: async () => {}, get: async (hash: string) => `text of ${hash}` };
  await verifyUnion(log, desk, { blobs, files: memoryFiles({}) }, new AbortController().signal);
  return { evidence: log.state.union, asked };
}

test("the whole suite passing is proof, and says what failed before and still does", async () => {
  const { evidence, asked } = await union([
    ran({ steady: "passed", other: "passed", broken: "passed", open: "failed" }),
  ]);

  expect(evidence).toMatchObject([
    { verdict: "proved", sentence: "Together: the whole suite was run, 3 pass; 1 of the 2 that failed still fails." },
  ]);
  expect(asked.map(({ selection }) => selection)).toEqual([{}]);
});

test("what fails twice is broken by the changes", async () => {
  const bad = ran({ steady: "failed", other: "passed", broken: "passed" });

  const { evidence, asked } = await union([bad, bad]);

  expect(evidence).toMatchObject([
    { verdict: "refuted", sentence: 'Together the changes break "steady" in test/all.test.js.' },
  ]);
  expect(asked[1]?.selection).toEqual({ files: ["test/all.test.js"], names: ["steady"] });
});

test("what fails once and passes when run again is told and not held against the changes", async () => {
  const { evidence } = await union([
    ran({ steady: "failed", other: "passed", broken: "passed" }),
    ran({ steady: "passed" }),
  ]);

  expect(evidence).toMatchObject([
    { verdict: "proved", sentence: expect.stringContaining('"steady" failed once and passed when run again') },
  ]);
});

test("a test that is gone from a suite that came to its end is broken", async () => {
  const { evidence } = await union([ran({ steady: "passed", broken: "passed" }), ran({})]);

  expect(evidence).toMatchObject([{ verdict: "refuted", sentence: expect.stringContaining('"other"') }]);
});

test("a suite that is cut by time leaves open what did not run", async () => {
  const { evidence } = await union([ran({ steady: "passed", broken: "passed" }, "The tests did not end within 3 s.")]);

  expect(evidence).toMatchObject([
    { verdict: "unknown", sentence: "Together: 2 of 3 ran and pass. The tests did not end within 3 s." },
  ]);
});

test("a suite that breaks down in a new way is refuted, whatever its cases say", async () => {
  const { evidence } = await union([
    ran({ steady: "passed", other: "passed", broken: "passed" }, "The process ended with status 7."),
  ]);

  expect(evidence).toMatchObject([{ verdict: "refuted", sentence: expect.stringContaining("status 7") }]);
});

test("each project's suite runs with the changes of all", async () => {
  const good = ran({ steady: "passed", other: "passed", broken: "passed" });

  const { asked } = await union(
    [good, good],
    [
      { path: "lib/a.js", folder: "lib" },
      { path: "app/b.js", folder: "app" },
    ],
  );

  expect(asked.map(({ folder, changed }) => [folder, changed])).toEqual([
    ["lib", ["lib/a.js", "app/b.js"]],
    ["app", ["lib/a.js", "app/b.js"]],
  ]);
});

test("two texts for one file do not go together, and nothing is run", async () => {
  const { evidence, asked } = await union(
    [],
    [
      { path: "src/a.js", folder: "x" },
      { path: "src/a.js", folder: "y" },
    ],
  );

  expect(evidence).toMatchObject([{ verdict: "refuted", sentence: expect.stringContaining("src/a.js") }]);
  expect(asked).toEqual([]);
});

const near = ran({ steady: "passed" });
const slow = { ...near, ms: 40_000 };
const far = (status: Status) => ({ file: "test/far.test.js", name: "far", status, frames: [] });

test("a large suite of which parts were run before needs no other baseline where everything passes", async () => {
  const whole = ran({ steady: "passed", broken: "passed" });
  const { evidence, asked } = await union([{ ...whole, cases: [...whole.cases, far("passed")] }], undefined, near);

  expect(evidence).toMatchObject([{ verdict: "proved", sentence: "Together: the whole suite was run, 3 pass." }]);
  expect(asked).toHaveLength(1);
});

test("what fails in a large suite and was not run before is run on the untouched tree, and is not held against the changes where it failed", async () => {
  const whole = ran({ steady: "passed", broken: "passed" });
  const failing = { ...whole, cases: [...whole.cases, far("failed")] };

  const before = await union([failing, { ...near, cases: [far("failed")] }], undefined, near);
  const now = await union(
    [failing, { ...near, cases: [far("passed")] }, { ...near, cases: [far("failed")] }],
    undefined,
    near,
  );

  expect(before.asked[1]).toMatchObject({ selection: { files: ["test/far.test.js"] }, changed: [] });
  expect(before.evidence).toMatchObject([{ verdict: "proved", sentence: expect.stringContaining("still fails") }]);
  expect(now.evidence).toMatchObject([{ verdict: "refuted", sentence: expect.stringContaining('"far"') }]);
});

test("where the time for a large suite is over, the tests that reach the changes are run by themselves", async () => {
  const cut = ran({ broken: "passed" }, "The tests did not end within 300 s.");

  const { evidence, asked } = await union([cut, near], undefined, near);
  const broken = await union([cut, ran({ steady: "failed" }), ran({ steady: "failed" })], undefined, near);

  expect(asked[1]?.selection).toEqual({ files: ["test/all.test.js"] });
  expect(evidence).toMatchObject([
    {
      verdict: "unknown",
      sentence:
        "Together: 2 tests ran and pass, with all 2 that reach the changes. The tests did not end within 300 s.",
    },
  ]);
  expect(broken.evidence).toMatchObject([{ verdict: "refuted", sentence: expect.stringContaining('"steady"') }]);
});

test("a large suite that would take long is not run whole: the parts that were run before are, and the sentence says so", async () => {
  const { evidence, asked } = await union([ran({ steady: "passed", broken: "passed" })], undefined, slow);
  const failing = ran({ steady: "failed", broken: "passed" });
  const broken = await union([failing, failing], undefined, slow);

  expect(asked.map(({ selection }) => selection)).toEqual([{ files: ["test/all.test.js"] }]);
  expect(evidence).toMatchObject([
    {
      verdict: "proved",
      sentence: "Together: the 1 nearest to the changes of 2 test files were run, 2 pass.",
    },
  ]);
  expect(broken.evidence).toMatchObject([{ verdict: "refuted", sentence: expect.stringContaining('"steady"') }]);
});
