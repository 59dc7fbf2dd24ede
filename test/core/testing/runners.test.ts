import { expect, test } from "vitest";
import { findProjects } from "../../../src/core/testing/project.ts";
import { makeTestBench } from "../../../src/core/testing/test-bench.ts";
import type { TestRun } from "../../../src/core/testing/test-run.ts";
import type { Selection } from "../../../src/core/testing/test-runner.ts";
import { type Bench, bareBench } from "../../support/bare-runner.ts";

async function run(
  bench: Bench,
  selection: Selection = {},
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<TestRun> {
  const { root, lookup, runner } = bench;
  const [project] = await findProjects(lookup);
  if (project === undefined) throw new Error("The fixture holds no project.");
  const tests = makeTestBench({ root, files: lookup.files, paths: lookup.paths, execute: runner.run });
  return tests.run(project, selection, new Map(Object.entries(changes)), AbortSignal.timeout(60_000));
}

const shape = ({ cases }: TestRun) => cases.map(({ file, name, status }) => `${status} ${file} > ${name}`).sort();
const failures = ({ cases }: TestRun) => cases.filter((one) => one.status === "failed");

test("node:test: nested suites, subtests, skipped and equally named tests are told apart", async () => {
  await using bench = await bareBench("node-test");

  const result = await run(bench);

  expect(result.problems).toEqual([]);
  expect(shape(result)).toEqual([
    "failed test/cart.test.js > cart > total (sum) > adds up",
    "failed test/cart.test.js > lines > have a first",
    "passed test/cart.test.js > cart > total (sum) > is zero for nothing",
    "passed test/cart.test.js > cart > total (sum) > same name",
    "passed test/cart.test.js > cart > total (sum) > same name #2",
    "passed test/cart.test.js > lines > have a text",
    "skipped test/cart.test.js > cart > later",
  ]);
  expect(failures(result)).toEqual([
    {
      file: "test/cart.test.js",
      name: "cart > total (sum) > adds up",
      status: "failed",
      line: 7,
      message: "Expected values to be strictly equal: 7 !== 6",
      expected: "6",
      actual: "7",
      frames: [{ path: "test/cart.test.js", line: 7 }],
    },
    {
      file: "test/cart.test.js",
      name: "lines > have a first",
      status: "failed",
      line: 17,
      message: "TypeError: Cannot read properties of undefined (reading 'name')",
      frames: [
        { path: "src/cart.js", line: 13, name: "first" },
        { path: "test/cart.test.js", line: 17 },
      ],
    },
  ]);
});

test.each(["cart > total (sum) > adds up", "lines > have a first", "cart > total (sum) > same name #2"])(
  "node:test: %j can be run by its name",
  async (name) => {
    await using bench = await bareBench("node-test");

    const result = await run(bench, { files: ["test/cart.test.js"], names: [name] });

    expect(result.problems).toEqual([]);
    expect(result.cases.map((one) => one.name)).toEqual([name]);
  },
);

test("a change is seen by the tests and gone afterwards", async () => {
  await using bench = await bareBench("node-test");
  const before = await bench.lookup.files.read("src/cart.js");

  const result = await run(bench, {}, { "src/cart.js": before.replace(" + 1;", ";").replace("lines[1]", "lines[0]") });

  expect(failures(result)).toEqual([]);
  expect(await bench.lookup.files.read("src/cart.js")).toBe(before);
});

test("node:test: a file that does not load is a problem with the place of the error", async () => {
  await using bench = await bareBench("node-syntax");

  const result = await run(bench);

  expect(result.problems).toEqual([
    {
      file: "test/broken.test.js",
      message: `SyntaxError: Unexpected token ';' at "return x * ;"`,
      frames: [{ path: "src/broken.js", line: 2 }],
    },
  ]);
  expect(shape(result)).toEqual(["passed test/fine.test.js > passes"]);
});

test("node:test: leaving the process early is a problem, at once and after some tests", async () => {
  await using bench = await bareBench("node-exit");

  const { problems } = await run(bench);

  expect(problems.map(({ file }) => file)).toEqual(["test/at-once.test.js", "test/later.test.js"]);
  for (const { message } of problems) expect(message).toContain("ends the test process early");
});

test("node:test: TypeScript runs by the project's own flag", async () => {
  await using bench = await bareBench("node-typescript", { node: process.execPath });

  expect(shape(await run(bench))).toEqual([
    "failed src/clamp.test.ts > clamps from below",
    "passed src/clamp.test.ts > clamps from above",
  ]);
});

test("node:test: a project without a manifest is run by the files that import it", async () => {
  await using bench = await bareBench("node-bare");

  expect(failures(await run(bench))).toMatchObject([
    { name: "two is even", message: "The expression evaluated to a falsy value: assert.ok(even(2))" },
  ]);
});

test("a plain test script is one test, failed by its exit status", async () => {
  await using bench = await bareBench("plain-script");

  expect(failures(await run(bench))).toMatchObject([
    { file: "test.js", name: "node test.js", frames: [{ path: "test.js", line: 4 }] },
  ]);
  expect(shape(await run(bench, {}, { "index.js": "module.exports = (a, b) => a + b;" }))).toEqual([
    "passed test.js > node test.js",
  ]);
});

test("mocha: results, the script's environment, and failing hooks", async () => {
  await using bench = await bareBench("mocha");

  const result = await run(bench);

  expect(result.problems).toEqual([]);
  expect(shape(result)).toEqual([
    "failed test/deep/slug.spec.js > slug > joins words (with dashes)",
    "failed test/deep/slug.spec.js > slug > throws deep inside",
    "failed test/hook.spec.js > hooked > needs the hook",
    "passed test/deep/slug.spec.js > slug > lowers",
    "skipped test/deep/slug.spec.js > slug > later",
  ]);
  expect(failures(result)).toMatchObject([
    { expected: "'hello-big-world'", actual: "'hello_big_world'" },
    {
      frames: [
        { path: "lib/slug.js", line: 3 },
        { path: "test/deep/slug.spec.js", line: 8 },
      ],
    },
    { message: '"before each" hook: TypeError: no connection' },
  ]);
});

test("mocha: a test can be run by its name", async () => {
  await using bench = await bareBench("mocha");

  const result = await run(bench, { files: ["test/deep/slug.spec.js"], names: ["slug > joins words (with dashes)"] });

  expect(shape(result)).toEqual(["failed test/deep/slug.spec.js > slug > joins words (with dashes)"]);
});

test("mocha: what does not load, leaves early or holds no tests is a problem", async () => {
  await using bench = await bareBench("mocha");

  expect(await run(bench, {}, { "lib/slug.js": "exports.slug = (;\n" })).toMatchObject({
    problems: [{ file: "lib/slug.js", frames: [{ path: "lib/slug.js", line: 1 }, { path: "test/deep/slug.spec.js" }] }],
  });
  expect((await run(bench, {}, { "lib/slug.js": "require('nope');" })).problems[0]?.message).toContain(
    "Cannot find module 'nope'",
  );
  expect((await run(bench, {}, { "lib/slug.js": "process.exit(0)" })).problems).toHaveLength(1);
  expect((await run(bench, {}, { "lib/slug.js": "exports.slug = () => process.exit(0)" })).problems).toHaveLength(1);
  expect((await run(bench, {}, { "test/hook.spec.js": "", "test/deep/slug.spec.js": "" })).problems).toHaveLength(1);
});

test("vitest: results with the frames of the sources, although the script watches", async () => {
  await using bench = await bareBench("vitest");

  const result = await run(bench);

  expect(result.problems).toEqual([]);
  expect(shape(result)).toEqual([
    "failed src/range.test.ts > last has a name",
    "failed src/range.test.ts > range > upward > leaves the end out",
    "passed src/other.test.ts > stands alone",
    "passed src/range.test.ts > range > starts at 1",
    "passed src/range.test.ts > range > starts at 2",
    "skipped src/range.test.ts > range > goes downward",
  ]);
  expect(failures(result)).toMatchObject([
    {
      line: 6,
      expected: "[\n  1,\n  2,\n]",
      actual: "[\n  1,\n  2,\n  3,\n]",
      frames: [{ path: "src/range.test.ts", line: 7 }],
    },
    {
      line: 16,
      frames: [
        { path: "src/range.ts", line: 12, name: "last" },
        { path: "src/range.test.ts", line: 17 },
      ],
    },
  ]);
});

test("vitest: by name, by file, and by the source the tests depend on", async () => {
  await using bench = await bareBench("vitest");

  const named = await run(bench, { files: ["src/range.test.ts"], names: ["range > upward > leaves the end out"] });
  expect(shape(named)).toEqual(["failed src/range.test.ts > range > upward > leaves the end out"]);
  expect(shape(await run(bench, { files: ["src/other.test.ts"] }))).toEqual([
    "passed src/other.test.ts > stands alone",
  ]);
  const related = await run(bench, { relatedTo: ["src/range.ts"] });
  expect(new Set(related.cases.map((one) => one.file))).toEqual(new Set(["src/range.test.ts"]));
});

test("vitest: what does not load, leaves early or holds no tests is a problem", async () => {
  await using bench = await bareBench("vitest");

  expect((await run(bench, {}, { "src/range.ts": "export const range = (;\n" })).problems).toMatchObject([
    { file: "src/range.test.ts", frames: [{ path: "src/range.ts", line: 1 }] },
  ]);
  expect((await run(bench, {}, { "src/range.ts": "process.exit(0)" })).problems).toHaveLength(1);
  const none = await run(bench, {}, { "src/range.test.ts": undefined, "src/other.test.ts": undefined });
  expect(none.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^No tests ran: write one first .*--test-command/),
  ]);
});

