import type { Execution } from "../ports/command-runner.ts";
import { crashProblem } from "./crash.ts";
import { readJunit } from "./junit.ts";
import { plainText } from "./plain-text.ts";
import { distinctNames, problemsOfEnding } from "./report.ts";
import type { Place } from "./stack.ts";
import { readTap } from "./tap.ts";
import type { TestCase, TestRun } from "./test-run.ts";
import type { TestProject } from "./test-runner.ts";

/**
 * The results of a command that no reporter of ours was loaded into: a JUnit report it left behind, else TAP on its standard output,
 * else its exit status as one test named after the command.
 */
export function readPrintedResults(execution: Execution, project: TestProject, root: string): TestRun {
  const place = { roots: [root], folder: project.folder };
  const { cases, complete, crash } = resultsOf(execution, project, place);
  const problems =
    crash === undefined ? problemsOfEnding(execution, { cases, problems: [], complete }, project, place) : [crash];
  return { cases: distinctNames(cases), problems, ms: execution.ms };
}

function resultsOf(
  execution: Execution,
  project: TestProject,
  place: Place,
): { readonly cases: readonly TestCase[]; readonly complete: boolean; readonly crash?: TestRun["problems"][number] } {
  const file = project.testFiles.length === 1 ? (project.testFiles[0] ?? ".") : project.folder || ".";
  if (execution.ending !== "exited") return { cases: [], complete: false };
  const reports = [...execution.outputs.values()].map((xml) => readJunit(xml, file, place));
  if (reports.length > 0) {
    return { cases: reports.flatMap((cases) => cases ?? []), complete: reports.every((cases) => cases !== undefined) };
  }
  const tap = readTap(plainText(execution.stdout), file, place);
  if (tap?.complete === true) return { ...tap, complete: !execution.truncated };
  const crash = tap !== undefined || printsTap(project) ? crashIn(file, execution, project, place) : undefined;
  if (crash !== undefined) return { cases: tap?.cases ?? [], complete: false, crash };
  if (tap !== undefined) return tap;
  const text = plainText(`${execution.stdout}\n${execution.stderr}`);
  if (saysNoTests(text)) return { cases: [], complete: true };
  if (execution.exit === undefined) return { cases: [], complete: false };
  const name = project.argv.map((word, index) => (index === 0 ? word.replace(/^.*[\\/]/, "") : word)).join(" ");
  if (execution.exit === 0) return { cases: [{ file, name, status: "passed", frames: [] }], complete: true };
  const { message, frames } = crashProblem(execution, project, place);
  return { cases: [{ file, name, status: "failed", message, frames }], complete: true };
}

/** Of such a command an exit status alone is no test: once it runs through, its tests have names. */
function printsTap({ argv }: TestProject): boolean {
  return argv.some((word) => /(?:^|[\\/])tape$/.test(word));
}

/** What was thrown outside of any test and ended the command, as a failure of what it reports its tests under. */
function crashIn(
  file: string,
  execution: Execution,
  project: TestProject,
  place: Place,
): TestRun["problems"][number] | undefined {
  if (execution.exit === undefined || execution.exit === 0 || execution.truncated) return undefined;
  const crash = crashProblem(execution, project, place);
  return crash.frames.length === 0 ? undefined : { ...crash, file };
}

/** Summary lines of common runners that ran nothing; a count of anything else outweighs them. */
function saysNoTests(text: string): boolean {
  const none =
    /\bno tests? (?:found|ran|files?|to run|were|specified)|\bno test files\b|\bran 0 tests\b|\bcollected 0 items\b|\b0 (?:tests?|passing|passed|specs?|examples?|scenarios?|assertions)\b|\b(?:tests|total|passed)[: ]+0\b|no test specified/i;
  const some =
    /\b[1-9]\d* (?:tests?|passing|passed|failing|failed|specs?|examples?|scenarios?|failures?)\b|\b(?:tests|passed|failed|pass|fail)[: ]+[1-9]|\bok\s+\S+\s+[\d.]+s/i;
  return none.test(text) && !some.test(text);
}
