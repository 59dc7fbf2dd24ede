import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { AppError } from "../../src/core/app-error.ts";
import type { Command, CommandRunner, Execution } from "../../src/core/ports/command-runner.ts";
import type { Changes, Files } from "../../src/core/ports/files.ts";
import type { ProjectLookup } from "../../src/core/testing/test-runner.ts";

/** A private copy of a fixture with the installed packages in reach, its files, and a runner without any isolation. */
export interface Bench {
  readonly root: string;
  readonly lookup: ProjectLookup;
  readonly runner: CommandRunner;
  [Symbol.asyncDispose](): Promise<void>;
}

const repository = join(import.meta.dirname, "../..");

export async function bareBench(fixture: string, programs: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "bench-")));
  await cp(join(repository, "test/fixtures", fixture), root, { recursive: true });
  await symlink(join(repository, "node_modules"), join(root, "node_modules"));
  const paths = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith("node_modules"))
    .sort();
  const which = async (program: string) => programs[program] ?? (await onPath(program));
  const lookup: ProjectLookup = {
    files: diskFiles(root, paths),
    paths,
    which,
    async locate(path) {
      const found = await stat(join(root, path)).catch(() => undefined);
      return found === undefined ? undefined : join(root, path);
    },
  };
  return {
    root,
    lookup,
    runner: { rung: "none", run: (command, changes, signal) => execute(root, command, changes, signal), which },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

function diskFiles(root: string, paths: readonly string[]): Files {
  return {
    async read(path) {
      const text = await readFile(join(root, path), "utf8").catch(() => undefined);
      if (text === undefined) throw new AppError("not-found", `There is no file ${path}.`);
      return text;
    },
    list: async () => paths,
    async stat(path) {
      const found = await stat(join(root, path)).catch(() => undefined);
      return found && { type: "file", size: found.size, modified: found.mtimeMs };
    },
  };
}

async function onPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (folder.includes("node_modules")) continue;
    const found = await stat(join(folder, program)).catch(() => undefined);
    if (found?.isFile()) return join(folder, program);
  }
  return undefined;
}

async function execute(root: string, command: Command, changes: Changes, signal: AbortSignal): Promise<Execution> {
  const out = await mkdtemp(join(tmpdir(), "out-"));
  const before = new Map<string, string | undefined>();
  for (const [path, text] of changes) {
    before.set(path, await readFile(join(root, path), "utf8").catch(() => undefined));
    await put(join(root, path), text);
  }
  try {
    for (const [name, text] of Object.entries(command.inputs ?? {})) await writeFile(join(out, name), text);
    const filled = (text: string) => text.replaceAll("{out}", out);
    const env = Object.fromEntries(Object.entries(command.env ?? {}).map(([name, value]) => [name, filled(value)]));
    const [program, ...args] = command.argv.map(filled);
    const ended = await start(program ?? "", args, join(root, command.cwd), env, command.timeoutMs, signal);
    const outputs = new Map<string, string>();
    for (const name of command.outputs ?? []) {
      const text = await readFile(join(out, name), "utf8").catch(() => undefined);
      if (text !== undefined) outputs.set(name, text);
    }
    return { rung: "none", truncated: false, overheadMs: 0, outputs, ...ended };
  } finally {
    for (const [path, text] of before) await put(join(root, path), text);
    await rm(out, { recursive: true, force: true });
  }
}

async function put(path: string, text: string | undefined): Promise<void> {
  if (text === undefined) return rm(path, { force: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function start(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Pick<Execution, "exit" | "ending" | "stdout" | "stderr" | "ms">> {
  const { promise, resolve } = Promise.withResolvers<Pick<Execution, "exit" | "ending" | "stdout" | "stderr" | "ms">>();
  const began = performance.now();
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(program, args, { cwd, env: { PATH, HOME, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let ending: Execution["ending"] = "exited";
  const stop = (why: Execution["ending"]) => {
    ending = why;
    child.kill("SIGKILL");
  };
  const timer = setTimeout(() => stop("timeout"), timeoutMs);
  const cancel = () => stop("cancelled");
  signal.addEventListener("abort", cancel, { once: true });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  child.on("error", (error) =>
    resolve({ exit: undefined, ending: "not-started", stdout, stderr: error.message, ms: 0 }),
  );
  child.on("close", (code) => {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    resolve({ exit: code ?? undefined, ending, stdout, stderr, ms: performance.now() - began });
  });
  return promise;
}
