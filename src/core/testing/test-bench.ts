import { AppError } from "../app-error.ts";
import { hashText } from "../hash.ts";
import type { Command, Execution } from "../ports/command-runner.ts";
import type { Changes, Files, Path } from "../ports/files.ts";
import { reportName } from "./report.ts";
import { testRunners } from "./runners/index.ts";
import type { TestRun } from "./test-run.ts";
import type { Selection, TestProject, TestRunner } from "./test-runner.ts";
import { TRACE_VARIABLE, traceName } from "./trace.ts";

/** All test executions of one run. Whoever makes it decides what an execution is, and can write each into the journal. */
export interface TestBench {
  /**
   * The suite of a project on the tree as it is, or these files of it: run once, shared by all workers. A cancelled or broken try is
   * not kept. `onStart`: as in `Command`.
   */
  baseline(project: TestProject, signal: AbortSignal, options?: BaselineOptions): Promise<TestRun>;
  /**
   * A selection over the tree with changes. With `names`, only those tests are in the answer, even where the runner ran more;
   * one of them not having run is a problem.
   */
  run(project: TestProject, selection: Selection, changes: Changes, signal: AbortSignal): Promise<TestRun>;
  /** What a traced text among the changes (see `traced-text.ts`) wrote in one execution; nothing where it did not come to that. */
  trace(project: TestProject, selection: Selection, changes: Changes, signal: AbortSignal): Promise<string>;
  /** Identity of the project's files on disk now, by path, size and time; compare two to see whether the tree moved meanwhile. */
  stamp(project: TestProject): Promise<string>;
  /** The stamp the project's baseline, or that of these files, began on, if it was run. */
  baselineStamp(project: TestProject, files?: readonly Path[]): string | undefined;
  /** The same bench with the same baselines, its further executions made in another way. */
  through(execute: Execute): TestBench;
}

interface BaselineOptions {
  /** Without any, nothing is executed. */
  readonly files?: readonly Path[] | undefined;
  /** Milliseconds after which it is ended, where less than usual is worth waiting. */
  readonly withinMs?: number | undefined;
  readonly onStart?: () => void;
}

type Execute = (command: Command, changes: Changes, signal: AbortSignal) => Promise<Execution>;

export interface TestBenchParts {
  readonly root: string;
  readonly files: Files;
  /** Every file of the workspace, listed once. */
  readonly paths: readonly Path[];
  readonly execute: Execute;
  /** Upper bound of one execution, milliseconds. After the baseline it shrinks with what that took, so that an endless loop ends soon. */
  readonly timeoutMs?: number;
}

/** More files than this are not looked at for a stamp. */
const stampedFiles = 5_000;

export function makeTestBench(parts: TestBenchParts): TestBench {
  return benchOver(parts, new Map());
}

interface Baseline {
  readonly files: readonly Path[] | undefined;
  readonly run: Promise<TestRun>;
  stamp?: string;
  ms?: number;
  /** Something never ended, so that `ms` is the time of a part of the suite. */
  hangs?: boolean;
}

interface Limits {
  readonly timeoutMs: number;
  /** How long no test may begin or end. */
  readonly quietMs: number;
}

