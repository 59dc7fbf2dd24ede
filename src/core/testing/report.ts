import * as z from "zod";
import type { Execution } from "../ports/command-runner.ts";
import { crashProblem } from "./crash.ts";
import { cap, gist, plainText } from "./plain-text.ts";
import { type Place, stackFrames, workspacePath } from "./stack.ts";
import type { TestCase, TestRun } from "./test-run.ts";
import type { TestProject } from "./test-runner.ts";

/**
 * What our reporters leave behind in whatever runner they are loaded: JSON Lines, one record each as it happens,
 * so that a process that ends early is told by the missing `end`.
 */
export const reportName = "report.jsonl";

const failure = {
  message: z.string().optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  /** Stacks or tracebacks, the innermost cause first. */
  stack: z.string().optional(),
};

const recordSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("start"), cwd: z.string() }),
  z.object({
    type: z.literal("test"),
    file: z.string(),
    path: z.array(z.string()),
    status: z.enum(["passed", "failed", "skipped"]),
    line: z.int().min(1).optional(),
    ...failure,
  }),
  /** A file, or with `path` one test of it, is under way: until its `done` or its `test`. */
  z.object({ type: z.literal("begin"), file: z.string(), path: z.array(z.string()).optional() }),
  z.object({ type: z.literal("done"), file: z.string() }),
  z.object({ type: z.literal("problem"), file: z.string().optional(), ...failure }),
  z.object({ type: z.literal("end") }),
]);
type Record = z.infer<typeof recordSchema>;
type Problem = TestRun["problems"][number];

/** The run as its report tells it. Whatever is missing from a complete report is a problem, never a pass. */
export function readReport(execution: Execution, project: TestProject, root: string): TestRun {
  const records = readRecords(execution.outputs.get(reportName) ?? "");
  const place = placeOf(records, project, root);
  const cases: TestCase[] = [];
  const problems: Problem[] = [];
  for (const record of records) {
    switch (record.type) {
      case "test":
        cases.push(testCase(record, place));
        break;
      case "problem":
        problems.push(reportedProblem(record, place));
        break;
      case "start":
      case "begin":
      case "done":
      case "end":
        break;
    }
  }
  if (execution.ending === "timeout") {
    const open = underWay(records, `Did not end within ${Math.ceil(execution.ms / 1000)} s.`, place);
    cases.push(...open.filter(({ name }) => name !== ""));
    problems.push(
      ...open.filter(({ name }) => name === "").map(({ file, message = "" }) => ({ file, message, frames: [] })),
    );
  }
  const marks = records.filter(({ type }) => type === "start" || type === "end").length;
  const complete = marks === 2 && records[0]?.type === "start" && records.at(-1)?.type === "end";
  problems.push(...problemsOfEnding(execution, { cases, problems, complete }, project, place));
  return { cases: distinctNames(cases), problems, ms: execution.ms };
}

/** What had begun and not ended when the time was over, in the shape of failed tests; whole files have no name. A test tells more than its file. */
function underWay(records: readonly Record[], message: string, place: Place): TestCase[] {
  const files = new Set<string>();
  const tests = new Map<string, Extract<Record, { type: "begin" }>>();
  for (const record of records) {
    if (record.type === "begin" && record.path === undefined) files.add(record.file);
    else if (record.type === "begin") tests.set(JSON.stringify([record.file, record.path]), record);
    else if (record.type === "test") tests.delete(JSON.stringify([record.file, record.path]));
    else if (record.type === "done") files.delete(record.file);
  }
  const open = [...tests.values()];
  const whole = [...files].filter((file) => !open.some((test) => test.file === file));
  return [...open, ...whole.map((file) => ({ file, path: [] }))].map(({ file, path = [] }) => ({
    file: workspacePath(file, place) ?? file,
    name: path.map((part) => plainText(part)).join(" > "),
    status: "failed",
    message,
    frames: [],
  }));
}

