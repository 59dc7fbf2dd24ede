import assert from "node:assert";
import strict from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { createContext, runInContext } from "node:vm";
import { transformSync } from "esbuild";
import * as z from "zod";
import { type TestCase, testCaseSchema } from "../src/core/testing/test-run.ts";
import type { Program } from "./offline-corpus.ts";

/** Runs a program's tests over some text of its subject; what does not load or end is one failed case without a name. */
export interface Execution {
  run(program: Program, text: string): Promise<readonly TestCase[]>;
  /** What a traced text writes meanwhile. */
  trace(program: Program, text: string): Promise<string>;
  close(): void;
}

/** JavaScript and TypeScript inside this process, Python in one process for all runs: milliseconds instead of a start each. */
export function execution(): Execution {
  const python = pythonServer();
  const ignore = (): void => {};
  // A broken program may leave a promise behind that nobody waits for.
  process.on("unhandledRejection", ignore);
  return {
    async run(program, text) {
      return program.subject.endsWith(".py") ? python.run(program, text) : runScript(program, text, () => {});
    },
    async trace(program, text) {
      if (program.subject.endsWith(".py")) return python.trace(program, text);
      const records: string[] = [];
      runScript(program, text, (line, test) => void records.push(`${line}\t${test}`));
      return records.join("\n");
    },
    close() {
      python.close();
      process.off("unhandledRejection", ignore);
    },
  };
}

const LIMIT_MS = 400;

function runScript(
  program: Program,
  text: string,
  executed: (line: number, test: string) => void,
): readonly TestCase[] {
  const cases: TestCase[] = [];
  const record = (name: string, error: unknown): void => {
    cases.push(error === undefined ? passed(program, name) : failed(program, name, error));
  };
  const sandbox = createContext(
    { record, executed, natives: { assert, strict }, console, process: { env: {} } },
    { microtaskMode: "afterEvaluate" },
  );
  try {
    runInContext(harness(program, text), sandbox, { timeout: LIMIT_MS, filename: program.test });
  } catch (error) {
    record("", error);
  }
  return cases;
}

function harness(program: Program, text: string): string {
  const module = (source: string, file: string): string => {
    const { code } = transformSync(source, {
      loader: file.endsWith("ts") ? "ts" : "js",
      format: "cjs",
      sourcefile: file,
    });
    return `function (module, exports, require) {\n${code}\n}`;
  };
  return `
    const tests = [];
    const suites = [];
    const test = (name, run) => void tests.push({ name: [...suites, name].join(" > "), run });
    const describe = (name, run) => { suites.push(name); run(); suites.pop(); };
    Object.assign(test, { test, it: test, describe, default: test });
    const load = (run) => { const module = { exports: {} }; run(module, module.exports, require); return module.exports; };
    let subject;
    let current = "";
    globalThis.__tesseraTrace = (line) => executed(line, current);
    function require(name) {
      if (name.startsWith("node:test")) return test;
      if (name === "node:assert/strict") return natives.strict;
      if (name === "node:assert") return natives.assert;
      if (name.startsWith("node:")) return {};
      return (subject ??= load(${module(text, program.subject)}));
    }
    load(${module(program.testText, program.test)});
    (async () => {
      for (const { name, run } of tests) {
        current = name;
        try { await run(); record(name, undefined); } catch (error) { record(name, error); }
      }
    })();`;
}

function passed({ test }: Program, name: string): TestCase {
  return { file: test, name, status: "passed", frames: [] };
}

const assertionSchema = z.object({ actual: z.unknown(), expected: z.unknown() });

function failed({ test }: Program, name: string, error: unknown): TestCase {
  const isError = typeof error === "object" && error !== null && "message" in error;
  const title = isError && "name" in error && error.name !== "AssertionError" ? `${error.name}: ` : "";
  const message = isError ? `${title}${error.message}` : inspect(error);
  const values = isError && "expected" in error ? assertionSchema.safeParse(error).data : undefined;
  const shown =
    values === undefined || values.expected === undefined
      ? {}
      : { expected: inspect(values.expected), actual: inspect(values.actual) };
  return { file: test, name, status: "failed", message, frames: [], ...shown };
}