function benchOver(parts: TestBenchParts, baselines: Map<string, Baseline>): TestBench {
  const { root, files, paths, execute, timeoutMs = 300_000 } = parts;

  async function once(
    project: TestProject,
    selection: Selection,
    changes: Changes,
    { timeoutMs: limit, quietMs }: Limits,
    signal: AbortSignal,
    onStart?: () => void,
  ): Promise<{ readonly run: TestRun; readonly hangs: boolean }> {
    const runner = runnerOf(project);
    const command = { ...runner.command(project, selection, limit), ...(onStart === undefined ? {} : { onStart }) };
    const reports = command.outputs?.includes(reportName) === true;
    const execution = await execute(reports ? { ...command, quietMs } : command, changes, signal);
    if (execution.ending === "cancelled") throw new AppError("cancelled", "Cancelled.");
    const run = await runner.parse(execution, project, root);
    return { run: { ...run, ms: run.ms - (execution.quietMs ?? 0) }, hangs: execution.ending === "timeout" };
  }

  /** A large project may be at something silent for longer: compiling, setting up. */
  function usualQuiet({ folder }: TestProject): number {
    const size = paths.filter((path) => folder === "" || path.startsWith(`${folder}/`)).length;
    return Math.min(60_000, 15_000 + 100 * size);
  }

  function limitsOf(project: TestProject, selection: Selection): Limits {
    const quietMs = usualQuiet(project);
    const { ms, hangs } = measuredFor(project, selection) ?? {};
    if (ms === undefined) return { timeoutMs, quietMs };
    const patience = 3_000 + 5 * ms;
    return hangs === true
      ? { timeoutMs, quietMs: Math.min(quietMs, patience) }
      : { timeoutMs: Math.min(timeoutMs, patience), quietMs };
  }

  /** What tells how long a selection takes: the whole suite, else the parts of it that hold the selection. New test files count for nothing. */
  function measuredFor(project: TestProject, { files: wanted }: Selection): Pick<Baseline, "ms" | "hangs"> | undefined {
    const whole = baselines.get(keyOf(project));
    if (whole?.ms !== undefined || wanted === undefined) return whole;
    const known = wanted.filter((path) => project.testFiles.includes(path));
    const parts = [...baselines].flatMap(([key, one]) =>
      key === keyOf(project, one.files) && one.ms !== undefined ? one : [],
    );
    const holding = parts.find(({ files: own }) => known.every((path) => own?.includes(path)));
    const some =
      holding === undefined ? parts.filter(({ files: own }) => known.some((path) => own?.includes(path))) : [holding];
    if (known.length === 0 || !known.every((path) => some.some(({ files: own }) => own?.includes(path))))
      return undefined;
    return { ms: some.reduce((sum, { ms = 0 }) => sum + ms, 0), hangs: some.some(({ hangs }) => hangs === true) };
  }

  async function stamp({ folder }: TestProject): Promise<string> {
    const inside = paths.filter((path) => folder === "" || path.startsWith(`${folder}/`)).slice(0, stampedFiles);
    const lines = await Promise.all(
      inside.map(async (path) => {
        const stat = await files.stat(path);
        return stat === undefined ? `${path} gone` : `${path} ${stat.size} ${stat.modified}`;
      }),
    );
    return hashText(lines.join("\n"));
  }

  return {
    stamp,

    baseline(project, signal, { files: own, withinMs, onStart } = {}) {
      const key = keyOf(project, own);
      const known = baselines.get(key);
      if (known !== undefined) return known.run;
      const entry: Baseline = { files: own, run: measure() };
      baselines.set(key, entry);
      return entry.run;

      async function measure(): Promise<TestRun> {
        try {
          const before = await stamp(project);
          if (own?.length === 0) {
            entry.stamp = before;
            return { cases: [], problems: [], ms: 0 };
          }
          const selection = own === undefined ? {} : { files: own };
          const usual = limitsOf(project, selection);
          const limits = { ...usual, timeoutMs: Math.min(usual.timeoutMs, withinMs ?? usual.timeoutMs) };
          const { run, hangs } = await once(project, selection, new Map(), limits, signal, onStart);
          entry.stamp = before;
          entry.ms = run.ms;
          entry.hangs = hangs;
          return run;
        } catch (error) {
          baselines.delete(key);
          throw error;
        }
      }
    },

    async run(project, selection, changes, signal) {
      const { run } = await once(project, selection, changes, limitsOf(project, selection), signal);
      return selection.names === undefined ? run : onlyNamed(run, selection.names);
    },

    async trace(project, selection, changes, signal) {
      const { timeoutMs: limit, quietMs } = limitsOf(project, selection);
      const command = runnerOf(project).command(project, selection, limit);
      const env = { ...command.env, [TRACE_VARIABLE]: `{out}/${traceName}` };
      const execution = await execute({ ...command, env, outputs: [traceName], quietMs }, changes, signal);
      if (execution.ending === "cancelled") throw new AppError("cancelled", "Cancelled.");
      return execution.outputs.get(traceName) ?? "";
    },

    baselineStamp: (project, own) => baselines.get(keyOf(project, own))?.stamp,

    through: (other) => benchOver({ ...parts, execute: other }, baselines),
  };
}

function runnerOf(project: TestProject): TestRunner {
  const runner = testRunners.find(({ name }) => name === project.runner);
  if (runner === undefined) throw new AppError("usage", `There is no test runner called ${project.runner}.`);
  return runner;
}

function keyOf({ folder, argv, suite = [] }: TestProject, files?: readonly Path[]): string {
  return JSON.stringify([folder, argv, suite, files]);
}

/** A test that does not answer to its name has not run, whatever the others did: it may have been ended early. */
function onlyNamed(run: TestRun, names: readonly string[]): TestRun {
  const cases = run.cases.filter((test) => names.includes(test.name));
  const missing = names.filter((name) => !cases.some((test) => test.name === name));
  if (missing.length === 0 || run.problems.length > 0) return { ...run, cases };
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : "";
  const message = `${missing
    .slice(0, 3)
    .map((name) => `"${name}"`)
    .join(", ")}${more} did not run.`;
  return { ...run, cases, problems: [{ message, frames: [] }] };
}
