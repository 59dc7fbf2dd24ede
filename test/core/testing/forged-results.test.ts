import { expect, test } from "vitest";
import type { Execution } from "../../../src/core/ports/command-runner.ts";
import { readCargoResults } from "../../../src/core/testing/cargo-results.ts";
import { readGoResults } from "../../../src/core/testing/go-results.ts";

const project = {
  folder: "",
  runner: "go",
  argv: ["go"] as const,
  testFiles: ["a_test.go"],
  places: { "m TestA": "a_test.go" },
} satisfies Parameters<typeof readGoResults>[1];

function execution(stdout: string, stderr = "", exit = 0): Execution {
  const measured = { ms: 1, overheadMs: 0, truncated: false, outputs: new Map<string, string>() };
  return { rung: "none", ending: "exited", exit, stdout, stderr, ...measured };
}

const go = (...events: readonly object[]) =>
  readGoResults(execution(events.map((event) => JSON.stringify({ Package: "m", ...event })).join("\n")), project, "/w");

test("go: a test that is reported to pass and to fail has failed", () => {
  const { cases } = go(
    { Action: "run", Test: "TestA" },
    { Action: "fail", Test: "TestA" },
    { Action: "pass", Test: "TestA" },
    { Action: "pass" },
  );

  expect(cases).toMatchObject([{ status: "failed", message: expect.stringContaining("two ways") }]);
});

test("go: a test that never ends, and a package that never does, are no pass", () => {
  const unended = go({ Action: "run", Test: "TestA" }, { Action: "pass" });
  const cut = go({ Action: "run", Test: "TestA" }, { Action: "pass", Test: "TestA" });

  expect(unended.cases).toMatchObject([{ status: "failed" }]);
  expect(cut.problems).toHaveLength(1);
  expect(go().problems).toHaveLength(1);
});

const running = "     Running unittests src/lib.rs (target/debug/deps/x-1)\n";
const cargo = (stdout: string, stderr = running, exit = 0) =>
  readCargoResults(execution(stdout, stderr, exit), { ...project, runner: "cargo" }, "/w");
const result = "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";

test("cargo: results beyond those that were announced, or told in two ways, are not believed", () => {
  const honest = cargo(`\nrunning 1 test\ntest a ... ok\n\n${result}`);
  const more = cargo(`\nrunning 1 test\ntest a ... ok\ntest b ... ok\n\n${result}`);
  const both = cargo(`\nrunning 1 test\ntest a ... FAILED\ntest a ... ok\n\n${result}`);
  const twice = cargo(`\nrunning 1 test\ntest a ... ok\n\n${result}\nrunning 1 test\ntest a ... FAILED\n\n${result}`);

  expect(honest).toMatchObject({ problems: [], cases: [{ status: "passed" }] });
  expect(more.problems).toHaveLength(1);
  expect(both.cases).toMatchObject([{ status: "failed" }]);
  expect(twice.problems).toHaveLength(1);
});

test("cargo: a program that ends early is a problem, with or without an exit status", () => {
  expect(cargo("\nrunning 2 tests\ntest a ... ok\n").problems).toHaveLength(1);
  expect(cargo("", running, 101).problems).toHaveLength(1);
  expect(cargo("", "", 0).problems).toHaveLength(1);
});
