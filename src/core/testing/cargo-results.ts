import type { Execution } from "../ports/command-runner.ts";
import { cap, plainText } from "./plain-text.ts";
import { distinctNames, problemsOfEnding } from "./report.ts";
import type { Frame, TestCase, TestRun } from "./test-run.ts";
import type { TestProject } from "./test-runner.ts";

type Problem = TestRun["problems"][number];

/** What one test program printed: cargo runs them one after another, and says on standard error which one it is. */
interface Block {
  readonly lines: readonly string[];
  /** "src/lib.rs" or "tests/api.rs", relative to the package; undefined for the examples in documentation. */
  readonly root: string | undefined;
}

/**
 * The run as libtest prints it. Whatever a test printed is kept back by libtest unless it fails, but code that writes past it could
 * print what looks like a result: so each program must tell as many tests as it says it ran, and one that ends in two ways has failed.
 */
export function readCargoResults(execution: Execution, project: TestProject, root: string): TestRun {
  const stderr = plainText(execution.stderr);
  const roots = [...stderr.matchAll(/^\s+(?:Running (?:unittests )?(\S+\.rs) \(|Doc-tests )/gm)].map(
    (match) => match[1],
  );
  const blocks = blocksOf(plainText(execution.stdout), roots);
  const told = blocks.map((block) => casesOf(block, project));
  const cases = distinctNames(told.flatMap((one) => one.cases));
  const problems = buildProblems(stderr, project);
  const complete = roots.length > 0 && blocks.length === roots.length && told.every((one) => one.complete);
  const seen = { cases, problems, complete: (complete && !execution.truncated) || problems.length > 0 };
  const place = { roots: [root], folder: project.folder };
  return { cases, problems: [...problems, ...problemsOfEnding(execution, seen, project, place)], ms: execution.ms };
}

function blocksOf(stdout: string, roots: readonly (string | undefined)[]): readonly Block[] {
  const parts = stdout.split(/^(?=running \d+ tests?$)/m).filter((part) => part.startsWith("running "));
  return parts.map((part, index) => ({ lines: part.split("\n"), root: roots[index] }));
}

const endings = { ok: "passed", FAILED: "failed", ignored: "skipped" } as const;

function casesOf(
  block: Block,
  project: TestProject,
): { readonly cases: readonly TestCase[]; readonly complete: boolean } {
  const statuses = new Map<string, TestCase["status"]>();
  const twice = new Set<string>();
  for (const line of block.lines) {
    const match = /^test (.+?)(?: - should panic| - compile(?: fail)?)? \.\.\. (ok|FAILED|ignored)\b/.exec(line);
    const [, name, ending] = match ?? [];
    if (name === undefined || (ending !== "ok" && ending !== "FAILED" && ending !== "ignored")) continue;
    const known = statuses.get(name);
    if (known !== undefined && known !== endings[ending]) twice.add(name);
    statuses.set(name, endings[ending]);
  }
  const details = detailsOf(block.lines);
  const cases = [...statuses].map(([name, status]) => caseOf(name, status, block, details.get(name) ?? "", project));
  const contradicted = (test: TestCase, name: string): TestCase =>
    twice.has(name)
      ? {
          ...test,
          status: "failed",
          message: "It was reported to end in two ways: something prints what looks like a result.",
        }
      : test;
  const announced = Number(/^running (\d+)/.exec(block.lines[0] ?? "")?.[1]);
  const ended = block.lines.filter((line) => /^test result: (?:ok|FAILED)\./.test(line)).length === 1;
  const names = [...statuses.keys()];
  return {
    cases: cases.map((test, index) => contradicted(test, names[index] ?? "")),
    complete: ended && statuses.size === announced,
  };
}

/** What each failed test printed, from "---- name stdout ----" to the next one or the list of failures. */
function detailsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const details = new Map<string, string>();
  let name: string | undefined;
  for (const line of lines) {
    const head = /^---- (.+) stdout ----$/.exec(line);
    if (head !== null) name = head[1];
    else if (/^failures:$|^test result: /.test(line)) name = undefined;
    else if (name !== undefined) details.set(name, `${details.get(name) ?? ""}${line}\n`);
  }
  return details;
}

