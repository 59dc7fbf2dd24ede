import * as z from "zod";
import type { Execution } from "../ports/command-runner.ts";
import { cap, plainText } from "./plain-text.ts";
import { problemsOfEnding } from "./report.ts";
import { workspacePath } from "./stack.ts";
import type { Frame, TestCase, TestRun } from "./test-run.ts";
import type { TestProject } from "./test-runner.ts";

/** One line of `go test -json` (`go doc test2json`); newer versions tell the build's output in the same way. */
const eventSchema = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
});
type Event = z.infer<typeof eventSchema>;

interface Seen {
  readonly package: string;
  readonly name: string;
  readonly endings: Set<"passed" | "failed" | "skipped">;
  readonly output: string[];
}

const endings = { pass: "passed", fail: "failed", skip: "skipped" } as const;

/**
 * The run as Go's events tell it. Tests can print lines that look like results, so a test that ends in two ways has failed; one that
 * begins and does not end has, too. A package that does not end, or does not build, is a problem.
 */
export function readGoResults(execution: Execution, project: TestProject, root: string): TestRun {
  const place: Where = { project, root };
  const tests = new Map<string, Seen>();
  const packages = new Map<string, { ending?: string; readonly output: string[] }>();
  const built: string[] = [execution.stderr];
  for (const event of eventsOf(execution.stdout)) {
    if (event.Action === "build-output") built.push(event.Output ?? "");
    if (event.Package === undefined) continue;
    if (event.Test !== undefined) note(event, event.Package, event.Test, tests);
    else {
      const seen = packages.get(event.Package) ?? { output: [] };
      packages.set(event.Package, seen);
      if (event.Output !== undefined) seen.output.push(event.Output);
      if (event.Action in endings) seen.ending = event.Action;
    }
  }
  const cases = [...tests.values()].map((seen) => caseOf(seen, execution, place));
  const problems: Problem[] = buildProblems(built.join(""), place);
  for (const [name, { ending, output }] of packages) {
    const failed = [...tests.values()].some((test) => test.package === name && !test.endings.has("passed"));
    if (ending === "fail" && !failed && problems.length === 0) problems.push(packageProblem(name, output, place));
  }
  const complete =
    packages.size > 0 && !execution.truncated && [...packages.values()].every(({ ending }) => ending !== undefined);
  const seen = { cases, problems, complete: complete || problems.length > 0 };
  const where = { roots: [root], folder: project.folder };
  return { cases, problems: [...problems, ...problemsOfEnding(execution, seen, project, where)], ms: execution.ms };
}

type Problem = TestRun["problems"][number];

interface Where {
  readonly project: TestProject;
  readonly root: string;
}

