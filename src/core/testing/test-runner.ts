import type { Command, Execution } from "../ports/command-runner.ts";
import type { Files, Path } from "../ports/files.ts";
import type { TestRun } from "./test-run.ts";

/** The nearest manifest upward from a file, the runner it asks for, and how that runner is started there. */
export interface TestProject {
  /** The manifest's folder: the working directory; "" is the root. */
  readonly folder: Path;
  /** Name in the table of runners. */
  readonly runner: string;
  /** The runner's program and the arguments that are always given, detected from the base files or approved by the user; never from a model. */
  readonly argv: readonly [string, ...string[]];
  /** The test files, relative to the root. Empty where only the runner itself knows them. */
  readonly testFiles: readonly Path[];
  /** What the project's own command names as its whole suite (files, folders, filters), relative to `folder`; left out of a run that selects files. */
  readonly suite?: readonly string[];
  /** The file of a test, by what the runner calls it, where its results do not tell. */
  readonly places?: Readonly<Record<string, Path>>;
  /** Environment that the project's own command sets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What to run of a project. Without `files` the whole suite; `names` narrows further, by the full names of `TestCase`. */
export interface Selection {
  readonly files?: readonly Path[];
  readonly names?: readonly string[];
  /** Run the tests that depend on these sources, where the runner can tell by itself (`TestRunner.knowsRelated`). */
  readonly relatedTo?: readonly Path[];
}

/** How one test runner is detected, started and read: one file each in `runners/`, one line in their table. */
export interface TestRunner {
  readonly name: string;
  /** Which sources it can test: a file asks the runners of its own language first. */
  readonly language: "javascript" | "python" | "go" | "rust" | "any";
  /** True when `Selection.relatedTo` is honoured. */
  readonly knowsRelated: boolean;
  /**
   * Looks at the manifest, scripts and configuration in `folder` (never runs anything).
   * Undefined when this runner is not what the project uses. Throws `tooling` when it is, but is not installed.
   */
  detect(folder: Path, lookup: ProjectLookup): Promise<TestProject | undefined>;
  /** A command that runs the selection once, never in watch mode, and leaves structured results. */
  command(project: TestProject, selection: Selection, timeoutMs: number): Command;
  /** Pure. Zero tests, an unreadable report or a crash is a problem, never a pass. Paths come out relative to the root. */
  parse(execution: Execution, project: TestProject, root: string): TestRun | Promise<TestRun>;
}

/** What detection may ask. */
export interface ProjectLookup {
  readonly files: Files;
  /** Every file of the workspace, listed once. */
  readonly paths: readonly Path[];
  /** The absolute path of a program on the user's PATH. */
  which(program: string): Promise<string | undefined>;
  /** Absolute path of a file of the workspace or of one of its `node_modules` (not listed in `paths`), if it exists; symlinks are fine. */
  locate(path: Path): Promise<string | undefined>;
}
