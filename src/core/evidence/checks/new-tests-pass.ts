import { testKey } from "../../testing/test-key.ts";
import type { TestCase, TestRun } from "../../testing/test-run.ts";
import type { Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { keepTests } from "../keep-detail.ts";
import { titleOf } from "../named-tests.ts";
import { casesByKey, isQuickSelection, measuredFiles, newProblem } from "../shared-tests.ts";

const name = "new-tests-pass";

/** What a failure may say of the values, in characters: models state them again. */
const SHOWN = 2_400;

/** The new tests are there and pass on the real code three times in a row, in executions of their own; no test that passed before fails. */
export const newTestsPass: Check = {
  name,
  cost: "execution",
  gate: "proved",
  async check(context, signal) {
    const { tests, testFile, changes } = context;
    if (tests === undefined || testFile === undefined)
      return says("unknown", "There is no way known to run these tests.");
    const [baseline, related] = await Promise.all([tests.baseline(signal), tests.related(signal)]);
    const alone = { files: [testFile] };
    const whole = { files: [...new Set([...measuredFiles(baseline, related), testFile])].sort() };
    // A try that fails shall not have cost what a slow suite does.
    const isQuick = isQuickSelection(baseline, whole.files);
    const first = await tests.run(isQuick ? whole : alone, changes, signal);
    const isKnown = new Set(baseline.cases.map(testKey));
    const fresh = first.cases.filter((test) => !isKnown.has(testKey(test)));
    const complaint = complaintAbout(first, baseline, fresh, testFile);
    if (complaint !== undefined) return says("refuted", complaint);
    const selections = [isQuick ? alone : whole, alone];
    const again = await Promise.all(selections.map((selection) => tests.run(selection, new Map(changes), signal)));
    const unsteady = again
      .map((run) => unsteadyIn(run, baseline, fresh) ?? complaintAbout(run, baseline, fresh, testFile))
      .find((sentence) => sentence !== undefined);
    if (unsteady !== undefined) return says("refuted", unsteady);
    const count = fresh.length;
    const they = count === 1 ? "it pins" : "they pin";
    const passes = `${counted(count, "new test")} ${count === 1 ? "passes" : "pass"} three times in a row`;
    return {
      ...says("proved", `${passes}; ${they} what the code does today (characterization).`),
      ...keepTests(context, fresh),
    };
  },
};

function complaintAbout(
  run: TestRun,
  baseline: TestRun,
  fresh: readonly TestCase[],
  testFile: string,
): string | undefined {
  const failed = fresh.filter(({ status }) => status === "failed");
  if (failed.length > 0) return failuresSentence(failed);
  const problem = newProblem(run, baseline);
  if (problem !== undefined) return `The tests did not run properly: ${problem.message}`;
  const skipped = fresh.find(({ status }) => status === "skipped");
  if (skipped !== undefined) return `${titleOf(skipped)} was skipped: every new test has to run.`;
  const now = casesByKey(run);
  const ran = new Set(run.cases.map(({ file }) => file));
  const lost = [...casesByKey(baseline).values()].find(
    (test) =>
      test.status === "passed" &&
      (ran.has(test.file) || test.file === testFile) &&
      now.get(testKey(test))?.status !== "passed",
  );
  if (lost !== undefined) return `${titleOf(lost)} in ${lost.file} passed before and does not now.`;
  return fresh.length === 0 ? `No new test ran in ${testFile}.` : undefined;
}

/** With the values, so that a test can be corrected without another look. */
function failuresSentence(failed: readonly TestCase[]): string {
  let left = SHOWN;
  const parts: string[] = [];
  for (const test of failed.slice(0, 3)) {
    const values =
      test.actual === undefined ? (test.message ?? "") : `expected ${test.expected ?? ""}, actual ${test.actual}`;
    const shown = values.length > left ? `${values.slice(0, Math.max(0, left))}…` : values;
    left -= shown.length;
    parts.push(`${titleOf(test)} fails: ${shown.replace(/\.$/, "")}.`);
  }
  if (failed.length > 3) parts.push(`${failed.length - 3} more fail.`);
  return parts.join(" ");
}

function unsteadyIn(run: TestRun, baseline: TestRun, fresh: readonly TestCase[]): string | undefined {
  const now = casesByKey(run);
  const other = fresh.find((test) => now.get(testKey(test))?.status !== "passed");
  if (other !== undefined)
    return `${titleOf(other)} does not pass every time: its result may not depend on time, order or chance.`;
  const problem = newProblem(run, baseline);
  return problem === undefined ? undefined : `Run again, the tests did not run properly: ${problem.message}`;
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
