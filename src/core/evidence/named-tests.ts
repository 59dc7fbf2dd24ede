import { testKey } from "../testing/test-key.ts";
import type { TestCase, TestRun } from "../testing/test-run.ts";
import { casesByKey } from "./shared-tests.ts";

/** What became of one named test in a run, with the case that shows it. */
export interface Result {
  readonly test: TestCase;
  readonly status: TestCase["status"] | "missing";
  readonly shown: TestCase | undefined;
}

/** What became of the named tests. One without a name stands for its whole file, which did not load before: every test of it counts. */
export function resultsOf(named: readonly TestCase[], run: TestRun): readonly Result[] {
  const byKey = casesByKey(run);
  return named.map((test) => {
    if (test.name !== "") {
      const shown = byKey.get(testKey(test));
      return { test, status: shown?.status ?? "missing", shown };
    }
    const inFile = run.cases.filter(({ file }) => file === test.file);
    const shown = inFile.find(({ status }) => status === "failed") ?? inFile.find(({ status }) => status === "passed");
    return { test, status: shown?.status ?? "missing", shown };
  });
}

/** How a test is called in a sentence. */
export function titleOf({ file, name }: TestCase): string {
  if (name !== "") return `"${name}"`;
  return file === "." ? "The test command" : file;
}
