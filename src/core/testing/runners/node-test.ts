import type { Path } from "../../ports/files.ts";
import { splitArguments } from "../arguments.ts";
import { globPattern, isGlob } from "../glob.ts";
import { escapePattern, runnerNames } from "../name-pattern.ts";
import { fromFolder, join, nodeFor, readManifest, textOf } from "../package-manifest.ts";
import { readReport, reportName } from "../report.ts";
import type { ProjectLookup, TestProject, TestRunner } from "../test-runner.ts";
import { needsBuild } from "../test-script.ts";
import { nodeTestReporter } from "./node-test-reporter.ts";

const options = {
  values: [
    "--import",
    "--require",
    "-r",
    "--loader",
    "--experimental-loader",
    "--conditions",
    "-C",
    "--env-file",
    "--test-timeout",
    "--test-concurrency",
    "--test-reporter",
    "--test-reporter-destination",
    "--test-name-pattern",
    "--test-skip-pattern",
    "--test-shard",
    "--test-isolation",
    "--test-coverage-include",
    "--test-coverage-exclude",
    "--test-global-setup",
    "--input-type",
    "--watch-path",
    "--test-coverage-lines",
    "--test-coverage-branches",
    "--test-coverage-functions",
    "--experimental-config-file",
  ],
  dropped: [
    "--test",
    "--watch",
    "--watch-path",
    "--watch-preserve-output",
    "--test-reporter",
    "--test-reporter-destination",
    "--test-shard",
    "--experimental-test-coverage",
    "--test-coverage-include",
    "--test-coverage-exclude",
    "--test-coverage-lines",
    "--test-coverage-branches",
    "--test-coverage-functions",
    "--test-update-snapshots",
    "--inspect",
    "--inspect-brk",
    "--inspect-wait",
  ],
} as const;

export const nodeTestRunner: TestRunner = {
  name: "node:test",
  language: "javascript",
  knowsRelated: false,

  async detect(folder, lookup) {
    const manifest = await readManifest(folder, lookup);
    const invocation = manifest?.invocation;
    if (invocation?.tool === "node") {
      const { options: kept, targets } = splitArguments(invocation.args, options);
      needsBuild(invocation, targets, folder, lookup.paths);
      const files = targets.length > 0 ? expand(targets, folder, lookup.paths) : discovered(folder, lookup.paths);
      const suite = targets.length > 0 ? files.map((path) => fromFolder(path, folder)) : [];
      const argv = [await nodeFor(folder, lookup), ...kept, "--test"] as const;
      return project(folder, argv, files, suite.length > 0 ? suite : targets, invocation.env);
    }
    if (invocation !== undefined && invocation.tool !== "script") return undefined;
    const candidates =
      invocation === undefined ? undefined : expand([...invocation.args.slice(0, 1)], folder, lookup.paths);
    const files = await importers(candidates ?? testLike(folder, lookup.paths), lookup);
    if (files.length === 0) return undefined;
    const argv = [await nodeFor(folder, lookup), ...(invocation?.nodeOptions ?? []), "--test"] as const;
    const suite = files.map((path) => fromFolder(path, folder));
    return project(folder, argv, files, suite, invocation?.env ?? {});
  },

  command({ folder, argv, suite = [], env = {} }, { files, names }, timeoutMs) {
    const pattern = names === undefined ? [] : [`--test-name-pattern=${namePattern(names)}`];
    const targets = files === undefined ? suite : files.map((path) => fromFolder(path, folder));
    return {
      argv: [
        ...argv,
        "--test-reporter={out}/reporter.mjs",
        `--test-reporter-destination={out}/${reportName}`,
        ...pattern,
        ...targets,
      ],
      cwd: folder,
      env: { ...env, CI: "1", NO_COLOR: "1" },
      timeoutMs,
      inputs: { "reporter.mjs": nodeTestReporter },
      outputs: [reportName],
    };
  },

  parse: readReport,
};

function project(
  folder: Path,
  argv: readonly [string, ...string[]],
  testFiles: readonly Path[],
  suite: readonly string[],
  env: Readonly<Record<string, string>>,
): TestProject {
  return { folder, runner: "node:test", argv, testFiles, suite, env };
}

/**
 * Older versions compare the pattern with a test's own name, newer ones with its full name joined by spaces, and subtests run only
 * where their parents match: so each part of a name is allowed. This may run more than was asked for, and never less.
 */
function namePattern(names: readonly string[]): string {
  const parts = runnerNames(names).flatMap((name) => [name, name.replaceAll(" > ", " "), ...name.split(" > ")]);
  return `^(?:${[...new Set(parts)].map(escapePattern).join("|")})$`;
}

const extension = /\.[cm]?[jt]s$/;
/** Node's own patterns, here for every extension it can run. */
const conventional = /(?:^|\/)(?:test\/.*|(?:test|test-[^/]*|[^/]*[.\-_]test)\.[cm]?[jt]s)$/;

function discovered(folder: Path, paths: readonly Path[]): Path[] {
  return within(folder, paths).filter((path) => {
    const inner = fromFolder(path, folder);
    return conventional.test(inner) && !inner.endsWith(".d.ts");
  });
}

/** Where no command says what the tests are: whatever has the word in its path. */
function testLike(folder: Path, paths: readonly Path[]): Path[] {
  return within(folder, paths).filter((path) => extension.test(path) && /test|spec/i.test(fromFolder(path, folder)));
}

function within(folder: Path, paths: readonly Path[]): readonly Path[] {
  return folder === "" ? paths : paths.filter((path) => path.startsWith(`${folder}/`));
}

/** Folders and patterns become the files they stand for, since not every version of node expands them itself. */
function expand(targets: readonly string[], folder: Path, paths: readonly Path[]): Path[] {
  const inside = within(folder, paths);
  const found = targets.flatMap((target) => {
    const plain = target.replace(/^\.\//, "").replace(/\/+$/, "");
    if (isGlob(plain)) {
      const pattern = globPattern(plain);
      return inside.filter((path) => pattern.test(fromFolder(path, folder)));
    }
    const at = plain === "." || plain === "" ? folder : join(folder, plain);
    if (inside.includes(at)) return [at];
    const below = inside.filter(
      (path) => (at === "" || path.startsWith(`${at}/`)) && extension.test(path) && !path.endsWith(".d.ts"),
    );
    const named = below.filter((path) => /[.\-_](?:test|spec)\.[cm]?[jt]s$/.test(path));
    const bare = [".js", ".mjs", ".cjs", ".ts"].map((end) => `${at}${end}`).filter((path) => inside.includes(path));
    return named.length > 0 ? named : below.length > 0 ? below : bare;
  });
  return [...new Set(found)];
}

async function importers(candidates: readonly Path[], { files }: ProjectLookup): Promise<Path[]> {
  const texts = await Promise.all(candidates.slice(0, 200).map((path) => textOf(files, path)));
  return candidates.filter((_, index) => /["']node:test["']/.test(texts[index] ?? ""));
}
