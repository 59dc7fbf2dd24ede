import { testKey } from "../../testing/test-key.ts";
import type { TestRun } from "../../testing/test-run.ts";
import type { Check, TestAccess } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { counted, grouped } from "../figures.ts";
import { casesByKey, namedSelection, newProblem, outOfTime, relatedFiles } from "../shared-tests.ts";

const name = "related-still-pass";

/** No test that reaches the subject and passed at the baseline fails, is skipped or is missing now. */
export const relatedStillPass: Check = {
  name,
  cost: "execution",
  async check({ tests, changes }, signal) {
    if (tests === undefined) return says("unknown", "No tests are known to go by.");
    const [baseline, files, quick] = await Promise.all([
      tests.baseline(signal),
      relatedFiles(tests, signal),
      namedSelection(tests, signal),
    ]);
    const passed = passedBefore(baseline, tests, files);
    if (passed.length === 0) return says("proved", "No other test reaches the change.");
    const run = await tests.run(quick.names === undefined ? quick : { files }, changes, signal);
    const byKey = casesByKey(run);
    const missing: TestRun["cases"][number][] = [];
    for (const test of passed) {
      const now = byKey.get(testKey(test));
      if (now === undefined) missing.push(test);
      else if (now.status === "failed")
        return says(
          "refuted",
          `"${test.name}" in ${test.file} passed before and fails now${now.message === undefined ? "." : `: ${now.message}`}`,
        );
      else if (now.status === "skipped")
        return says("refuted", `"${test.name}" in ${test.file} passed before and is skipped now.`);
    }
    const [first] = missing;
    if (first !== undefined) return missingSays(first, run, passed.length - missing.length, passed.length);
    const problem = newProblem(run, baseline);
    if (problem !== undefined) return says("refuted", `The related tests did not run properly: ${problem.message}`);
    return says(
      "proved",
      `${counted(passed.length, "related test")} still ${passed.length === 1 ? "passes" : "pass"}.`,
    );
  },
};

function passedBefore(
  baseline: TestRun,
  tests: TestAccess,
  files: readonly string[],
): readonly TestRun["cases"][number][] {
  const named = new Set(tests.named.map(testKey));
  return [...casesByKey(baseline).values()].filter(
    (test) => test.status === "passed" && files.includes(test.file) && !named.has(testKey(test)),
  );
}

/** Tests may be missing because time ran out, which says nothing about them; anything else does. */
function missingSays(first: TestRun["cases"][number], run: TestRun, ran: number, of: number): Evidence {
  const ended = outOfTime(run);
  return ended === undefined || ran === 0
    ? says("refuted", `"${first.name}" in ${first.file} passed before and did not run now.`)
    : says("unknown", `${grouped(ran)} of ${grouped(of)} others ran and still pass: ${ended.message}`);
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
