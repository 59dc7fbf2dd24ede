import { caseOfProblem } from "../testing/locate.ts";
import type { TestCase, TestRun } from "../testing/test-run.ts";
import { resultsOf } from "./named-tests.ts";

/** What tests said of code that was broken on purpose. "unclear": it did not load, did not end, or failed by an error of its own. */
export function outcomeOf(run: TestRun, tests: readonly TestCase[]): "noticed" | "survived" | "unclear" {
  const results = resultsOf(tests, run);
  if (results.some(({ status, shown }) => status === "failed" && shown !== undefined && isAssertion(shown)))
    return "noticed";
  if (crashes(run, tests).some(isAssertion)) return "noticed";
  return run.problems.length === 0 && results.every(({ status }) => status === "passed") ? "survived" : "unclear";
}

/** What was thrown outside of any test, where a named one stands for its whole file. */
function crashes({ problems }: TestRun, tests: readonly TestCase[]): readonly TestCase[] {
  const files = new Set(tests.filter(({ name }) => name === "").map(({ file }) => file));
  return problems.flatMap((problem) => caseOfProblem(problem) ?? []).filter(({ file }) => files.has(file));
}

/** Errors the language itself throws, and limits, say that the mutant is no working code; what the test states of a value is an assertion. */
function isAssertion(test: TestCase): boolean {
  if (test.expected !== undefined || test.actual !== undefined) return true;
  const message = test.message ?? "";
  if (
    /^(?:\w+\.)*(?:SyntaxError|ReferenceError|NameError|IndentationError|ImportError|ModuleNotFoundError|RecursionError|UnboundLocalError)\b/.test(
      message,
    )
  )
    return false;
  return !/\btime(?:d\s*out|out)\b|^Did not end within\b|Maximum call stack|is not defined\b/i.test(message);
}
