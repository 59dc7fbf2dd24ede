import type { TestAccess } from "../evidence/check.ts";
import type { Diagnostics } from "../ports/diagnostics.ts";
import type { Changes, Path } from "../ports/files.ts";
import { type ImportGraph, importGraph } from "../testing/import-graph.ts";
import { findProject, findProjects, isTestHarness } from "../testing/project.ts";
import { customProject } from "../testing/runners/custom.ts";
import { makeTestBench, type TestBench } from "../testing/test-bench.ts";
import type { TestRun } from "../testing/test-run.ts";
import type { ProjectLookup, Selection, TestProject } from "../testing/test-runner.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Tell, WorkerFact } from "../worker/facts.ts";
import type { Fact } from "./events.ts";
import { recordedExecutions } from "./executions.ts";
import { isMeasuredByPart, measure, type Part, partFor, relatedTests, together } from "./measuring.ts";
import type { RunHost } from "./run-host.ts";

const readAheadFiles = 50;

interface Told {
  readonly key: string;
  /** Undefined for the whole suite. */
  readonly batches: string | undefined;
  readonly run: Promise<TestRun>;
}

/**
 * Everything about tests that is shared by a run's workers: the listing, the projects, one baseline each, the import graph,
 * and what the checkers say of the untouched tree.
 * Holds for the tree as it is while the run lasts.
 */
export class TestDesk {
  readonly paths: readonly Path[];
  readonly graph: ImportGraph;
  readonly diagnostics: Diagnostics;
  readonly #host: RunHost;
  readonly #tell: Tell<Fact>;
  readonly #bench: TestBench;
  readonly #loadWorker: () => Promise<unknown>;
  readonly #told: Told[] = [];
  readonly #closing = new AbortController();

  /** `loadWorker` is called once tests run: it loads what is needed if one of them fails. */
  constructor(host: RunHost, paths: readonly Path[], tell: Tell<Fact>, loadWorker: () => Promise<unknown>) {
    this.#host = host;
    this.#tell = tell;
    this.#loadWorker = loadWorker;
    this.paths = paths;
    this.graph = importGraph(host.files, paths, host.trees);
    const run = recordedExecutions(host.runner, tell);
    const { which, locate } = this.#lookup();
    this.diagnostics = host.diagnostics({ run, which, locate });
    this.#bench = makeTestBench({ ...host, paths, execute: run });
  }

  /** The projects that test these files; all of the workspace when there are none. Throws `tooling` when nothing tests them. */
  async projects(files: readonly Path[]): Promise<readonly TestProject[]> {
    const { testCommand } = this.#host;
    if (testCommand !== undefined) return [customProject("", testCommand, this.paths.filter(isTestHarness))];
    if (files.length === 0) return findProjects(this.#lookup());
    const found = new Map<string, TestProject>();
    for (const file of files) {
      const project = await findProject(file, this.#lookup());
      found.set(`${project.folder} ${project.runner}`, project);
    }
    return [...found.values()];
  }

  /** The baseline runs while the model is asked; of a large suite only when it is needed, since many a model finds nothing to do. */
  startBaseline({ context: { tests } }: Assignment, signal: AbortSignal): void {
    if (tests === undefined || isMeasuredByPart(tests)) return;
    // Whatever goes wrong here shows when the baseline is really needed.
    this.baseline(tests.project, AbortSignal.any([signal, this.#closing.signal])).catch(() => {});
  }

  /** Ends what nobody waits for any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#told.map(({ run }) => run));
  }

  /**
   * The suite as it is before any change, or the part of it that a worker is measured by, unless all of it was run: executed once,
   * and told once.
   */
  baseline(project: TestProject, signal: AbortSignal, part?: Part): Promise<TestRun> {
    const key = `${project.folder} ${project.runner}`;
    const batches = part === undefined ? undefined : JSON.stringify(part.batches);
    const known = this.#told.find((one) => one.key === key && (one.batches === undefined || one.batches === batches));
    if (known !== undefined) return known.run;
    const onStart = () => this.#prepare(project);
    const ran =
      part === undefined
        ? this.#bench.baseline(project, signal, { onStart })
        : measure(this.#bench, project, part, signal, onStart);
    const run = ran.then((result) => {
      const count = (status: string) => result.cases.filter((test) => test.status === status).length;
      this.#tell({
        type: "baseline",
        project: project.folder,
        runner: project.runner,
        ...(part === undefined ? {} : { of: part.of }),
        passed: count("passed"),
        failed: count("failed"),
        skipped: count("skipped"),
        problems: result.problems.map(({ message }) => message),
        ms: result.ms,
        stamp: this.#bench.baselineStamp(project, part?.batches[0]) ?? "",
      });
      return result;
    });
    this.#told.push({ key, batches, run });
    return run;
  }

  /** What parts of a large suite came to before any change, together; undefined where there are none, or all of it was run. */
  async parts(project: TestProject): Promise<TestRun | undefined> {
    const own = this.#told.filter(({ key }) => key === `${project.folder} ${project.runner}`);
    if (own.length === 0 || own.some(({ batches }) => batches === undefined)) return undefined;
    const settled = await Promise.allSettled(own.map(({ run }) => run));
    return together(settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
  }

  /** While the baseline runs, what is wanted as soon as one of its tests fails: worker, model, and a small project's syntax trees. */
  #prepare({ testFiles }: TestProject): void {
    this.#host.model.warmUp?.();
    const read = testFiles.length <= readAheadFiles ? testFiles : [];
    // Whatever goes wrong here shows when it is really needed.
    Promise.all([this.#loadWorker(), ...read.map((path) => this.graph.modules(path))]).catch(() => {});
  }

  /** Some tests of a project, or its whole suite, with changes. */
  run(
    project: TestProject,
    selection: Selection,
    changes: Changes,
    tell: Tell<Fact>,
    signal: AbortSignal,
  ): Promise<TestRun> {
    return this.#bench.through(recordedExecutions(this.#host.runner, tell)).run(project, selection, changes, signal);
  }

  /** How one worker runs tests; its executions are recorded as its own. */
  accessFor(assignment: Assignment, tell: Tell<WorkerFact>): TestAccess | undefined {
    const { tests } = assignment.context;
    if (tests === undefined) return undefined;
    const { project, failing } = tests;
    const bench = this.#bench.through(recordedExecutions(this.#host.runner, tell));
    const related = () => relatedTests(assignment.target, project, this.graph);
    const isPart = isMeasuredByPart(tests);
    let part: Part | undefined;
    return {
      project,
      named: failing,
      related,
      baseline: async (signal) => {
        if (isPart) part ??= partFor(assignment, project, await related());
        return this.baseline(project, signal, part);
      },
      run: (selection, changes, signal) => bench.run(project, selection, changes, signal),
      trace: (selection, changes, signal) => bench.trace(project, selection, changes, signal),
      stamp: () => bench.stamp(project),
      baselineStamp: () => bench.baselineStamp(project) ?? bench.baselineStamp(project, part?.batches[0]),
    };
  }

  #lookup(): ProjectLookup {
    const { files, runner } = this.#host;
    const which = (program: string) => runner.which(program);
    const locate = (path: Path) => this.#host.locate(path);
    return { files, paths: this.paths, which, locate };
  }
}