/** What is wrong with a run besides its cases: it was stopped, crashed, ran nothing, or says otherwise than its exit status. */
export function problemsOfEnding(
  execution: Execution,
  seen: { readonly cases: readonly TestCase[]; readonly problems: readonly Problem[]; readonly complete: boolean },
  project: TestProject,
  place: Place,
): Problem[] {
  const where = project.folder === "" ? "The tests" : `The tests of ${project.folder}`;
  if (execution.ending === "timeout")
    return [problem(`${where} did not end within ${Math.ceil(execution.ms / 1000)} s.`)];
  if (execution.ending === "cancelled") return [problem(`${where} were cancelled.`)];
  if (execution.ending === "not-started")
    return [problem(`${where} could not be started: ${lastLine(execution.stderr)}`)];
  const executed = seen.cases.filter((test) => test.status !== "skipped").length;
  if (!seen.complete && seen.problems.length === 0) {
    const crash = crashProblem(execution, project, place);
    if (executed === 0 && execution.exit !== 0) return [crash];
    const message = `${where} ended before all were reported (${statusOf(execution)}): something ends the test process early.`;
    return [{ ...crash, message }];
  }
  if (!seen.complete) return [problem(`${where} ended before all were reported (${statusOf(execution)}).`)];
  if (seen.problems.length > 0) return [];
  if (executed === 0) return [problem(seen.cases.length > 0 ? ALL_SKIPPED : NONE_RAN)];
  const failed = seen.cases.some((test) => test.status === "failed");
  if (execution.exit !== 0 && !failed) {
    const crash = crashProblem(execution, project, place);
    return [
      { ...crash, message: `No test failed, but the test command ended with ${statusOf(execution)}. ${crash.message}` },
    ];
  }
  return [];
}

const ALL_SKIPPED = "No tests ran: all are skipped.";
const NONE_RAN =
  "No tests ran: write one first (tessera test FILE), or give the command that runs them with --test-command.";

function problem(message: string): Problem {
  return { message, frames: [] };
}

function statusOf({ exit }: Execution): string {
  return exit === undefined ? "a signal" : `exit ${exit}`;
}

function lastLine(text: string): string {
  return plainText(text).trim().split("\n").at(-1) ?? "";
}

/** A line that is no record was cut off or written by the tests themselves: everything after it is not believed. */
function readRecords(text: string): Record[] {
  const records: Record[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const record = recordSchema.safeParse(json(line));
    if (!record.success) return records;
    records.push(record.data);
  }
  return records;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The runner's own working directory tells by which other path the root may be known, where a link leads to it. */
function placeOf(records: readonly Record[], { folder }: TestProject, root: string): Place {
  const start = records.find((record) => record.type === "start");
  const suffix = folder === "" ? "" : `/${folder}`;
  const other = start?.cwd.endsWith(suffix) ? start.cwd.slice(0, start.cwd.length - suffix.length) : root;
  return { roots: other === root ? [root] : [root, other], folder };
}

function testCase(record: Extract<Record, { type: "test" }>, place: Place): TestCase {
  const { message, expected, actual } = record;
  return {
    file: workspacePath(record.file, place) ?? record.file,
    name: record.path.map((part) => plainText(part)).join(" > "),
    status: record.status,
    ...(record.line === undefined ? {} : { line: record.line }),
    ...(message === undefined ? {} : { message: withoutRoots(gist(message), place) }),
    ...(expected === undefined ? {} : { expected: cap(plainText(expected), 2000) }),
    ...(actual === undefined ? {} : { actual: cap(plainText(actual), 2000) }),
    frames: stackFrames(plainText(record.stack ?? ""), place).slice(0, 12),
  };
}

function reportedProblem(record: Extract<Record, { type: "problem" }>, place: Place): Problem {
  const file = record.file === undefined ? undefined : workspacePath(record.file, place);
  return {
    ...(file === undefined ? {} : { file }),
    message: withoutRoots(gist(record.message ?? "The test file could not be loaded."), place),
    frames: stackFrames(plainText(`${record.message ?? ""}\n${record.stack ?? ""}`), place).slice(0, 12),
  };
}

/** Absolute paths of the workspace, which differ from run to run, become relative ones. */
function withoutRoots(text: string, { roots }: Place): string {
  return roots.reduce((left, root) => left.replaceAll(`${root}/`, ""), text);
}

/** Tests of one file that share a name are told apart by their order: the second is "name #2". */
export function distinctNames(cases: readonly TestCase[]): TestCase[] {
  const seen = new Map<string, number>();
  return cases.map((test) => {
    const key = `${test.file}\n${test.name}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? test : { ...test, name: `${test.name} #${count}` };
  });
}
