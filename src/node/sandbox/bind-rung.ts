import { existsSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, throwIfCancelled } from "../../core/app-error.ts";
import type { Path } from "../../core/ports/files.ts";
import { type ChangedFile, changedFiles } from "./changed-files.ts";
import { runInBox } from "./run-in-box.ts";
import type { RungHost, RunsCommands } from "./rung.ts";

/** Bubblewrap takes 9,000 at most; the rest is for what is the same in every sandbox. */
const maxArguments = 8000;

/**
 * Rung "bind": any bubblewrap, no overlay file system. The tree is mounted read-only and each changed file over its original.
 * A folder that gains or loses an entry is rebuilt in memory with its other entries mounted back in; so are the folders that
 * runners write to: the root, the command's own, and `node_modules` where a runner keeps its cache there.
 */
export function bindRung(host: RungHost): RunsCommands {
  const { root, scratch, caches } = host;
  return {
    rung: "bind",
    warm: () => undefined,
    close: async () => undefined,
    async run(command, changes, signal) {
      const began = performance.now();
      throwIfCancelled(signal);
      const files = changedFiles(root, changes);
      const folder = scratch.create("files", "out");
      try {
        const placed = await placeFiles(join(folder, "files"), files);
        const workspace = workspaceArgs(root, placed, command.cwd);
        const execution = await runInBox({ host, rung: "bind", began, command, folder, workspace }, signal);
        if (execution.ending === "exited") caches.keep(command, changes, folder);
        return execution;
      } finally {
        scratch.remove(folder);
      }
    },
  };
}

/** A change and the scratch file that holds its new text; no source means that the file is gone. */
interface Placed extends ChangedFile {
  readonly source: string | undefined;
}

async function placeFiles(folder: string, files: readonly ChangedFile[]): Promise<readonly Placed[]> {
  return Promise.all(
    files.map(async (file, index) => {
      if (file.text === undefined) return { ...file, source: undefined };
      const source = join(folder, String(index));
      await writeFile(source, file.text, { mode: (file.before?.mode ?? 0o644) & 0o777 });
      return { ...file, source };
    }),
  );
}

function workspaceArgs(root: string, placed: readonly Placed[], cwd: Path): readonly string[] {
  const gone = new Set(placed.filter(({ source }) => source === undefined).map(({ path }) => join(root, path)));
  const moved = placed.filter(({ text, before }) => (text === undefined) !== (before === undefined));
  const needed = moved.map(({ path }) => nearestFolder(dirname(join(root, path))));
  const rebuilt = [...new Set([...needed, ...smallFolders(root, cwd), ...modulesToRebuild(root, cwd)])].sort();
  const folders = rebuilt.flatMap((folder) => {
    const back = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (gone.has(path) || rebuilt.includes(path)) return [];
      return entry.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind-try", path, path];
    });
    return ["--perms", "0755", "--tmpfs", folder, ...back];
  });
  const files = placed.flatMap(({ path, source }) =>
    source === undefined ? [] : ["--bind", source, join(root, path)],
  );
  const caches = cacheFolders(root, cwd).flatMap((folder) => ["--tmpfs", folder]);
  const args = ["--ro-bind", root, root, ...folders, ...caches, ...files];
  if (args.length <= maxArguments) return args;
  throw new AppError(
    "sandbox",
    `Too many files lie beside a new one for this sandbox (${needed.join(", ")}): install util-linux, so that overlays can be used.`,
  );
}

/** Every entry costs a mount, and each mount costs more than the last: only small folders are made writable for comfort. */
function smallFolders(root: string, cwd: Path): readonly string[] {
  return [root, join(root, cwd)].filter((folder) => isRealFolder(folder) && readdirSync(folder).length <= 64);
}

/** Where runners keep caches that they cannot do without. */
function cacheFolders(root: string, cwd: Path): readonly string[] {
  const names = [".vite", ".vite-temp", ".vitest", ".cache"];
  return moduleFolders(root, cwd).flatMap((folder) => names.map((name) => join(folder, name)).filter(isRealFolder));
}

/** Vite makes a folder in `node_modules` before it reads its configuration. */
function modulesToRebuild(root: string, cwd: Path): readonly string[] {
  return moduleFolders(root, cwd).filter(
    (folder) =>
      isRealFolder(join(folder, ".vite-temp")) === false &&
      (existsSync(join(folder, "vite")) || readdirSync(folder).length <= 64),
  );
}

function moduleFolders(root: string, cwd: Path): readonly string[] {
  return [...new Set([join(root, "node_modules"), join(root, cwd, "node_modules")])].filter(isRealFolder);
}

function isRealFolder(path: string): boolean {
  try {
    return realpathSync(path) === path && statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The folder itself or the nearest one above that exists: a new file's missing folders are made inside it. */
function nearestFolder(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false }) === undefined ? nearestFolder(dirname(folder)) : folder;
}
