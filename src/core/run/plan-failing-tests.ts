import { AppError, asAppError } from "../app-error.ts";
import { titleOf } from "../evidence/named-tests.ts";
import { hashText } from "../hash.ts";
import type { Path } from "../ports/files.ts";
import { type Candidate, caseOfProblem, type LocatedGroup, locate } from "../testing/locate.ts";
import { isTestHarness } from "../testing/project.ts";
import type { TestCase, TestRun } from "../testing/test-run.ts";
import type { TestProject } from "../testing/test-runner.ts";
import { unloadable } from "../testing/unloadable.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Plan } from "./plan.ts";
import type { Request } from "./request.ts";
import type { RunHost } from "./run-host.ts";
import type { TestDesk } from "./test-desk.ts";

/** How many files are tried for one group of failing tests. */
const maxCandidates = 3;

/**
 * The plan of an agent that repairs: what fails now, grouped by the file that is most likely to blame, one assignment each.
 * `files` are sources or tests; none means whatever fails anywhere. Throws `tooling` when no tests can be run at all.
 */
export async function planFailingTests(
  request: Request,
  files: readonly Path[],
  desk: TestDesk,
  host: RunHost,
  signal: AbortSignal,
): Promise<Plan> {
  const assignments: Assignment[] = [];
  const notes: string[] = [];
  const unplanned: string[] = [];
  let unrunnable = 0;
  const projects = await desk.projects(files);
  for (const project of projects) {
    const run = await desk.baseline(project, signal);
    const all = failures(run);
    const reasons = new Map(
      await Promise.all(all.map(async (test) => [test, await unloadable(test, desk.graph)] as const)),
    );
    const failing = all.filter((test) => reasons.get(test) === undefined);
    const told = [...new Set(reasons.values())].filter((reason) => reason !== undefined);
    unplanned.push(...told);
    if (failing.length === 0) {
      if (told.length > 0) continue;
      const problem = run.problems[0];
      if (problem === undefined) notes.push(nothingFails(project, run));
      else {
        unrunnable += 1;
        unplanned.push(`The tests${placeOf(project)} could not be run: ${problem.message}`);
      }
      continue;
    }
    const targets = files.length === 0 ? [undefined] : files.filter((file) => belongsTo(file, project, projects));
    const groups: LocatedGroup[] = [];
    for (const target of targets) {
      const { testFiles } = project;
      const named = target === undefined ? {} : { target };
      const located = await locate({ run, failing, testFiles, graph: desk.graph, ...named });
      if (target !== undefined && located.tests.length === 0) notes.push(await notReached(target, host));
      const sources = located.groups.map(withoutHarness);
      groups.push(...sources.filter(({ candidates }) => candidates.length > 0));
      unplanned.push(...unplaced(located.tests), ...harnessOnly(sources));
    }
    const first = assignments.length + 1;
    for (const { group, after } of inOrder(merged(groups))) {
      const idOf = (index: number) => `${request.agent}-${first + index}`;
      const id = `${request.agent}-${assignments.length + 1}`;
      assignments.push(await assignmentOf(group, id, after.map(idOf), { request, project, host }));
    }
  }
  if (unrunnable > 0 && unrunnable === projects.length) throw new AppError("tooling", unplanned.join(" "));
  return { route: "direct", assignments, notes, unplanned };
}

/** What fails, load failures of whole test files included; those that belong to no file end up in the notes of the baseline. */
function failures(run: TestRun): readonly TestCase[] {
  const failed = run.cases.filter((test) => test.status === "failed");
  const broken = run.problems.map(caseOfProblem).filter((test) => test !== undefined);
  return [...failed, ...broken.filter((test) => !failed.some(({ file }) => file === test.file))];
}

function nothingFails(project: TestProject, run: TestRun): string {
  const passed = run.cases.filter((test) => test.status === "passed").length;
  return `Nothing fails${placeOf(project)}: ${passed} ${passed === 1 ? "test passes" : "tests pass"}.`;
}

function placeOf({ folder }: TestProject): string {
  return folder === "" ? "" : ` in ${folder}`;
}