/** What is no event is what a build printed in older versions, or a program beside the tests. */
function eventsOf(text: string): readonly Event[] {
  return text.split("\n").flatMap((line) => {
    const event = eventSchema.safeParse(line.startsWith("{") ? json(line) : undefined);
    return event.success ? [event.data] : [];
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function note(event: Event, name: string, test: string, tests: Map<string, Seen>): void {
  const key = `${name} ${test}`;
  const seen = tests.get(key) ?? { package: name, name: test, endings: new Set(), output: [] };
  tests.set(key, seen);
  if (event.Output !== undefined) seen.output.push(event.Output);
  if (event.Action === "pass" || event.Action === "fail" || event.Action === "skip")
    seen.endings.add(endings[event.Action]);
}

function caseOf(seen: Seen, execution: Execution, { project, root }: Where): TestCase {
  const text = plainText(seen.output.join(""));
  const [ending] = seen.endings;
  const status = ending === undefined || seen.endings.size > 1 ? "failed" : ending;
  const folder = folderOf(seen.package, project);
  const frames = goFrames(text, folder, { project, root });
  const top = seen.name.split("/")[0] ?? seen.name;
  const file =
    project.places?.[`${seen.package} ${top}`] ??
    frames.find(({ path }) => path.endsWith("_test.go"))?.path ??
    project.testFiles.find((path) => folderOfPath(path) === folder) ??
    (folder || ".");
  const own = { file, name: seen.name.split("/").join(" > "), status, frames };
  if (status !== "failed") return { ...own, frames: [] };
  return { ...own, message: messageOf(text, seen, execution) };
}

function messageOf(text: string, { endings: { size } }: Seen, execution: Execution): string {
  if (size > 1) return "It was reported to end in two ways: something prints what looks like a result.";
  if (size === 0 && execution.ending === "timeout") return `Did not end within ${Math.ceil(execution.ms / 1000)} s.`;
  const panic = /^\s*panic: (.*)$/m.exec(text)?.[1]?.replace(/ \[recovered.*$/, "");
  if (panic !== undefined) return cap(`panic: ${panic}`, 600);
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s*(?:===|---) /.test(line));
  const said = lines.map((line) => line.replace(/^\s*[\w.-]+\.go:\d+: /, "").trim()).slice(0, 6);
  return said.length > 0 ? cap(said.join("\n"), 600) : size === 0 ? "It began and did not end." : "It failed.";
}

/** "file.go:12: message" names a file of the test's own package; a stack names it by its whole path, after its function. */
function goFrames(text: string, folder: string, { project, root }: Where): Frame[] {
  const frames: Frame[] = [];
  let name: string | undefined;
  for (const line of text.split("\n")) {
    const stacked = /^\s+(\/[^:]+\.go):(\d+)(?: \+0x[\da-f]+)?$/.exec(line);
    const said = /^\s*([\w.-]+\.go):(\d+): /.exec(line);
    const path =
      stacked !== null
        ? workspacePath(stacked[1] ?? "", { roots: [root], folder: project.folder })
        : said !== null
          ? joined(folder, said[1] ?? "")
          : undefined;
    const number = Number((stacked ?? said)?.[2]);
    if (path !== undefined && number > 0 && !frames.some((frame) => frame.path === path && frame.line === number))
      frames.push({ path, line: number, ...(stacked === null || name === undefined ? {} : { name }) });
    name = /^[\w./-]+\.(?:\(\*?(\w+)\)\.)?(\w+)\(/.exec(line)?.[2];
  }
  return frames.slice(0, 12);
}

/** "dir/file.go:4:11: undefined: y", relative to the module; each file once. */
function buildProblems(text: string, { project, root }: Where): Problem[] {
  const problems = new Map<string, Problem>();
  for (const line of plainText(text).split("\n")) {
    const found = /^(?:vet: )?(\S+\.go):(\d+)(?::\d+)?: (.+)$/.exec(line);
    const path = workspacePath(found?.[1] ?? "", { roots: [root], folder: project.folder });
    if (found === null || path === undefined || problems.has(path)) continue;
    const frames = [{ path, line: Number(found[2]) }];
    problems.set(path, { file: path, message: cap(`It does not build: ${found[3]}`, 600), frames });
  }
  return [...problems.values()];
}

function packageProblem(name: string, output: readonly string[], where: Where): Problem {
  const text = plainText(output.join(""));
  const said = text.split("\n").find((line) => line.trim() !== "" && !/^(?:FAIL|exit status|PASS|ok)\b/.test(line));
  const frames = goFrames(text, folderOf(name, where.project), where);
  const message = cap(`The package ${name} failed beside its tests: ${said ?? "it ended early"}.`, 600);
  return { message, frames, ...(frames[0] === undefined ? {} : { file: frames[0].path }) };
}

/** The folder of a package, by a test whose place is known. */
function folderOf(name: string, { places = {}, folder }: TestProject): string {
  const known = Object.entries(places).find(([key]) => key.startsWith(`${name} `));
  return known === undefined ? folder : folderOfPath(known[1]);
}

function folderOfPath(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function joined(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
