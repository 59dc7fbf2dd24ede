import { AppError } from "../app-error.ts";
import type { Path } from "../ports/files.ts";
import { type ScriptCommand, scriptCommands } from "./script-words.ts";

/** The program that the project's test script starts in the end, behind package managers, coverage tools and node itself. */
export interface Invocation {
  /** "mocha", "vitest", "jest", "react-scripts", "node" (with --test), "script" (a program of the project's own), or the name as it stands. */
  readonly tool: string;
  readonly env: Readonly<Record<string, string>>;
  readonly nodeOptions: readonly string[];
  readonly args: readonly string[];
  /** The script as the manifest has it, and its name. */
  readonly script: string;
  readonly scriptName: string;
  /** Something is compiled before the tests run. */
  readonly builds: boolean;
}

/** The best of the scripts that look like tests: one that starts a known runner before one that does not. */
export function testInvocation(scripts: ReadonlyMap<string, string>): Invocation | undefined {
  const first = ["test", "test:unit", "unit", "tests", "test:node", "test:js", "test:run", "test:ci"];
  const rest = [...scripts.keys()].filter(
    (name) =>
      name.startsWith("test:") && !first.includes(name) && !/watch|cov|e2e|lint|type|update|debug|bench/.test(name),
  );
  let printing: Invocation | undefined;
  let fallback: Invocation | undefined;
  for (const name of [...first, ...rest]) {
    for (const found of invocations(name, scripts, [])) {
      if (knownTools.includes(found.tool)) return found;
      if (printingTools.includes(found.tool)) printing ??= found;
      if (name === "test") fallback = found;
    }
  }
  return printing ?? fallback;
}

/** Runners that are read by what they print, if at all. */
const printingTools: readonly string[] = ["tape", "ava", "tap", "uvu", "bnt", "qunit", "jasmine", "lab", "zora"];
const knownTools: readonly string[] = ["vitest", "jest", "react-scripts", "mocha", "node", "script"];
/** Programs of a test script that neither are its runner nor say anything about it. */
const besides =
  /^(?:echo|exit|true|:|cat|tee|cd|rm|rimraf|cp|mkdir|mkdirp|del|shx|eslint|standard|xo|prettier|biome|tslint|oxlint|tsd|tstyche|check-dts|type-coverage|remark|publint|attw|knip|size-limit|dependency-cruiser|lerna|nx|turbo|rush|wireit|ls-lint|sleep|wait-on|npm-run-all|run-s|run-p|concurrently|codecov|coveralls|faucet|tap-[\w-]+)$/;
const builders =
  /^(?:tsc|vue-tsc|tsup|tsdown|esbuild|rollup|webpack|babel|swc|microbundle|unbuild|parcel|ncc|vite|pkgroll|bunchee|grunt|gulp|make)$/;

function invocations(name: string, scripts: ReadonlyMap<string, string>, seen: readonly string[]): Invocation[] {
  const script = scripts.get(name);
  if (script === undefined || seen.includes(name)) return [];
  const found: Invocation[] = [];
  let builds = buildsIn(`pre${name}`, scripts, [name]);
  for (const command of scriptCommands(script)) {
    const unwrapped = unwrap(command, scripts);
    if (unwrapped === undefined) continue;
    if (unwrapped.type === "scripts") {
      for (const reference of unwrapped.names) {
        const inner = invocations(reference, scripts, [...seen, name]);
        found.push(
          ...inner.map((one) => ({ ...one, env: { ...command.env, ...one.env }, builds: one.builds || builds })),
        );
        builds ||= buildsIn(reference, scripts, [...seen, name]);
      }
    } else if (builders.test(unwrapped.tool)) builds = true;
    else if (!besides.test(unwrapped.tool)) found.push({ ...unwrapped, script, scriptName: name, builds });
  }
  return found;
}

function buildsIn(name: string, scripts: ReadonlyMap<string, string>, seen: readonly string[]): boolean {
  const script = scripts.get(name);
  if (script === undefined || seen.includes(name)) return false;
  return scriptCommands(script).some((command) => {
    const unwrapped = unwrap(command, scripts);
    if (unwrapped === undefined) return false;
    if (unwrapped.type === "scripts") return unwrapped.names.some((inner) => buildsIn(inner, scripts, [...seen, name]));
    return builders.test(unwrapped.tool);
  });
}

type Unwrapped =
  | { readonly type: "scripts"; readonly names: readonly string[] }
  | ({ readonly type: "program" } & Pick<Invocation, "tool" | "env" | "nodeOptions" | "args">);

const nodeValues: readonly string[] = [
  "--import",
  "--require",
  "-r",
  "--loader",
  "--experimental-loader",
  "--conditions",
  "-C",
  "--env-file",
  "--input-type",
  "--test-timeout",
  "--test-concurrency",
  "--test-reporter",
  "--test-reporter-destination",
  "--test-name-pattern",
  "--test-skip-pattern",
  "--test-shard",
  "--max-old-space-size",
  "--watch-path",
  "--test-isolation",
  "--test-coverage-include",
  "--test-coverage-exclude",
  "--test-global-setup",
  "--experimental-config-file",
  "--title",
  "--icu-data-dir",
];

