import type { CommandRunner } from "../ports/command-runner.ts";
import type { Diagnostics } from "../ports/diagnostics.ts";
import type { Changes, Files, Path } from "../ports/files.ts";
import type { SyntaxTrees } from "../ports/syntax-trees.ts";
import type { TestCase, TestRun } from "../testing/test-run.ts";
import type { ProjectLookup, Selection, TestProject } from "../testing/test-runner.ts";
import type { Evidence } from "./evidence.ts";
import type { MutantSurvey } from "./mutants/survey.ts";

/** What a check may look at. Base texts come through `base`; the proposal is `changes` on top of it. */
export interface CheckContext {
  readonly subject: Path;
  readonly base: Files;
  readonly changes: Changes;
  readonly trees: SyntaxTrees;
  /** Runs what is neither model output nor a test: an interpreter over examples, a type checker. Absent where only pure checks are asked for. */
  readonly commands?: Commands;
  /** What the project's own checkers say; absent where only pure checks are asked for. */
  readonly diagnostics?: Diagnostics;
  /** Absent when the assignment has no tests to go by. */
  readonly tests?: TestAccess;
  /** The file that tests are written into, where that is what the change is about. */
  readonly testFile?: Path;
  /** Which mutants of the subject today's tests do not notice; found out once for all proposals. */
  readonly survey?: (signal: AbortSignal) => Promise<MutantSurvey>;
  /** Keeps a text for people to look at, and returns what evidence names it by. */
  readonly keep?: (text: string) => string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface Commands extends Pick<CommandRunner, "run" | "which"> {
  /** See `ProjectLookup.locate`. */
  locate: ProjectLookup["locate"];
}

export interface TestAccess {
  readonly project: TestProject;
  /** The failing tests the assignment is about, as they failed at the baseline. */
  readonly named: readonly TestCase[];
  /** The suite as it was before the change; run once and shared by all workers. Of a large one the part that is near to the subject. */
  baseline(signal: AbortSignal): Promise<TestRun>;
  /** Runs a selection over the base tree with `changes`. */
  run(selection: Selection, changes: Changes, signal: AbortSignal): Promise<TestRun>;
  /** As `TestBench.trace`. */
  trace(selection: Selection, changes: Changes, signal: AbortSignal): Promise<string>;
  /** Test files that reach the subject by imports, the nearest first. */
  related(signal: AbortSignal): Promise<readonly Path[]>;
  /** Identity of the project's files on disk now; evidence names it, and another one says that the tree moved. */
  stamp(): Promise<string>;
  /** The one the baseline was run on. */
  baselineStamp(): string | undefined;
}

/** One line in the table `checks`; contracts name it. Pure checks cost microseconds and run first. */
export interface Check {
  readonly name: string;
  readonly cost: "pure" | "execution";
  /** It executes something else than the project's tests. */
  readonly testless?: true;
  /** Other executions are of use only when this is proved, or at least not refuted. */
  readonly gate?: "proved" | "not-refuted";
  check(context: CheckContext, signal: AbortSignal): Promise<Evidence>;
}