test("jest: results with values and frames, although the script watches", async () => {
  await using bench = await bareBench("jest");

  const result = await run(bench);

  expect(result.problems).toEqual([]);
  expect(shape(result)).toEqual([
    "failed src/stack.test.js > Stack > peeks at the newest",
    "failed src/stack.test.js > Stack > shouts",
    "passed src/alone.test.js > stands alone",
    "passed src/stack.test.js > Stack > keeps what it was given",
    "skipped src/stack.test.js > Stack > is skipped",
  ]);
  expect(failures(result)).toMatchObject([
    { line: 4, expected: "2", actual: "1", frames: [{ path: "src/stack.test.js", line: 8 }] },
    {
      frames: [
        { path: "src/stack.js", line: 15 },
        { path: "src/stack.test.js", line: 20 },
      ],
    },
  ]);
});

test("jest: by name, by the source the tests depend on, and what goes wrong", async () => {
  await using bench = await bareBench("jest");

  const named = await run(bench, { files: ["src/stack.test.js"], names: ["Stack > shouts"] });
  expect(shape(named)).toEqual(["failed src/stack.test.js > Stack > shouts"]);
  const related = await run(bench, { relatedTo: ["src/stack.js"] });
  expect(new Set(related.cases.map((one) => one.file))).toEqual(new Set(["src/stack.test.js"]));
  expect((await run(bench, {}, { "src/stack.js": "class {" })).problems).toMatchObject([
    { file: "src/stack.test.js", frames: [{ path: "src/stack.js", line: 1 }, { path: "src/stack.test.js" }] },
  ]);
  expect((await run(bench, {}, { "src/stack.js": "process.exit(0)" })).problems).toHaveLength(1);
});

