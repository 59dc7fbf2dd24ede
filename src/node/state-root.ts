import { chmod, mkdir, realpath, stat } from "node:fs/promises";
import { dirname, join, posix, relative, win32 } from "node:path";
import { AppError } from "../core/app-error.ts";
import { isWithin } from "./sandbox/programs.ts";

/**
 * Where Tessera keeps runs, blobs and journals, never inside a repository: TESSERA_HOME, else the platform's data folder.
 * Pure. Relative values of XDG_DATA_HOME are ignored, as its specification asks. Throws `usage` when nothing tells.
 */
export function stateRoot(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  const path = platform === "win32" ? win32 : posix;
  const absolute = (name: string) => {
    const value = env[name];
    return value !== undefined && path.isAbsolute(value) ? value : undefined;
  };
  if (env.TESSERA_HOME) return path.resolve(env.TESSERA_HOME);
  const home = absolute(platform === "win32" ? "USERPROFILE" : "HOME");
  const data = absolute(platform === "win32" ? "LOCALAPPDATA" : "XDG_DATA_HOME");
  if (platform === "win32") {
    if (data !== undefined) return path.join(data, "Tessera");
    if (home !== undefined) return path.join(home, "AppData", "Local", "Tessera");
  } else {
    if (data !== undefined) return path.join(data, "tessera");
    if (home !== undefined && platform === "darwin")
      return path.join(home, "Library", "Application Support", "Tessera");
    if (home !== undefined) return path.join(home, ".local", "share", "tessera");
  }
  throw new AppError("usage", "There is no home folder to keep state in: set TESSERA_HOME to a folder.");
}

/** Where an apply keeps its journal while it lasts; empty unless one is under way or was cut off. */
export function appliesFolder(state: string): string {
  return join(state, "applies");
}

/** Throws `usage` for a state folder, there or not yet there, inside the workspace: nothing of ours is ever written into a project. */
export async function checkOutside(state: string, workspace: string): Promise<void> {
  let known = state;
  let real = await realpath(known).catch(() => undefined);
  for (; real === undefined && dirname(known) !== known; real = await realpath(known).catch(() => undefined))
    known = dirname(known);
  if (isWithin(join(real ?? known, relative(known, state)), workspace))
    throw new AppError(
      "usage",
      `Tessera's state (${state}) lies inside the workspace: set TESSERA_HOME to a folder elsewhere.`,
    );
}

/** Makes the folder, for this user only. Throws `tooling` when it cannot be written. */
export async function makeStateRoot(root: string): Promise<void> {
  try {
    await makeFolders(root);
    await chmod(root, 0o700);
  } catch (error) {
    throw new AppError(
      "tooling",
      `The state folder ${root} cannot be made: set TESSERA_HOME to a folder you may write.`,
      {
        cause: error,
      },
    );
  }
}

/** One by one: node's own recursive mkdir never ends where a folder that is there refuses every entry, as those of /proc do. */
async function makeFolders(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolders(parent);
  await mkdir(folder, { mode: 0o700 }).catch(async (error: unknown) => {
    if (!(await isFolder(folder))) throw error;
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
