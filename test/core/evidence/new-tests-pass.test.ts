import { expect, test } from "vitest";
import { newTestsPass } from "../../../src/core/evidence/checks/new-tests-pass.ts";
import { bench } from "./test-bench.ts";

const base = "export const sum = (a, b) => a + b;\n";

/** A new test beside two that were there, in a suite that took so long. */
function withNewTest(ms: number, outcome: "passed" | "failed") {
  const { context, executions } = bench({
    base,
    proposed: `${base}// With a new test.\n`,
    tests: {
      "sum.test.js > old": () => "passed",
      "other.test.js > other": () => "passed",
      "sum.test.js > new": (text) => (text === base ? "missing" : outcome),
    },
    named: [],
    ms,
  });
  return {
    context: { ...context, testFile: "sum.test.js" },
    files: () => executions.map((one) => one.selection.files),
  };
}

const signal = new AbortController().signal;

test("a new test that fails costs one execution of its own file where the suite is slow", async () => {
  const { context, files } = withNewTest(60_000, "failed");

  const { verdict } = await newTestsPass.check(context, signal);

  expect(verdict).toBe("refuted");
  expect(files()).toEqual([["sum.test.js"]]);
});

test.each([
  [50, [["other.test.js", "sum.test.js"], ["sum.test.js"], ["sum.test.js"]]],
  [60_000, [["sum.test.js"], ["other.test.js", "sum.test.js"], ["sum.test.js"]]],
])("new tests pass three times, once with all that is related: of a suite of %i ms", async (ms, expected) => {
  const { context, files } = withNewTest(ms, "passed");

  const { verdict } = await newTestsPass.check(context, signal);

  expect(verdict).toBe("proved");
  expect(files()).toEqual(expected);
});
