import { basename } from "node:path";
import * as z from "zod";
import { AppError, asAppError } from "../core/app-error.ts";
import type { Commands } from "../core/evidence/check.ts";
import type { Command } from "../core/ports/command-runner.ts";
import type { Diagnostics, Findings } from "../core/ports/diagnostics.ts";
import type { Changes, Files, Path } from "../core/ports/files.ts";
import { parseJsonc } from "../core/testing/jsonc.ts";
import { folderOf, foldersUp, joinPath } from "../core/testing/path-steps.ts";
import { readPrintedDiagnostics } from "../core/testing/printed-diagnostics.ts";

const timeoutMs = 180_000;

export interface HeadlessOptions {
  readonly root: string;
  readonly files: Files;
  /** Runs in the sandbox, over the changes. */
  readonly commands: Commands;
  /** A command the user approved, in place of what is found. */
  readonly checkCommand: readonly [string, ...string[]] | undefined;
}

/**
 * What the project's own type checker says, run in the sandbox: the user's check command, else the TypeScript that is installed
 * in the project, for each `tsconfig.json` from the file's folder up to the root. Each is run once over the untouched tree, and
 * that is kept.
 */
export function headlessDiagnostics({ root, files, commands, checkCommand }: HeadlessOptions): Diagnostics {
  const untouched = new Map<string, Promise<Findings>>();
  const planned = new Map<Path, Promise<readonly Command[]>>();

  return {
    async of(subject, changes, signal) {
      const folder = folderOf(subject);
      const known = planned.get(folder) ?? commandsFor(subject, folder);
      planned.set(folder, known);
      const findings = await Promise.all((await known).map((command) => findingsOf(command, changes, signal)));
      const [first] = findings;
      return first === undefined ? undefined : { by: first.by, found: findings.flatMap(({ found }) => found) };
    },
  };

  async function commandsFor(subject: Path, folder: Path): Promise<readonly Command[]> {
    if (checkCommand !== undefined) return [{ argv: checkCommand, cwd: "", timeoutMs }];
    if (!/\.[cm]?[jt]sx?$/.test(subject)) return [];
    const [compiler, node] = [await compilerFor(folder), await commands.which("node")];
    if (compiler === undefined || node === undefined) return [];
    const configs = await Promise.all(foldersUp(folder).map((at) => configsIn(at)));
    return [...new Set(configs.flat())].map((config) => ({
      argv: [
        node,
        compiler,
        "-p",
        config,
        "--noEmit",
        "--pretty",
        "false",
        "--incremental",
        "false",
        "--composite",
        "false",
      ],
      cwd: "",
      timeoutMs,
    }));
  }

  async function compilerFor(folder: Path): Promise<string | undefined> {
    for (const at of foldersUp(folder)) {
      const found = await commands.locate(inside(at, "node_modules/typescript/bin/tsc"));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The configuration of a folder; where that only lists others, those. */
  async function configsIn(folder: Path): Promise<readonly Path[]> {
    const path = inside(folder, "tsconfig.json");
    const text = await files.read(path).catch((error: unknown) => {
      if (asAppError(error, "not-found", "refused") === undefined) throw error;
      return undefined;
    });
    if (text === undefined) return [];
    const config = configSchema.safeParse(parseJsonc(text)).data;
    const parts = config?.files?.length === 0 ? (config.references ?? []) : [];
    const named = parts.flatMap((part) => joinPath(folder, part.path) ?? []);
    return parts.length === 0
      ? [path]
      : named.map((part) => (part.endsWith(".json") ? part : inside(part, "tsconfig.json")));
  }

  async function findingsOf(command: Command, changes: Changes, signal: AbortSignal): Promise<Findings> {
    if (changes.size > 0) return execute(command, changes, signal);
    const key = JSON.stringify(command.argv);
    const known = untouched.get(key) ?? execute(command, changes, signal);
    untouched.set(key, known);
    known.catch(() => untouched.delete(key));
    return known;
  }

  async function execute(command: Command, changes: Changes, signal: AbortSignal): Promise<Findings> {
    const by = nameOf(command.argv);
    const { exit, ending, stdout, stderr } = await commands.run(command, changes, signal);
    const text = `${stdout}\n${stderr}`;
    const found = readPrintedDiagnostics(text, root);
    if (ending === "exited" && (exit === 0 || found.length > 0)) return { by, found };
    const last = text.trim().split("\n").at(-1)?.slice(0, 200);
    const why =
      ending === "timeout"
        ? `did not end within ${timeoutMs / 1000} s`
        : `could not be read: ${last || `it ended with ${exit}`}`;
    throw new AppError("tooling", `${by} ${why}.`);
  }
}

const configSchema = z.object({
  files: z.array(z.string()).optional(),
  references: z.array(z.object({ path: z.string() })).optional(),
});

function inside(folder: Path, name: string): Path {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The checker's name, past the interpreter that runs it. */
function nameOf([program, ...args]: readonly [string, ...string[]]): string {
  const name = basename(program);
  return /^(node|npx|python3?|bunx?)$/.test(name) ? basename(args.find((word) => !word.startsWith("-")) ?? name) : name;
}
