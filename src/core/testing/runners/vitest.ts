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
    "--root",
    "-r",
    "--dir",
    "--project",
    "--environment",
    "--env",
    "--pool",
    "--mode",
    "--testNamePattern",
    "-t",
    "--reporter",
    "--outputFile",
    "--maxWorkers",
    "--minWorkers",
    "--testTimeout",
    "--hookTimeout",
    "--retry",
    "--shard",
    "--exclude",
    "--workspace",
    "-w",
    "--configLoader",
    "--changed",
    "--sequence.seed",
    "--coverage.provider",
    "--coverage.reporter",
    "--maxConcurrency",
    "--tags-filter",
  ],
  dropped: [
    "--watch",
    "-w",
    "--run",
    "--coverage",
    "--reporter",
    "--reporters",
    "--outputFile",
    "--ui",
    "--open",
    "--update",
    "-u",
    "--bail",
    "--shard",
    "--changed",
    "--passWithNoTests",
    "--silent",
    "--inspect",
    "--inspect-brk",
    "--inspectBrk",
    "--standalone",
    "--hideSkippedTests",
    "--clearScreen",
    "--cache",
    "--api",
    "--browser.headless",
    "--merge-reports",
    "--mergeReports",
  ],
} as const;

const configurations = ["vitest.config", "vitest.workspace", "vitest.projects"];

export const vitestRunner: TestRunner = {
  name: "vitest",
  language: "javascript",
  knowsRelated: true,

  async detect(folder, lookup) {
    const manifest = await readManifest(folder, lookup);
    if (manifest === undefined) return undefined;
    const { invocation } = manifest;
    if (invocation !== undefined && invocation.tool !== "vitest") return undefined;
    const configured = lookup.paths.some((path) =>
      configurations.some((name) => path.startsWith(`${join(folder, name)}.`)),
    );
    if (invocation === undefined && !configured && !manifest.has("vitest")) return undefined;
    const { options: kept, targets } = splitArguments(
      (invocation?.args ?? []).filter((word) => word !== "-w"),
      options,
    );
    const program = await installed("vitest", ["vitest/vitest.mjs"], folder, lookup);
    const [verb] = targets;
    const filters = verb !== undefined && /^(?:run|watch|dev|related)$/.test(verb) ? targets.slice(1) : targets;
    return {
      folder,
      runner: "vitest",
      argv: [await nodeFor(folder, lookup), ...(invocation?.nodeOptions ?? []), program, ...kept],
      testFiles: lookup.paths.filter(
        (path) => (folder === "" || path.startsWith(`${folder}/`)) && /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(path),
      ),
      suite: filters,
      env: invocation?.env ?? {},
    };
  },

  command({ folder, argv, suite = [], env = {} }, { files, names, relatedTo }, timeoutMs) {
    const [node, ...rest] = argv;
    const at = rest.findIndex((word) => word.endsWith("vitest.mjs")) + 1;
    const place = (paths: readonly Path[]) => paths.map((path) => fromFolder(path, folder));
    const related = files === undefined && relatedTo !== undefined;
    const targets = related ? place(relatedTo) : files === undefined ? suite : place(files);
    const grep = names === undefined ? [] : ["--testNamePattern", fullNamePattern(names)];
    return {
      argv: [
        node,
        ...rest.slice(0, at),
        related ? "related" : "run",
        ...rest.slice(at),
        "--run",
        "--reporter={out}/reporter.mjs",
        ...grep,
        ...targets,
      ],
      cwd: folder,
      env: { ...env, CI: "1", NO_COLOR: "1", TESSERA_REPORT: `{out}/${reportName}` },
      timeoutMs,
      inputs: { "reporter.mjs": reporter },
      outputs: [reportName],
    };
  },

  parse: readReport,
};

/** For every vitest since 0.30: newer ones call `onTestRunEnd`, older ones `onFinished`, some both. */
const reporter = String.raw`
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { inspect } from "node:util";
${describeFailure}
const write = (record) => appendFileSync(process.env.TESSERA_REPORT, JSON.stringify(record) + "\n");

export default class Report {
  #done = false;
  #told = new Set();

  onInit(vitest) {
    write({ type: "start", cwd: process.cwd() });
    try {
      vitest.config.includeTaskLocation = true;
      for (const project of vitest.projects ?? []) project.config.includeTaskLocation = true;
    } catch {}
  }

  onTestModuleStart(module) {
    write({ type: "begin", file: module.moduleId });
  }

  // At once, so that what has run counts where the whole is stopped.
  onTestModuleEnd(module) {
    if (module.task !== undefined) this.#file(module.task);
    write({ type: "done", file: module.moduleId });
  }

  onTestRunEnd(modules, errors, reason) {
    this.#report(modules.map((module) => module.task ?? module), errors);
  }

  onFinished(files = [], errors = []) {
    this.#report(files, errors);
  }

  #report(files, errors) {
    if (this.#done) return;
    this.#done = true;
    for (const file of files) this.#file(file);
    for (const error of errors) write({ type: "problem", ...failure(error) });
    write({ type: "end" });
  }

  #file(file) {
    if (this.#told.has(file)) return;
    this.#told.add(file);
    this.#tasks(file, []);
    if (file.result?.state === "fail" && (file.result.errors?.length ?? 0) > 0)
      write({ type: "problem", file: file.filepath, ...failure(file.result.errors[0]) });
  }

  #tasks(parent, path) {
    for (const task of parent.tasks ?? []) {
      const names = [...path, task.name];
      if (task.type === "suite") {
        this.#tasks(task, names);
        const [error] = task.result?.errors ?? [];
        if (error !== undefined) write({ type: "problem", file: task.file.filepath, ...failure(error), message: names.join(" > ") + ": " + error.message });
        continue;
      }
      const state = task.result?.state;
      const status = state === "pass" ? "passed" : state === "fail" ? "failed" : "skipped";
      if (state === "run" || (state === undefined && task.mode === "run")) continue;
      const [error] = task.result?.errors ?? [];
      const at = task.location?.line;
      write({
        type: "test",
        file: task.file.filepath,
        path: names,
        status,
        ...(at > 0 ? { line: at } : {}),
        ...(status === "failed" && error !== undefined ? failure(error) : {}),
      });
    }
  }
}

/** Vitest sends the values as text and the frames mapped to the sources. */
function failure(error) {
  const described = describe(error);
  for (const key of ["expected", "actual"]) {
    if (typeof error[key] === "string") described[key] = error[key];
  }
  const frames = (error.stacks ?? []).map(({ method, file, line, column }) => "    at " + (method ? method + " " : "<anonymous> ") + "(" + resolve(file) + ":" + line + ":" + column + ")");
  return frames.length > 0 ? { ...described, stack: frames.join("\n") } : described;
}
`;
