import type { Evidence } from "../evidence/evidence.ts";
import { counted, grouped } from "../evidence/figures.ts";
import { type Result, resultsOf, titleOf } from "../evidence/named-tests.ts";
import { casesByKey, isOutOfTime, newProblem, onlyNamed, outOfTime } from "../evidence/shared-tests.ts";
import type { Changes, Path } from "../ports/files.ts";
import { isTestHarness } from "../testing/project.ts";
import { testKey } from "../testing/test-key.ts";
import type { TestCase, TestRun } from "../testing/test-run.ts";
import type { Selection, TestProject } from "../testing/test-runner.ts";
import { isTakeable } from "../worker/needs-person.ts";
import { together } from "./measuring.ts";
import { standing } from "./outcome.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import { proposalOf, type WorkerState } from "./run-state.ts";
import { earlierTexts } from "./stack.ts";
import type { TestDesk } from "./test-desk.ts";
import { inStackOrder, unionOf } from "./union-of.ts";

type Desk = Pick<TestDesk, "baseline" | "parts" | "run">;

/** A large suite, of which only parts were run before, is run whole where that is likely to take no longer. */
const wholeMs = 60_000;

/**
 * Everything that was proved, together, over the whole suite: what holds alone may not hold together, and related tests are
 * not all tests. Of a large suite that would take long it is the parts that the workers were measured by.
 * One execution per project, with the time limit of any other; told as the run's own evidence.
 */
export async function verifyUnion(
  log: RunLog,
  desk: Desk,
  host: Pick<RunHost, "blobs" | "files" | "waiting">,
  signal: AbortSignal,
): Promise<void> {
  const proved = standing(log.state).filter((worker) => isTakeable(worker.report));
  const changeSets = proved.flatMap((worker) => proposalOf(worker)?.id ?? []);
  const told = (evidence: readonly Evidence[]) =>
    log.teller("run")({ type: "union", changeSets, evidence: [...evidence] });
  const twice = changedTwice(proved);
  if (twice !== undefined) {
    told([says("refuted", `${twice} is changed by two workers, which cannot be taken together: fix one at a time.`)]);
    return;
  }
  const byProject = Map.groupBy(
    proved.filter((worker) => worker.assignment.context.tests !== undefined),
    (worker) => JSON.stringify(worker.assignment.context.tests?.project),
  );
  const changes = new Map([...(await earlierTexts(proved, log.state, host)), ...(await unionOf(proved, host))]);
  const evidence: Evidence[] = [];
  for (const workers of byProject.values()) {
    const project = workers[0]?.assignment.context.tests?.project;
    if (project !== undefined) evidence.push(await verifySuite(project, changes, workers, { log, desk, signal }));
  }
  if (evidence.length > 0) told(evidence);
}

/** A file that two change who do not stand on each other. */
function changedTwice(workers: readonly WorkerState[]): string | undefined {
  const last = new Map<string, string | null>();
  for (const { path, base, proposed } of inStackOrder(workers).flatMap((one) => proposalOf(one)?.files ?? [])) {
    if (last.has(path) && last.get(path) !== base) return path;
    last.set(path, proposed);
  }
  return undefined;
}

interface Setting {
  readonly log: RunLog;
  readonly desk: Desk;
  readonly signal: AbortSignal;
}

async function verifySuite(
  project: TestProject,
  changes: Changes,
  workers: readonly WorkerState[],
  setting: Setting,
): Promise<Evidence> {
  const { log, desk, signal } = setting;
  const execute = (selection: Selection) => desk.run(project, selection, changes, log.teller("run"), signal);
  const named = workers.flatMap((worker) => worker.assignment.context.tests?.failing ?? []);
  const parts = await desk.parts(project);
  const whole = parts === undefined ? await desk.baseline(project, signal) : undefined;
  const near = parts === undefined || isQuick(parts, project) ? [] : nearestFiles(parts, workers);
  const isWhole = near.length === 0;

  const first = await execute(isWhole ? wholeSuite(project, changes) : { files: near });
  const run = parts === undefined || !isWhole ? first : await withReaching(first, parts, changes, execute);
  const baseline = whole ?? (isWhole ? await completed(parts ?? run, run, project, setting) : (parts ?? run));
  const of = counted(project.testFiles.length, "test file");
  const what = isWhole ? "the whole suite was run" : `the ${near.length} nearest to the changes of ${of} were run`;
  const passedBefore = [...casesByKey(baseline).values()].filter(({ status }) => status === "passed");
  const wanted = [...new Map([...passedBefore, ...named].map((test) => [testKey(test), test])).values()];
  const open = notPassed(wanted, run);
  const stopped = outOfTime(run);
  if (open.length === 0)
    return stopped !== undefined && whole === undefined
      ? says("unknown", reachedOnly(run, wanted.length, stopped))
      : holds(what, run, baseline);
  const failed = open.filter(({ status }) => status !== "missing");
  if (failed.length === 0 && stopped !== undefined)
    return says("unknown", cutShort(wanted.length, open.length, stopped));
  // What fails now and then says nothing about the changes: what fails twice does.
  const suspects = (failed.length === 0 ? open : failed).map(({ test }) => test);
  const again = notPassed(suspects, await execute(onlyNamed(suspects)));
  if (again.length > 0) return breaks(again.map(({ test }) => test));
  if (stopped !== undefined) return says("unknown", cutShort(wanted.length, open.length - failed.length, stopped));
  return holds(what, run, baseline, suspects);
}