const python = await (await bareBench("pytest")).lookup.which("python3");

test.skipIf(python === undefined)(
  "pytest: functions, classes, parameters, unittest and expected failures",
  async () => {
    await using bench = await bareBench("pytest");

    const result = await run(bench);

    expect(result.problems).toEqual([]);
    expect(shape(result)).toEqual([
      "failed tests/test_rounding.py > TestShare > test_nobody",
      "failed tests/test_rounding.py > test_to_cents[a > b]",
      "failed tests/test_rounding.py > test_to_cents[two::x]",
      "failed tests/test_unit.py > CentsTest > test_one",
      "passed tests/test_rounding.py > test_to_cents[none]",
      "passed tests/test_unit.py > CentsTest > test_none",
      "skipped tests/test_rounding.py > TestShare > test_later",
      "skipped tests/test_rounding.py > test_known",
    ]);
    expect(failures(result)[0]).toMatchObject({
      expected: "150",
      actual: "15",
      frames: [{ path: "tests/test_rounding.py", line: 7 }],
    });
    expect(failures(result)[2]?.frames).toEqual([
      { path: "src/money/rounding.py", line: 6, name: "share" },
      { path: "tests/test_rounding.py", line: 13, name: "test_nobody" },
    ]);
  },
);

test.skipIf(python === undefined)(
  "pytest: a parametrised test can be run by its name, and a name that is gone is a problem",
  async () => {
    await using bench = await bareBench("pytest");

    const named = await run(bench, { files: ["tests/test_rounding.py"], names: ["test_to_cents[two::x]"] });
    expect(shape(named)).toEqual(["failed tests/test_rounding.py > test_to_cents[two::x]"]);
    const both = await run(bench, { names: ["CentsTest > test_none", "test_gone"] });
    expect(both.problems.map(({ message }) => message)).toEqual(['"test_gone" did not run.']);
  },
);

test.skipIf(python === undefined)(
  "pytest: what does not load or leaves early is a problem with its place",
  async () => {
    await using bench = await bareBench("pytest-broken");

    expect((await run(bench, { files: ["test_calc.py"] })).problems).toEqual([
      {
        file: "test_calc.py",
        message: "SyntaxError: expected ':'",
        frames: [
          { path: "calc.py", line: 1 },
          { path: "test_calc.py", line: 1 },
        ],
      },
    ]);
    expect((await run(bench, { files: ["sub/other_test.py"] })).problems).toHaveLength(1);
  },
);