function caseOf(
  name: string,
  status: TestCase["status"],
  { root }: Block,
  detail: string,
  project: TestProject,
): TestCase {
  const documented = /^(\S+\.rs) - (.*?) ?\(line \d+\)/.exec(name);
  const base =
    documented === null
      ? { file: fileOf(name, root, project), name: name.split("::").join(" > ") }
      : { file: inFolder(documented[1] ?? "", project), name: `doc > ${documented[2] || "module"}` };
  if (status !== "failed") return { ...base, status, frames: [] };
  return { ...base, status, ...failureOf(detail), frames: framesOf(detail, project) };
}

/** The deepest module on the test's path that is a file of its own; else the program's root file. */
function fileOf(name: string, root: string | undefined, project: TestProject): string {
  const main = root ?? "src/lib.rs";
  const folder = inFolder(main.includes("/") ? main.slice(0, main.lastIndexOf("/")) : "", project).replace(/\/$/, "");
  const modules = name.split("::").slice(0, -1);
  for (let depth = modules.length; depth > 0; depth--) {
    const found = project.places?.[`${folder}/${modules.slice(0, depth).join("/")}`];
    if (found !== undefined) return found;
  }
  return inFolder(main, project);
}

function failureOf(detail: string): Pick<TestCase, "message" | "expected" | "actual"> {
  const lines = detail.split("\n");
  const at = lines.findIndex((line) => /^thread '.*' (?:\(\d+\) )?panicked at /.test(line));
  const end = lines.findIndex((line, index) => index > at && /^(?:\s+left: |stack backtrace:|note: )/.test(line));
  const said = lines
    .slice(at + 1, end < 0 ? at + 7 : end)
    .join("\n")
    .trim();
  const value = (side: string) => new RegExp(`^\\s+${side}: (.*)$`, "m").exec(detail)?.[1];
  const [actual, expected] = [value("left"), value("right")];
  return {
    message: cap(said || detail.trim().split("\n")[0] || "It failed.", 600),
    ...(actual === undefined || expected === undefined ? {} : { actual, expected }),
  };
}

/** The panic's own place, then the backtrace: a function and, on the next line, where it stands. Only files of the package count. */
function framesOf(detail: string, project: TestProject): Frame[] {
  const frames: Frame[] = [];
  let name: string | undefined;
  for (const line of detail.split("\n")) {
    const called = /^\s+\d+: (?:.*::)?([A-Za-z_]\w*)(?:::\{\{closure\}\})*$/.exec(line);
    const match = /^(?:thread '.*panicked at|\s+at) (?:\.\/)?([^\s:]+\.rs):(\d+):\d+:?$/.exec(line);
    const path = match === null ? undefined : inFolder(match[1] ?? "", project);
    if (path !== undefined && Object.values(project.places ?? {}).includes(path)) {
      const frame = { path, line: Number(match?.[2]), ...(name === undefined ? {} : { name }) };
      const known = frames.findIndex((one) => one.path === frame.path && one.line === frame.line);
      if (known < 0) frames.push(frame);
      else if (frames[known]?.name === undefined) frames[known] = frame;
    }
    name = called?.[1];
  }
  return frames.slice(0, 12);
}

/** "error[E0425]: cannot find value" and, on the next line, " --> src/lib.rs:3:5"; the first of each file. */
function buildProblems(stderr: string, project: TestProject): Problem[] {
  const problems = new Map<string, Problem>();
  for (const match of stderr.matchAll(/^error(?:\[E\d+\])?: (.+)\n\s+--> ([^\s:]+\.rs):(\d+):\d+$/gm)) {
    const file = inFolder(match[2] ?? "", project);
    if (problems.has(file)) continue;
    const frames = [{ path: file, line: Number(match[3]) }];
    problems.set(file, { file, message: cap(`It does not build: ${match[1]}`, 600), frames });
  }
  return [...problems.values()];
}

/** Paths are relative to the package, or to the workspace of packages that the root is. */
function inFolder(path: string, { folder }: TestProject): string {
  return folder === "" || path.startsWith(`${folder}/`) ? path : `${folder}/${path}`;
}
