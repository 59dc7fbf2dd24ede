import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";

/** Copies files with their modes and times, folders, and links as they are; pipes, sockets and devices are left out. `to` must exist. */
export async function copyPlainTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (entry.isDirectory()) {
      await mkdir(target);
      await copyPlainTree(source, target);
    } else if (entry.isFile()) {
      const { atime, mtime } = await lstat(source);
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await utimes(target, atime, mtime);
    }
  }
}