/** Whether the whole suite is likely to be quick, by the pace of the parts. */
function isQuick(parts: TestRun, { testFiles }: TestProject): boolean {
  const ran = filesIn(parts).length;
  return ran > 0 && (parts.ms / ran) * testFiles.length <= wholeMs;
}

/** The parts that were run before, and the tests that were written. */
function nearestFiles(parts: TestRun, workers: readonly WorkerState[]): readonly Path[] {
  const written = workers.flatMap(({ assignment }) => assignment.context.testFile ?? []);
  return [...new Set([...written, ...filesIn(parts)])].sort();
}

function filesIn({ cases, problems }: TestRun): readonly Path[] {
  return [...new Set([...cases, ...problems].flatMap(({ file }) => file ?? []))];
}

/** Where a large suite was cut short before the tests that reach the changes had run, they are run by themselves. */
async function withReaching(
  run: TestRun,
  parts: TestRun,
  changes: Changes,
  execute: (selection: Selection) => Promise<TestRun>,
): Promise<TestRun> {
  const passed = [...casesByKey(parts).values()].filter(({ status }) => status === "passed");
  const missing = notPassed(passed, run).filter(({ status }) => status === "missing");
  if (outOfTime(run) === undefined || missing.length === 0) return run;
  const written = [...changes.keys()].filter(isTestHarness);
  const files = [...new Set([...written, ...missing.map(({ test }) => test.file)])].sort();
  return together([run, await execute({ files })]);
}

/** Of a large suite only parts were run before: whatever else does not pass now is run on the untouched tree too, to see whether it did. */
async function completed(
  parts: TestRun,
  run: TestRun,
  project: TestProject,
  { log, desk, signal }: Setting,
): Promise<TestRun> {
  const wrong = run.problems.filter((problem) => !isOutOfTime(problem));
  if (wrong.some(({ file }) => file === undefined)) return desk.baseline(project, signal);
  const failed = run.cases.filter(({ status, message = "" }) => status === "failed" && !isOutOfTime({ message }));
  const known = new Set(parts.cases.map(({ file }) => file));
  const files = [...new Set([...failed, ...wrong].flatMap(({ file }) => file ?? []))]
    .filter((file) => !known.has(file) && project.testFiles.includes(file))
    .sort();
  if (files.length === 0) return parts;
  return together([parts, await desk.run(project, { files }, new Map(), log.teller("run"), signal)]);
}

/** Where the suite is a list of files, or was empty, new test files are named beside it. */
function wholeSuite({ runner, suite = [], testFiles }: TestProject, changes: Changes): Selection {
  const added = [...changes.keys()].filter((path) => isTestHarness(path) && !testFiles.includes(path));
  const isListed = runner !== "custom" && runner !== "script" && (suite.length > 0 || testFiles.length === 0);
  return added.length > 0 && isListed ? { files: [...testFiles, ...added] } : {};
}

function notPassed(tests: readonly TestCase[], run: TestRun): readonly Result[] {
  return resultsOf(tests, run).filter(({ status }) => status !== "passed");
}

function cutShort(of: number, missing: number, { message }: TestRun["problems"][number]): string {
  return `Together: ${of - missing} of ${of} ran and pass. ${message}`;
}

function reachedOnly(run: TestRun, reaching: number, { message }: TestRun["problems"][number]): string {
  const passed = run.cases.filter(({ status }) => status === "passed").length;
  return `Together: ${counted(passed, "test")} ran and pass, with all ${grouped(reaching)} that reach the changes. ${message}`;
}

function holds(what: string, run: TestRun, baseline: TestRun, unsteady: readonly TestCase[] = []): Evidence {
  const problem = newProblem(run, baseline);
  if (problem !== undefined && unsteady.length === 0)
    return says("refuted", `Together the tests do not run properly: ${problem.message}`);
  const count = (of: TestRun, wanted: string) => of.cases.filter(({ status }) => status === wanted).length;
  const failing = count(run, "failed") - unsteady.length;
  const rest =
    failing <= 0
      ? ""
      : `; ${failing} of the ${count(baseline, "failed")} that failed still ${failing === 1 ? "fails" : "fail"}`;
  const [first] = unsteady;
  const twice = first === undefined ? "" : `; ${titleOf(first)} failed once and passed when run again`;
  return says("proved", `Together: ${what}, ${count(run, "passed")} pass${rest}${twice}.`);
}

function breaks(broken: readonly TestCase[]): Evidence {
  const [first] = broken;
  const more = broken.length > 1 ? ` and ${broken.length - 1} more` : "";
  const title = first === undefined ? "" : first.name === "" ? first.file : `"${first.name}" in ${first.file}`;
  return says("refuted", `Together the changes break ${title}${more}.`);
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: "union", verdict, sentence, scope: "changeSet" };
}
