import type { Path } from "../../ports/files.ts";
import { splitArguments } from "../arguments.ts";
import { fullNamePattern } from "../name-pattern.ts";
import { fromFolder, installed, join, nodeFor, readManifest } from "../package-manifest.ts";
import { readReport, reportName } from "../report.ts";
import type { TestRunner } from "../test-runner.ts";
import { needsBuild } from "../test-script.ts";
import { describeFailure } from "./describe-failure.ts";

const options = {
  values: [
    "--require",
    "-r",
    "--loader",
    "--import",
    "--timeout",
    "-t",
    "--slow",
    "-s",
    "--ui",
    "-u",
    "--grep",
    "-g",
    "--fgrep",
    "-f",
    "--config",
    "--package",
    "--extension",
    "--ext",
    "--file",
    "--ignore",
    "--exclude",
    "--spec",
    "--watch-files",
    "--watch-ignore",
    "--reporter",
    "-R",
    "--reporter-option",
    "--reporter-options",
    "-O",
    "--node-option",
    "-n",
    "--jobs",
    "-j",
    "--retries",
    "--global",
    "--conditions",
  ],
  dropped: [
    "--watch",
    "-w",
    "--watch-files",
    "--watch-ignore",
    "--reporter",
    "-R",
    "--reporter-option",
    "--reporter-options",
    "-O",
    "--bail",
    "-b",
    "--growl",
    "-G",
    "--inspect",
    "--inspect-brk",
    "--pass-on-failing-test-suite",
    "--dry-run",
    "--color",
    "-c",
    "--colors",
  ],
} as const;

const configurations = [
  ".mocharc.js",
  ".mocharc.cjs",
  ".mocharc.mjs",
  ".mocharc.yaml",
  ".mocharc.yml",
  ".mocharc.json",
  ".mocharc.jsonc",
];

export const mochaRunner: TestRunner = {
  name: "mocha",
  language: "javascript",
  knowsRelated: false,

  async detect(folder, lookup) {
    const manifest = await readManifest(folder, lookup);
    if (manifest === undefined) return undefined;
    const { invocation } = manifest;
    if (invocation !== undefined && invocation.tool !== "mocha") return undefined;
    const configured =
      manifest.configures("mocha") || configurations.some((name) => lookup.paths.includes(join(folder, name)));
    if (invocation === undefined && !configured && !manifest.has("mocha")) return undefined;
    const { options: kept, targets } = splitArguments(invocation?.args ?? [], options);
    if (invocation !== undefined) needsBuild(invocation, targets, folder, lookup.paths);
    const program = await installed("mocha", ["mocha/bin/mocha.js", "mocha/bin/mocha"], folder, lookup);
    return {
      folder,
      runner: "mocha",
      argv: [await nodeFor(folder, lookup), ...(invocation?.nodeOptions ?? []), program, ...kept],
      testFiles: testFiles(folder, lookup.paths),
      suite: targets,
      env: invocation?.env ?? {},
    };
  },

  command({ folder, argv, suite = [], env = {} }, { files, names }, timeoutMs) {
    const grep = names === undefined ? [] : ["--grep", fullNamePattern(names)];
    const targets = files === undefined ? suite : files.map((path) => fromFolder(path, folder));
    return {
      argv: [...argv, "--no-colors", "--reporter", "{out}/reporter.cjs", ...grep, ...targets],
      cwd: folder,
      env: { ...env, CI: "1", NO_COLOR: "1" },
      timeoutMs,
      inputs: { "reporter.cjs": reporter },
      outputs: [reportName],
    };
  },

  parse: readReport,
};

function testFiles(folder: Path, paths: readonly Path[]): Path[] {
  return paths.filter((path) => {
    if (folder !== "" && !path.startsWith(`${folder}/`)) return false;
    const inner = fromFolder(path, folder);
    return (
      /\.[cm]?[jt]sx?$/.test(inner) &&
      /(?:^|\/)(?:tests?|specs?|__tests__)\/|[.\-_](?:test|spec)\.[cm]?[jt]sx?$/.test(inner)
    );
  });
}

/** Loaded by mocha itself, in its own process; every event is written at once, so that an early exit leaves a report without an end. */
const reporter = String.raw`
const { appendFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { inspect } = require("node:util");
${describeFailure}
const write = (record) => appendFileSync(join(__dirname, "${reportName}"), JSON.stringify(record) + "\n");
const pathOf = (test) => (typeof test.titlePath === "function" ? test.titlePath() : [test.fullTitle()]);
const fileOf = (test) => {
  for (let at = test; at; at = at.parent) if (at.file) return resolve(at.file);
  return "";
};

module.exports = class Report {
  constructor(runner) {
    write({ type: "start", cwd: process.cwd() });
    const failed = new Set();
    const done = (test, status, failure = {}) => write({ type: "test", file: fileOf(test), path: pathOf(test), status, ...failure });
    runner.on("test", (test) => write({ type: "begin", file: fileOf(test), path: pathOf(test) }));
    runner.on("pass", (test) => done(test, "passed"));
    runner.on("pending", (test) => done(test, "skipped"));
    runner.on("fail", (test, error) => {
      const failure = describe(error);
      const current = test.type === "hook" && /before each/.test(test.title) ? test.ctx && test.ctx.currentTest : undefined;
      if (test.type !== "hook") {
        if (!failed.has(test)) done(test, "failed", failure);
        failed.add(test);
      } else if (current) done(current, "failed", { ...failure, message: test.originalTitle + ": " + failure.message });
      else write({ type: "problem", file: fileOf(test), ...failure, message: pathOf(test).join(" > ") + ": " + failure.message });
    });
    runner.once("end", () => write({ type: "end" }));
  }
};
`;