const SERVER = `
import io, json, os, signal, sys, tempfile, contextlib
import pytest

class Collector:
    def __init__(self):
        self.cases = {}
        self.compared = None
    def pytest_assertrepr_compare(self, config, op, left, right):
        if op == "==":
            self.compared = (repr(left), repr(right))
    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        report = outcome.get_result()
        if report.failed:
            case = {"status": "failed", "message": call.excinfo.exconly().replace("AssertionError: ", "")}
            if self.compared is not None:
                case["actual"], case["expected"] = self.compared
            if report.longrepr is not None and getattr(report.longrepr, "reprtraceback", None):
                case["lines"] = [[os.path.basename(e.reprfileloc.path), e.reprfileloc.lineno] for e in report.longrepr.reprtraceback.reprentries if getattr(e, "reprfileloc", None)]
            self.cases[item.name] = case
        elif report.when == "call":
            self.cases[item.name] = {"status": "passed"}
        if report.when == "teardown":
            self.compared = None
    def pytest_collectreport(self, report):
        if report.failed:
            lines = str(report.longrepr).split(chr(10))
            self.cases[""] = {"status": "failed", "message": next((l[1:].strip() for l in reversed(lines) if l.startswith("E ")), "does not load")}

def ring(*_):
    raise TimeoutError("timed out")

signal.signal(signal.SIGALRM, ring)
sys.dont_write_bytecode = True
folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
os.chdir(folder)
for line in sys.stdin:
    job = json.loads(line)
    for name in [job["subject"], job["test"]]:
        sys.modules.pop(name[:-3], None)
    for name in os.listdir(folder):
        if name.endswith(".py"): os.unlink(name)
    for name in [job["subject"], job["test"]]:
        with open(name, "w") as file: file.write(job["texts"][name])
    collector = Collector()
    os.environ["TESSERA_TRACE"] = os.path.join(folder, "trace.tsv") if job["traced"] else ""
    signal.setitimer(signal.ITIMER_REAL, 1.5, 0.5)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", job["test"]], plugins=[collector])
    except BaseException as error:
        collector.cases[""] = {"status": "failed", "message": repr(error)}
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.settrace(None)
    trace = ""
    if job["traced"] and os.path.exists(os.environ["TESSERA_TRACE"]):
        with open(os.environ["TESSERA_TRACE"]) as file: trace = file.read()
        os.unlink(os.environ["TESSERA_TRACE"])
    print(json.dumps({"cases": collector.cases, "trace": trace}), flush=True)
`;

const answerSchema = z.object({
  trace: z.string(),
  cases: z.record(
    z.string(),
    z.object({
      status: z.enum(["passed", "failed"]),
      message: z.string().exactOptional(),
      expected: z.string().exactOptional(),
      actual: z.string().exactOptional(),
      lines: z.array(z.tuple([z.string(), z.number()])).default([]),
    }),
  ),
});

function pythonServer(): Execution {
  let child: ChildProcessWithoutNullStreams | undefined;
  let answers: AsyncIterator<string> | undefined;
  async function ask({ subject, test, testText }: Program, text: string, traced: boolean) {
    child ??= spawn("python3", ["-c", SERVER]);
    answers ??= createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.write(`${JSON.stringify({ subject, test, traced, texts: { [subject]: text, [test]: testText } })}\n`);
    const { value } = await answers.next();
    return answerSchema.parse(JSON.parse(z.string().parse(value)));
  }
  return {
    trace: async (program, text) => (await ask(program, text, true)).trace,
    async run(program, text) {
      const { test } = program;
      const { cases } = await ask(program, text, false);
      return Object.entries(cases).map(([name, { lines, ...one }]) => {
        const frames = lines.map(([path, line]) => ({ path, line })).reverse();
        return testCaseSchema.parse({ file: test, name, ...one, frames });
      });
    },
    close() {
      child?.stdin.end();
    },
  };
}
