import { expect, test } from "vitest";
import { outcomeOf } from "../../../src/core/evidence/control-outcome.ts";
import type { TestCase } from "../../../src/core/testing/test-run.ts";

const whole: TestCase = { file: "test/a.js", name: "", status: "failed", frames: [] };

function outcome(message: string, file: string, named: TestCase = whole) {
  return outcomeOf({ cases: [], problems: [{ file, message, frames: [] }], ms: 1 }, [named]);
}

test("what is thrown outside of any test is noticed where the whole file failed before", () => {
  expect(outcome("AssertionError: 1 == 2", "test/a.js")).toBe("noticed");
  expect(outcome("TypeError: no x", "test/a.js")).toBe("noticed");
});

test("broken code that does not load, another file's trouble, and a single test say nothing by it", () => {
  expect(outcome("SyntaxError: Unexpected token", "test/a.js")).toBe("unclear");
  expect(outcome("AssertionError: 1 == 2", "test/b.js")).toBe("unclear");
  expect(outcome("AssertionError: 1 == 2", "test/a.js", { ...whole, name: "adds" })).toBe("unclear");
});
