import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import PQueue from "p-queue";
import type { ChangedFile } from "./changed-files.ts";
import { isWithin } from "./programs.ts";

/** Large, rebuilt by tools, and rarely written by tests: linked instead of copied. */
const linkedFolders: ReadonlySet<string> = new Set([
  ".venv",
  "venv",
  ".tox",
  ".nox",
  ".gradle",
  ".yarn",
  ".pnpm-store",
]);

/**
 * Copies the workspace, so that what a command writes in its own tree stays away from the user's. `.git` is left out; the entries of `node_modules` are links, the folder itself is not. File systems that can share
 * blocks do so. `target` must exist and be empty; `original` is where the workspace lies for whoever follows the links.
 */
export async function copyWorkspace(
  root: string,
  target: string,
  files: readonly ChangedFile[],
  original = root,
): Promise<void> {
  const copying = new PQueue({ concurrency: 32 });
  const changed = files.map(({ path }) => join(root, path));
  const failures: unknown[] = [];
  await copyFolder({ root, original, changed, copying, failures }, root, target);
  await copying.onIdle();
  if (failures.length > 0) throw failures[0];
  for (const { path, text, before } of files) {
    const file = join(target, path);
    await rm(file, { force: true });
    if (text === undefined) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx", mode: (before?.mode ?? 0o644) & 0o777 });
  }
}

interface Copy {
  readonly root: string;
  readonly original: string;
  /** What must never be reached through a link: it is about to be written. */
  readonly changed: readonly string[];
  readonly copying: PQueue;
  readonly failures: unknown[];
}

async function copyFolder(copy: Copy, from: string, to: string): Promise<void> {
  const modules = from.endsWith("/node_modules");
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.name === ".git") continue;
    if (entry.isSymbolicLink()) await copyLink(copy.root, source, target);
    else if (entry.isDirectory() && mayLink(copy, modules, source))
      await symlink(join(copy.original, relative(copy.root, source)), target);
    else if (entry.isDirectory()) {
      await mkdir(target);
      await copyFolder(copy, source, target);
    } else if (entry.isFile())
      void copy.copying.add(() => copyPlain(source, target).catch((error) => copy.failures.push(error)));
    if (copy.copying.size > 1000) await copy.copying.onSizeLessThan(100);
  }
}

/** Packages are linked one by one, also those of a scope: the folder `node_modules` itself may be written to. */
function mayLink({ changed }: Copy, modules: boolean, source: string): boolean {
  if (changed.some((path) => isWithin(path, source))) return false;
  const name = basename(source);
  if (modules) return !name.startsWith("@") && !/^\.(vite|cache)/.test(name);
  return linkedFolders.has(name) || /\/node_modules\/@[^/]+\/[^/]+$/.test(source);
}

/** A link to somewhere in the workspace leads into the copy; any other keeps leading where it did. */
async function copyLink(root: string, source: string, target: string): Promise<void> {
  const text = await readlink(source);
  const goal = resolve(dirname(source), text);
  if (!isWithin(goal, root)) await symlink(goal, target);
  else if (text.startsWith("/")) await symlink(join(relative(dirname(source), goal)), target);
  else await symlink(text, target);
}

/** A file that vanishes meanwhile is none of ours. */
async function copyPlain(source: string, target: string): Promise<void> {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (
      await lstat(source).then(
        () => true,
        () => false,
      )
    )
      throw error;
  }
}
