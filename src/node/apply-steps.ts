import { constants } from "node:fs";
import { copyFile, link, lstat, mkdir, rename, rmdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, asAppError } from "../core/app-error.ts";
import type { PlannedFile } from "./apply.ts";
import { type ApplyRecord, hashOf, type RecordFile } from "./apply-record.ts";
import { removeIfThere, syncFolder, withNewFile } from "./durable.ts";
import { errorCode, readInside } from "./safe-path.ts";

/** The single moves of an apply; each leaves every target whole-old or whole-new. */

const maxBytes = 256 * 1024 * 1024;

/** The name of a neighbour of a file. */
export function beside(root: string, path: string, name: string): string {
  return join(root, dirname(path), name);
}

/** Writes the new text beside its target, with the rights of the original. */
export async function stage(root: string, planned: PlannedFile, name: string): Promise<void> {
  const { path, before, after } = planned;
  if (after === undefined) return;
  await withNewFile(beside(root, path, name), before === undefined ? 0o666 : 0o600, async (handle) => {
    await handle.writeFile(after);
    if (before !== undefined) {
      const own = await handle.stat();
      // Only root may give a file away; whoever may write a file of someone else's keeps the copy as their own.
      if (own.uid !== before.uid || own.gid !== before.gid) await handle.chown(before.uid, before.gid).catch(() => {});
      await handle.chmod(before.mode);
    }
    await handle.sync();
  });
}

/** A second name for the original, or a copy where the file system has no such thing. */
export async function backUp(root: string, path: string, name: string): Promise<void> {
  const [from, to] = [join(root, path), beside(root, path, name)];
  try {
    await link(from, to);
  } catch (error) {
    if (!lacksLinks(error)) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

function lacksLinks(error: unknown): boolean {
  return ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"].includes(errorCode(error) ?? "");
}

/** Puts the new state in place of the old. Throws `conflict` when the target is no longer what it was planned on. */
export async function swap(root: string, file: RecordFile): Promise<void> {
  if ((await stateOf(root, file)) !== "before") {
    throw new AppError("conflict", `${file.path} was changed while it was being applied: look at it again.`);
  }
  const target = join(root, file.path);
  if (file.staged === undefined) return unlink(target);
  const staged = beside(root, file.path, file.staged);
  if (file.before !== null) return rename(staged, target);
  try {
    // Unlike a rename, this never replaces a file that has just been made.
    await link(staged, target);
    await unlink(staged);
  } catch (error) {
    if (errorCode(error) === "EEXIST")
      throw new AppError("conflict", `${file.path} has just been made by someone else.`, { cause: error });
    if (!lacksLinks(error)) throw error;
    await rename(staged, target);
  }
}

/** What the target is now. "other": neither what it was nor what it is to be, so it is the user's. */
export async function stateOf(root: string, file: RecordFile): Promise<"before" | "after" | "other"> {
  const now = await hashAt(root, file.path);
  if (now === file.before) return "before";
  return now === file.after ? "after" : "other";
}

/** Null where nothing is, "" for what is no regular file. */
async function hashAt(root: string, path: string): Promise<string | null> {
  try {
    return hashOf(await readInside(root, path, maxBytes));
  } catch (error) {
    const expected = asAppError(error, "not-found", "refused");
    if (expected === undefined) throw error;
    return expected.code === "not-found" ? null : "";
  }
}

/** The originals are kept until the end: who wrote into one between the last look at it and its replacement has not lost anything. */
export async function checkBackups({ root, files }: ApplyRecord): Promise<void> {
  for (const { path, before, backup } of files) {
    if (backup === undefined || (await hashAt(root, join(dirname(path), backup))) === before) continue;
    throw new AppError("conflict", `${path} was changed while it was being applied: look at it again.`);
  }
}

export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

export async function makeFolders({ root, folders }: ApplyRecord): Promise<void> {
  for (const folder of folders) {
    await mkdir(join(root, folder)).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
    await syncFolder(dirname(join(root, folder)));
  }
}

/** Makes the renames durable. */
export async function syncFolders({ root, files }: ApplyRecord): Promise<void> {
  const folders = new Set(files.map(({ path }) => dirname(join(root, path))));
  for (const folder of folders) if (await exists(folder)) await syncFolder(folder);
}

/** Takes every target back to what it was, unless the user has changed it since, and removes whatever the apply has made. */
export async function takeBack(record: ApplyRecord): Promise<void> {
  const { root, files, folders } = record;
  for (const file of [...files].reverse()) {
    if (record.phase !== "staging" && (await stateOf(root, file)) === "after") await restore(root, file);
  }
  await syncFolders(record);
  await removeNeighbours(record);
  for (const folder of [...folders].reverse()) {
    await rmdir(join(root, folder)).catch((error: unknown) => {
      if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) throw error;
    });
  }
}

async function restore(root: string, file: RecordFile): Promise<void> {
  const target = join(root, file.path);
  if (file.backup === undefined) return removeIfThere(target);
  const backup = beside(root, file.path, file.backup);
  if (await exists(backup)) await rename(backup, target);
}

export async function removeNeighbours({ root, files }: ApplyRecord): Promise<void> {
  for (const { path, staged, backup } of files) {
    if (staged !== undefined) await removeIfThere(beside(root, path, staged));
    if (backup !== undefined) await removeIfThere(beside(root, path, backup));
  }
}