async function notReached(target: Path, { files }: RunHost): Promise<string> {
  const isEmpty = (await files.read(target)).trim() === "";
  return `No failing test reaches ${target}${isEmpty ? ", which is empty" : ""}.`;
}

/** A test, its harness and its configuration are never changed to make a test pass. */
function withoutHarness({ candidates, tests }: LocatedGroup): LocatedGroup {
  return { candidates: candidates.filter(({ path }) => !isTestHarness(path)), tests };
}

function harnessOnly(groups: readonly LocatedGroup[]): readonly string[] {
  return groups
    .filter(({ candidates }) => candidates.length === 0)
    .flatMap(({ tests }) => tests)
    .map(
      (test) => `${titleOf(test)} fails, but only files that belong to the tests are to blame: those are not changed.`,
    );
}

function unplaced(
  tests: readonly { readonly test: TestCase; readonly candidates: readonly unknown[] }[],
): readonly string[] {
  return tests
    .filter(({ candidates }) => candidates.length === 0)
    .map(
      ({ test }) =>
        `${titleOf(test)} fails, but no source file of the workspace is reached by it: name the file to change.`,
    );
}

/** A file is a matter of the innermost project around it. */
function belongsTo(file: Path, project: TestProject, projects: readonly TestProject[]): boolean {
  const around = projects
    .map(({ folder }) => folder)
    .filter((folder) => folder === "" || file.startsWith(`${folder}/`));
  return around.includes(project.folder) && around.every((folder) => folder.length <= project.folder.length);
}

/** Several named files may lead to the same best candidate. */
function merged(groups: readonly LocatedGroup[]): readonly LocatedGroup[] {
  const byTarget = Map.groupBy(groups, (group) => group.candidates[0]?.path);
  return [...byTarget.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const tests = new Set([first, ...others].flatMap((group) => group.tests));
    return [{ candidates: first.candidates, tests: [...tests] }];
  });
}

/**
 * The files that most groups suspect come first, and a group waits for those before it whose file it suspects as well: one
 * cause often fails several tests, and what mends the first may mend the others.
 */
function inOrder(
  groups: readonly LocatedGroup[],
): readonly { readonly group: LocatedGroup; readonly after: readonly number[] }[] {
  const suspects = ({ candidates }: LocatedGroup, path: Path | undefined) =>
    candidates.some((one) => one.path === path);
  const best = ({ candidates }: LocatedGroup) => candidates[0]?.path;
  const votes = (group: LocatedGroup) => groups.filter((other) => suspects(other, best(group))).length;
  const ordered = groups.toSorted((one, other) => votes(other) - votes(one));
  return ordered.map((group, index) => {
    const earlier = ordered.slice(0, index).map((_, at) => at);
    return { group, after: earlier.filter((at) => suspects(group, best(ordered[at] ?? group))) };
  });
}

interface Setting {
  readonly request: Request;
  readonly project: TestProject;
  readonly host: RunHost;
}

async function assignmentOf(
  group: LocatedGroup,
  id: string,
  dependsOn: readonly string[],
  { request, project, host }: Setting,
): Promise<Assignment> {
  const candidates = group.candidates.slice(0, maxCandidates);
  const [best = { path: "", why: "", reached: [] }, ...alternatives] = candidates.map(withoutScores);
  return {
    id,
    agent: request.agent,
    target: best.path,
    instruction: request.instruction || `Make the failing ${group.tests.length === 1 ? "test" : "tests"} pass.`,
    dependsOn: [...dependsOn],
    context: {
      why: best.why,
      base: { [best.path]: await baseHash(best.path, host) },
      tests: { project, failing: [...group.tests], reached: best.reached },
      alternatives,
    },
  };
}

/** An assignment needs the order, not the figures behind it; beyond the first dozen nobody looks. */
function withoutScores({ path, why, reached }: Candidate): Assignment["context"]["alternatives"][number] {
  return {
    path,
    why,
    reached: reached.slice(0, 12).map(({ name, firstLine, lastLine }) => ({ name, firstLine, lastLine })),
  };
}

export async function baseHash(path: Path, host: Pick<RunHost, "files">): Promise<string> {
  try {
    return hashText(await host.files.read(path));
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return "";
  }
}
