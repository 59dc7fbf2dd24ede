import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { throwIfCancelled } from "../../core/app-error.ts";
import type { Execution, Rung } from "../../core/ports/command-runner.ts";
import { copiedCacheVariables, copyCaches } from "./build-caches.ts";
import type { CappedText } from "./capped-text.ts";
import { changedFiles } from "./changed-files.ts";
import type { Environment } from "./environment.ts";
import { withFolder, writeInputs } from "./exchange.ts";
import { execute, type Started } from "./execute.ts";
import { withoutInherited } from "./inherited.ts";
import { copyWorkspace } from "./private-copy.ts";
import { findProgram } from "./programs.ts";
import type { RungHost, RunsCommands } from "./rung.ts";

/** Marks everything a command starts, so that all of it can be found again however it hides from its parent. */
const mark = "TESSERA_EXECUTION";

/** How a command is run over a copy that lies elsewhere. */
export interface CopyRun {
  readonly rung: Rung;
  /** What is really started: the command, or a program that confines it. `places` are the only folders it has to write to. */
  wrap(argv: readonly string[], places: readonly string[]): readonly string[];
}

type CopyHost = Pick<RungHost, "root" | "scratch" | "env" | "caches">;

/**
 * Runs commands over a private copy at another path, with a scrubbed environment and in its own process group. What it is told and
 * what it prints is translated, so that both speak of the workspace.
 */
export function runsInCopy(host: CopyHost, { rung, wrap }: CopyRun): RunsCommands {
  const { root, scratch, env, caches } = host;
  return {
    rung,
    warm: () => undefined,
    close: async () => undefined,
    async run(command, changes, signal) {
      const began = performance.now();
      throwIfCancelled(signal);
      const files = changedFiles(root, changes);
      const folder = scratch.create("tree", "out", "tmp");
      const tree = join(folder, "tree");
      const exchange = join(folder, "out");
      try {
        const layers = caches.layersFor(command);
        await Promise.all([
          copyWorkspace(root, tree, files),
          linkModulesAbove(root, folder),
          copyCaches(folder, layers),
        ]);
        writeInputs(exchange, command);
        throwIfCancelled(signal);
        const { argv, env: added } = withFolder(command, exchange);
        const own = { TMPDIR: join(folder, "tmp"), ...copiedCacheVariables(folder, layers) };
        const moved = Object.entries({ ...env, ...added, ...own }).map(([name, value]) => [
          name,
          movePaths(value, root, tree),
        ]);
        const program = await findHere(argv[0], tree, root, env);
        const order = [program, ...argv.slice(1).map((argument) => movePaths(argument, root, tree))];
        const start = (stdout: CappedText, stderr: CappedText) =>
          startProcess(wrap(order, [folder]), join(tree, command.cwd), Object.fromEntries(moved), stdout, stderr);
        const execution = await execute({ rung, began, command, exchange, start }, signal);
        if (execution.ending === "exited") caches.keep(command, changes, folder);
        return asInRoot(execution, tree, root);
      } finally {
        scratch.remove(folder);
      }
    },
  };
}

/** Node looks for packages above the workspace, too; above the copy it finds the nearest of those. */
async function linkModulesAbove(root: string, folder: string): Promise<void> {
  for (let above = dirname(root); above !== dirname(above); above = dirname(above)) {
    const modules = join(above, "node_modules");
    if (existsSync(modules)) return symlink(modules, join(folder, "node_modules"));
  }
}

async function findHere(program: string, tree: string, root: string, env: Environment): Promise<string> {
  const here = movePaths(program, root, tree);
  return here.includes("/") ? here : ((await findProgram(here, env.PATH ?? "")) ?? here);
}

/** Where the root is named as a whole path (not as the beginning of a sibling's name), the copy is meant. */
function movePaths(text: string, from: string, to: string): string {
  const parts = text.split(from);
  return parts.reduce((moved, part) => `${moved}${/^($|[/:;,=\s"')\]}])/.test(part) ? to : from}${part}`);
}

/** What comes back speaks of the workspace as on the other rungs. */
function asInRoot(execution: Execution, tree: string, root: string): Execution {
  const back = (text: string) =>
    text
      .split("\n")
      .map((line) => line.replaceAll(tree, () => writtenIn(line, root)))
      .join("\n");
  return {
    ...execution,
    stdout: back(execution.stdout),
    stderr: back(execution.stderr),
    outputs: new Map([...execution.outputs].map(([name, text]) => [name, back(text)])),
  };
}

/** A path as a line spells it: in a line of JSON or XML, what such a path may hold is escaped. */
function writtenIn(line: string, path: string): string {
  if (/^\s*[{[]/.test(line)) return JSON.stringify(path).slice(1, -1);
  if (/^\s*</.test(line)) return path.replace(/[&<>"'\n]/g, (character) => `&#${character.charCodeAt(0)};`);
  return path;
}

function startProcess(
  argv: readonly string[],
  cwd: string,
  env: Environment,
  stdout: CappedText,
  stderr: CappedText,
): Started {
  const id = crypto.randomUUID();
  const child = withoutInherited(3, (rest) =>
    spawn(argv[0] ?? "", argv.slice(1), {
      cwd,
      env: { ...env, [mark]: id },
      stdio: ["ignore", "pipe", "pipe", ...rest],
      detached: true,
    }),
  );
  const dismiss = guard(child, id);
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
  const exited = new Promise<{ exit: number | undefined; started: boolean }>((resolve) => {
    child.once("error", (error) => {
      stderr.push(Buffer.from(`${error.message}\n`));
      resolve({ exit: undefined, started: false });
    });
    child.once("exit", (code) => resolve({ exit: code ?? undefined, started: true }));
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    ended: exited.then(async (ending) => {
      await killEverything(child, id);
      dismiss();
      if (ending.started) await closed;
      return ending;
    }),
    terminate: async () => signalGroup(child, "SIGTERM"),
    kill: () => {
      signalGroup(child, "SIGKILL");
      void killEverything(child, id);
    },
  };
}

/** Runs beside a command and does what `killEverything` does once this process is gone: then its input ends. */
const guardScript = `
read -r _
kill -9 -- "-$1"
for round in 1 2 3; do
  grep -l -- "$2" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do kill -9 "$pid"; done
  sleep 0.1
done
`;

/** Returns what lets the guard go. */
function guard({ pid }: ChildProcess, id: string): () => void {
  if (pid === undefined || process.platform === "win32") return () => {};
  const guardian = spawn("/bin/sh", ["-c", guardScript, "sh", String(pid), `${mark}=${id}`], {
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: "/usr/bin:/bin" },
    cwd: "/",
    detached: true,
  });
  // Without one, whoever kills this process has to look after the tests.
  guardian.on("error", () => undefined);
  guardian.stdin.on("error", () => undefined);
  return () => void guardian.kill("SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is empty.
  }
}

/**
 * Kills the group, then whoever carries the mark. A process shows no mark while it turns into another program, so nobody is
 * believed to be left before two looks in a row have found nobody.
 */
async function killEverything(child: ChildProcess, id: string): Promise<void> {
  signalGroup(child, "SIGKILL");
  for (let round = 0, clean = 0; round < 200 && clean < 2; round++) {
    const left = marked(id);
    clean = left.length === 0 ? clean + 1 : 0;
    for (const pid of left) killOne(pid);
    if (clean < 2) await sleep(3);
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** By the environment each process was started with; Linux only, elsewhere the process group has to do. */
function marked(id: string): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => carriesMark(pid, id))
    .map(Number);
}

function carriesMark(pid: string, id: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${mark}=${id}`);
  } catch {
    return false;
  }
}
