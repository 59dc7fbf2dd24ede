import { expect, test } from "vitest";
import { failureBlock, observe } from "../../../src/core/testing/observer.ts";
import type { TestCase, TestRun } from "../../../src/core/testing/test-run.ts";

const failed = (more: Partial<TestCase>): TestCase => ({
  file: "test/a.js",
  name: "a > b",
  status: "failed",
  frames: [],
  ...more,
});
const run = (cases: readonly TestCase[], problems: TestRun["problems"] = []): TestRun => ({
  cases: [...cases],
  problems,
  ms: 1,
});

test("a failure is its place, what differs, and the frames of the workspace", () => {
  const frames = [
    { path: "src/a.js", line: 4, name: "sum" },
    { path: "test/a.js", line: 9 },
  ];
  const test = failed({
    line: 8,
    message: "Expected values to be strictly equal: 2 !== 3",
    expected: "3",
    actual: "2",
    frames,
  });

  expect(failureBlock(test)).toBe("test/a.js:8 > a > b\n  expected 3, actual 2\n  at src/a.js:4 sum < test/a.js:9");
});

test("a message of its own is kept beside the values, one that restates them is not", () => {
  expect(failureBlock(failed({ message: "the total is off", expected: "3", actual: "2" }))).toContain(
    "the total is off\n  expected 3, actual 2",
  );
  expect(failureBlock(failed({ message: "assert 2 == 3\n +  where 2 = f(1)", expected: "3", actual: "2" }))).toBe(
    "test/a.js > a > b\n  assert 2 == 3\n   +  where 2 = f(1)",
  );
});

test("of long values only the differing part is shown", () => {
  const long = (middle: string) => `{ ${"same: 1, ".repeat(60)}price: ${middle}, ${"rest: 2, ".repeat(60)} }`;
  const block = failureBlock(failed({ expected: long("12"), actual: long("21") }));

  expect(block).toContain("price: 12");
  expect(block).toContain("price: 21");
  expect(block.length).toBeLessThan(220);
});

test("of many lines those that differ are shown, and how many more there are", () => {
  const lines = (sign: string) =>
    Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? `same ${n}` : `${sign} ${n}`)).join("\n");
  const block = failureBlock(failed({ expected: lines("x"), actual: lines("y") }));

  expect(block).toContain("- expected, + actual:\n  - x 1\n  + y 1");
  expect(block).not.toContain("same");
  expect(block).toContain("and 30 more lines");
});

test("what does not fit the budget is counted", () => {
  const cases = Array.from({ length: 50 }, (_, n) => failed({ name: `test ${n}`, message: "wrong ".repeat(10) }));
  const text = observe(run(cases), 100);

  expect(text.length).toBeLessThanOrEqual(420);
  expect(text).toMatch(/^test\/a\.js > test 0\n/);
  expect(text).toMatch(/\nand \d+ more$/);
  expect(observe(run(cases), 100)).toBe(text);
});

test("problems come before failures", () => {
  const problems = [
    { file: "test/b.js", message: "SyntaxError: Unexpected token", frames: [{ path: "src/b.js", line: 1 }] },
  ];

  expect(observe(run([failed({ message: "no" })], problems))).toBe(
    "test/b.js\n  SyntaxError: Unexpected token\n  at src/b.js:1\ntest/a.js > a > b\n  no",
  );
});

test("a run without failures says so", () => {
  expect(observe(run([{ file: "a", name: "b", status: "passed", frames: [] }]))).toBe("1 test passed.");
});
