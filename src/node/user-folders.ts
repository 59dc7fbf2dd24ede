import { realpath, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Path } from "../core/ports/files.ts";
import { checkPath } from "../core/ports/paths.ts";
import type { Folders } from "../core/review/settle.ts";
import { exists } from "./apply-steps.ts";
import { errorCode } from "./safe-path.ts";

/** The folders of a workspace, for whoever writes to its files. `root` is a real path. */
export function userFolders(root: string): Folders {
  return {
    missing: (paths) => missingFolders(root, paths),
    removeEmpty: (folders) => removeEmptyFolders(root, folders),
  };
}

/** The folders the paths need that do not exist, outermost first. */
export async function missingFolders(root: string, paths: readonly Path[]): Promise<string[]> {
  const missing = new Set<string>();
  for (const path of paths) {
    const parts = dirname(path).split("/");
    for (let depth = 1; depth <= parts.length; depth++) {
      const folder = parts.slice(0, depth).join("/");
      if (!(await exists(join(root, folder)))) missing.add(folder);
    }
  }
  return [...missing].sort((one, other) => one.length - other.length);
}

/** Given outermost first. What is not empty stays, and so does what lies behind a link. */
async function removeEmptyFolders(root: string, folders: readonly Path[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    const path = join(root, checkPath(folder));
    try {
      if ((await realpath(path)) === path) await rmdir(path);
    } catch (error) {
      // An empty folder that stays does no harm, and what was to be undone is undone.
      if (errorCode(error) === undefined) throw error;
    }
  }
}