function unwrap(
  { env: given, words: all }: ScriptCommand,
  scripts: ReadonlyMap<string, string>,
): Unwrapped | undefined {
  const words = [...all];
  let env = given;
  for (;;) {
    const word = words.shift();
    if (word === undefined) return undefined;
    const name = word.replace(/^.*\//, "").replace(/\.(?:cmd|[cm]?js)$/, "");
    if (/^(?:npm|pnpm|yarn|bun)$/.test(name)) {
      const reference = scriptReference(words, name, scripts);
      if (reference !== undefined) return reference;
      const index = words.findIndex((one) => !one.startsWith("-") && !/^(?:exec|dlx|x|run|node)$/.test(one));
      if (index < 0 || /^(?:run|test|t|install|ci)$/.test(words[index] ?? "")) return undefined;
      words.splice(0, index);
    } else if (/^(?:run-s|run-p|npm-run-all|npm-run-all2)$/.test(name)) {
      return { type: "scripts", names: words.filter((one) => scripts.has(one)) };
    } else if (/^(?:npx|pnpx|bunx|cross-env|dotenv|dotenvx|env-cmd|c8|nyc|borp-cov)$/.test(name)) {
      const index = words.findIndex((one) =>
        /^(?:(?:.*\/)?(?:_?mocha|vitest|jest|node|tsx|ava|tape|tap|ts-mocha|npm|npx|pnpm|yarn|react-scripts)(?:\.[cm]?js)?|cross-env|c8|nyc)$/.test(
          one,
        ),
      );
      const next = index >= 0 ? index : words.findIndex((one) => !one.startsWith("-"));
      if (next < 0) return undefined;
      words.splice(0, next);
    } else if (/^[A-Za-z_]\w*=/.test(word)) {
      env = { ...env, [word.slice(0, word.indexOf("="))]: word.slice(word.indexOf("=") + 1) };
    } else if (name === "node" || name === "nodejs" || name === "tsx") {
      return nodeProgram(words, name === "tsx" ? ["--import", "tsx"] : [], env);
    } else {
      return { type: "program", tool: toolName(name), env, nodeOptions: [], args: toolArguments(name, words) };
    }
  }
}

function scriptReference(
  words: readonly string[],
  manager: string,
  scripts: ReadonlyMap<string, string>,
): Unwrapped | undefined {
  if (
    words.some((word) =>
      /^(?:-r|--recursive|-ws|--workspaces?|-w|--filter|-F|--prefix|-C|--cwd|workspaces?)\b/.test(word),
    )
  )
    return { type: "scripts", names: [] };
  const [verb = "", ...rest] = words.filter((word) => !word.startsWith("-"));
  if (/^(?:run|run-script)$/.test(verb)) return { type: "scripts", names: rest.slice(0, 1) };
  if (/^(?:test|t)$/.test(verb)) return { type: "scripts", names: ["test"] };
  if (manager !== "npm" && scripts.has(verb)) return { type: "scripts", names: [verb] };
  return undefined;
}

/** `node --test …`, `node … node_modules/.bin/mocha …`, or a script of the project. */
function nodeProgram(
  words: readonly string[],
  loader: readonly string[],
  env: Readonly<Record<string, string>>,
): Unwrapped | undefined {
  let index = 0;
  while (index < words.length && words[index]?.startsWith("-"))
    index += nodeValues.includes(words[index] ?? "") ? 2 : 1;
  const options = [...loader, ...words.slice(0, index)];
  if (options.includes("--test"))
    return { type: "program", tool: "node", env, nodeOptions: [], args: [...loader, ...words] };
  const program = words[index];
  if (program === undefined || options.some((option) => /^(?:-e|-p|--eval|--print|-c|--check)$/.test(option)))
    return undefined;
  const name = program.replace(/^.*\//, "").replace(/\.[cm]?js$/, "");
  const args = words.slice(index + 1);
  if (/(?:^|\/)node_modules\//.test(program) && knownTools.includes(toolName(name)))
    return { type: "program", tool: toolName(name), env, nodeOptions: options, args: toolArguments(name, args) };
  return { type: "program", tool: "script", env, nodeOptions: options, args: [program, ...args] };
}

function toolName(name: string): string {
  if (name === "_mocha" || name === "ts-mocha") return "mocha";
  return name === "jest-cli" ? "jest" : name;
}

function toolArguments(name: string, words: readonly string[]): readonly string[] {
  return name === "ts-mocha" ? ["--require", "ts-node/register", ...words] : words;
}

/** Throws `tooling` where the tests run on what a build leaves behind: a change of the sources would never reach them. */
export function needsBuild(
  invocation: Invocation,
  targets: readonly string[],
  folder: Path,
  paths: readonly Path[],
): void {
  const built = targets.find((target) =>
    /^(?:\.\/)?(?:dist|build|out|compiled|lib|\.?tmp|temp|_?output)(?:[-/]|$)/.test(target),
  );
  if (built === undefined) return;
  const start = `${folder === "" ? "" : `${folder}/`}${built.replace(/^\.\//, "").replace(/[*?{[].*$/, "")}`;
  if (!invocation.builds && paths.some((path) => path.startsWith(start))) return;
  throw new AppError(
    "tooling",
    `The tests${folder === "" ? "" : ` of ${folder}`} run on built files (${invocation.script}): pass --test-command "npm run ${invocation.scriptName}", so that each try is built first.`,
  );
}
