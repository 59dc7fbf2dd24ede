import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import type { Command, Execution } from "../../../src/core/ports/command-runner.ts";
import { reportName } from "../../../src/core/testing/report.ts";
import { makeTestBench } from "../../../src/core/testing/test-bench.ts";
import type { TestProject } from "../../../src/core/testing/test-runner.ts";

const project: TestProject = { folder: "", runner: "mocha", argv: ["/bin/node", "mocha.js"], testFiles: ["t.js"] };
const signal = new AbortController().signal;

/** Executions that answer with a report, and remember the commands. */
function bench(records: readonly object[], ended: Partial<Execution> = {}) {
  const commands: Command[] = [];
  const sizes = new Map([["a.js", 1]]);
  const report = records.map((record) => JSON.stringify(record)).join("\n");
  const tests = makeTestBench({
    root: "/w",
    paths: ["a.js"],
    files: {
      read: async () => "",
      list: async () => ["a.js"],
      stat: async (path) => ({ type: "file", size: sizes.get(path) ?? 0, modified: 1 }),
    },
    async execute(command) {
      commands.push(command);
      return {
        rung: "none",
        exit: 0,
        ending: "exited",
        stdout: "",
        stderr: "",
        truncated: false,
        outputs: new Map([[reportName, report]]),
        ms: 100,
        overheadMs: 0,
        ...ended,
      };
    },
  });
  return { tests, commands, sizes };
}

const passed = (name: string) => ({ type: "test", file: "/w/t.js", path: [name], status: "passed" });
const whole = [{ type: "start", cwd: "/w" }, passed("a"), passed("b"), { type: "end" }];

test("the baseline runs once, however many ask for it", async () => {
  const { tests, commands } = bench(whole);

  const [one, two] = await Promise.all([tests.baseline(project, signal), tests.baseline(project, signal)]);

  expect(commands).toHaveLength(1);
  expect(one).toBe(two);
  expect(one.cases.map(({ name }) => name)).toEqual(["a", "b"]);
});

test("a cancelled baseline is not kept", async () => {
  const { tests, commands } = bench(whole, { ending: "cancelled", exit: undefined });

  await expect(tests.baseline(project, signal)).rejects.toThrow(AppError);
  await expect(tests.baseline(project, signal)).rejects.toMatchObject({ code: "cancelled" });
  expect(commands).toHaveLength(2);
});

test("after the baseline an endless loop has less time", async () => {
  const { tests, commands } = bench(whole);

  await tests.run(project, {}, new Map(), signal);
  await tests.baseline(project, signal);
  await tests.run(project, {}, new Map(), signal);

  expect(commands.map(({ timeoutMs }) => timeoutMs)).toEqual([300_000, 300_000, 3_500]);
});

test("a part of a suite is measured by itself, and limits what lies within it", async () => {
  const { tests, commands } = bench(whole);
  const part = { ...project, testFiles: ["t.js", "u.js"] };

  await tests.baseline(part, signal, { files: ["t.js"] });
  for (const files of [["t.js", "new.js"], ["t.js", "u.js"], ["new.js"]])
    await tests.run(part, { files }, new Map(), signal);
  const none = await tests.baseline(part, signal, { files: [] });

  await tests.baseline(part, signal, { files: ["u.js"], withinMs: 30_000 });
  await tests.run(part, { files: ["t.js", "u.js"] }, new Map(), signal);

  expect(commands.map(({ timeoutMs }) => timeoutMs)).toEqual([300_000, 3_500, 300_000, 300_000, 30_000, 4_000]);
  expect(none.cases).toEqual([]);
  expect(tests.baselineStamp(part, ["t.js"])).toBe(tests.baselineStamp(part, []));
  expect(tests.baselineStamp(part)).toBeUndefined();
});

test("after a baseline that fell silent, silence counts instead of the whole time", async () => {
  const { tests, commands } = bench(whole, { ending: "timeout", exit: undefined, ms: 15_500, quietMs: 15_100 });

  expect((await tests.baseline(project, signal)).ms).toBe(400);
  await tests.run(project, {}, new Map(), signal);
  await tests.trace(project, {}, new Map(), signal);

  expect(commands.map(({ timeoutMs, quietMs }) => ({ timeoutMs, quietMs }))).toEqual([
    { timeoutMs: 300_000, quietMs: 15_100 },
    { timeoutMs: 300_000, quietMs: 5_000 },
    { timeoutMs: 300_000, quietMs: 5_000 },
  ]);
});

test("what was under way when the time was over is told: a test as failed, a file as a problem", async () => {
  const records = [
    { type: "start", cwd: "/w" },
    { type: "begin", file: "/w/t.js", path: ["a"] },
    passed("a"),
    { type: "begin", file: "/w/t.js", path: ["b"] },
    { type: "begin", file: "/w/u.js" },
    { type: "done", file: "/w/u.js" },
    { type: "begin", file: "/w/v.js" },
  ];
  const { tests } = bench(records, { ending: "timeout", exit: undefined, ms: 2_000 });

  const run = await tests.baseline(project, signal);

  expect(run.cases.map(({ name, status, message }) => ({ name, status, message }))).toEqual([
    { name: "a", status: "passed", message: undefined },
    { name: "b", status: "failed", message: "Did not end within 2 s." },
  ]);
  expect(run.problems.map(({ file, message }) => ({ file, message }))).toEqual([
    { file: "v.js", message: "Did not end within 2 s." },
    { file: undefined, message: "The tests did not end within 2 s." },
  ]);
});

test("a run by names answers for those only, and a name that did not run is a problem", async () => {
  const { tests } = bench(whole);

  expect((await tests.run(project, { names: ["b"] }, new Map(), signal)).cases.map(({ name }) => name)).toEqual(["b"]);
  expect((await tests.run(project, { names: ["b", "c"] }, new Map(), signal)).problems).toEqual([
    { message: '"c" did not run.', frames: [] },
  ]);
});

test("a report without its end, or with a line of someone else's, is not believed", async () => {
  expect((await bench(whole.slice(0, 3)).tests.run(project, {}, new Map(), signal)).problems).toHaveLength(1);
  const forged = [...whole.slice(0, 2), { type: "verdict", status: "passed" }, ...whole.slice(2)];
  expect((await bench(forged).tests.run(project, {}, new Map(), signal)).problems).toHaveLength(1);
});

test("a moved tree is seen by its stamp", async () => {
  const { tests, sizes } = bench(whole);

  expect(tests.baselineStamp(project)).toBeUndefined();
  await tests.baseline(project, signal);
  expect(await tests.stamp(project)).toBe(tests.baselineStamp(project));
  sizes.set("a.js", 2);
  expect(await tests.stamp(project)).not.toBe(tests.baselineStamp(project));
});
