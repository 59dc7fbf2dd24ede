import type { Path } from "../../ports/files.ts";
import { splitArguments } from "../arguments.ts";
import { fullNamePattern } from "../name-pattern.ts";
import { fromFolder, installed, join, nodeFor, readManifest } from "../package-manifest.ts";
import { readReport, reportName } from "../report.ts";
import type { TestRunner } from "../test-runner.ts";
import { describeFailure } from "./describe-failure.ts";

const options = {
  values: [
    "--config",
    "-c",
    "--rootDir",
    "--roots",
    "--env",
    "--testEnvironment",
    "--maxWorkers",
    "-w",
    "--testTimeout",
    "--selectProjects",
    "--projects",
    "--testNamePattern",
    "-t",
    "--reporters",
    "--outputFile",
    "--coverageDirectory",
    "--coverageReporters",
    "--collectCoverageFrom",
    "--testPathPattern",
    "--testPathPatterns",
    "--testPathIgnorePatterns",
    "--setupFiles",
    "--shard",
    "--transform",
    "--preset",
    "--changedSince",
    "--coverageProvider",
    "--testMatch",
    "--globals",
    "--seed",
  ],
  dropped: [
    "--watch",
    "--watchAll",
    "--coverage",
    "--collectCoverage",
    "--collectCoverageFrom",
    "--coverageDirectory",
    "--coverageReporters",
    "--coverageProvider",
    "--coverageThreshold",
    "--reporters",
    "--json",
    "--outputFile",
    "--bail",
    "-b",
    "--passWithNoTests",
    "--onlyChanged",
    "-o",
    "--onlyFailures",
    "-f",
    "--changedSince",
    "--lastCommit",
    "--updateSnapshot",
    "-u",
    "--verbose",
    "--silent",
    "--notify",
    "--shard",
    "--listTests",
    "--ci",
    "--findRelatedTests",
    "--color",
    "--colors",
  ],
} as const;

export const jestRunner: TestRunner = {
  name: "jest",
  language: "javascript",
  knowsRelated: true,

  async detect(folder, lookup) {
    const manifest = await readManifest(folder, lookup);
    if (manifest === undefined) return undefined;
    const { invocation } = manifest;
    const scripts = invocation?.tool === "react-scripts" && invocation.args[0] === "test";
    if (invocation !== undefined && invocation.tool !== "jest" && !scripts) return undefined;
    const configured =
      manifest.configures("jest") || lookup.paths.some((path) => path.startsWith(`${join(folder, "jest.config")}.`));
    if (invocation === undefined && !configured && !manifest.has("jest")) return undefined;
    const given = invocation?.args ?? [];
    const { options: kept, targets } = splitArguments(scripts ? given.slice(1) : given, options);
    const program = scripts
      ? [
          await installed("react-scripts", ["react-scripts/bin/react-scripts.js"], folder, lookup),
          "test",
          "--watchAll=false",
        ]
      : [await installed("jest", ["jest/bin/jest.js", "jest-cli/bin/jest.js"], folder, lookup)];
    return {
      folder,
      runner: "jest",
      argv: [await nodeFor(folder, lookup), ...(invocation?.nodeOptions ?? []), ...program, ...kept],
      testFiles: lookup.paths.filter(
        (path) =>
          (folder === "" || path.startsWith(`${folder}/`)) &&
          /(?:\.(?:test|spec)|(?:^|\/)__tests__\/.*|(?:^|\/)(?:test|spec))\.[cm]?[jt]sx?$/.test(path),
      ),
      suite: targets,
      env: invocation?.env ?? {},
    };
  },

  command({ folder, argv, suite = [], env = {} }, { files, names, relatedTo }, timeoutMs) {
    const place = (paths: readonly Path[]) => paths.map((path) => fromFolder(path, folder));
    const related = files === undefined && relatedTo !== undefined;
    const selected = related
      ? ["--findRelatedTests", ...place(relatedTo)]
      : files === undefined
        ? suite
        : ["--runTestsByPath", ...place(files)];
    const grep = names === undefined ? [] : ["--testNamePattern", fullNamePattern(names)];
    return {
      argv: [
        ...argv,
        "--ci",
        "--testLocationInResults",
        "--coverage=false",
        "--reporters={out}/reporter.cjs",
        ...grep,
        ...selected,
      ],
      cwd: folder,
      env: { ...env, CI: "1", NO_COLOR: "1" },
      timeoutMs,
      inputs: { "reporter.cjs": reporter },
      outputs: [reportName],
    };
  },

  parse: readReport,
};

/** Runs in the parent process. Messages come as text, with colours and the stack behind them. */
const reporter = String.raw`
const { appendFileSync } = require("node:fs");
const { join } = require("node:path");
const { inspect } = require("node:util");
${describeFailure}
const write = (record) => appendFileSync(join(__dirname, "${reportName}"), JSON.stringify(record) + "\n");
const bare = (text) => String(text).replace(/\u001b\[[0-9;]*m/g, "");

module.exports = class Report {
  constructor() {
    this.reported = new Set();
    write({ type: "start", cwd: process.cwd() });
  }

  onTestStart(test) {
    write({ type: "begin", file: test.path });
  }

  onTestResult(_, file) {
    this.report(file);
    write({ type: "done", file: file.testFilePath });
  }

  report(file) {
    this.reported.add(file.testFilePath);
    for (const test of file.testResults) {
      const failed = test.status === "failed";
      write({
        type: "test",
        file: file.testFilePath,
        path: [...test.ancestorTitles, test.title],
        status: failed ? "failed" : test.status === "passed" ? "passed" : "skipped",
        ...(test.location && test.location.line > 0 ? { line: test.location.line } : {}),
        ...(failed ? failure(test) : {}),
      });
    }
    if (file.testExecError) write({ type: "problem", file: file.testFilePath, ...failureOfFile(file) });
  }

  /** Files that could not be started come here only. */
  onRunComplete(_, results) {
    for (const file of results.testResults) if (!this.reported.has(file.testFilePath)) this.report(file);
    if (results.runExecError) write({ type: "problem", ...describe(results.runExecError) });
    write({ type: "end" });
  }
};

function failure(test) {
  const text = bare((test.failureMessages || [])[0] || "");
  const at = text.search(/\n\s+at /);
  const message = (at < 0 ? text : text.slice(0, at)).replace(/^(?:Error|AssertionError(?: \[ERR_ASSERTION\])?|JestAssertionError): /, "");
  const found = { message, stack: text };
  const detail = (test.failureDetails || [])[0];
  const values = detail && (detail.matcherResult || (detail.error && detail.error.matcherResult) || detail);
  if (values && "expected" in values && "actual" in values) {
    found.expected = show(values.expected);
    found.actual = show(values.actual);
    return found;
  }
  const expected = /^Expected(?: [\w ]+)?: +(.+)$/m.exec(message);
  const actual = /^Received(?: [\w ]+)?: +(.+)$/m.exec(message);
  if (expected) found.expected = expected[1];
  if (actual) found.actual = actual[1];
  return found;
}

function failureOfFile(file) {
  const text = bare(file.failureMessage || file.testExecError.stack || file.testExecError.message || "");
  const lines = text.split("\n").map((line) => line.trim());
  const error = lines.find((line) => /^(?:[\w.]*\.)?[A-Z]\w*(?:Error|Exception)\b.*:/.test(line)) || lines.find((line) => /Cannot find module|must contain at least one test/.test(line));
  return { message: error || bare(file.testExecError.message || text), stack: text };
}
`;
