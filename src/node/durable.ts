import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "./safe-path.ts";

/** Makes the names in a folder durable: a file's own fsync does not. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing as a folder's descriptor.
  if (process.platform === "win32") return;
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Runs `use` on a new file that nobody else can have made, and leaves no half file behind when it fails. */
export async function withNewFile(
  path: string,
  mode: number,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    mode,
  );
  try {
    await use(handle);
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => {});
    await removeIfThere(path);
    throw error;
  }
}

/** Replaces or makes a file of our own so that it is whole and durable, or as it was. `unique` names its temporary neighbour. */
export async function writeDurably(path: string, text: string, unique: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = `${path}.${unique}`;
  await withNewFile(fresh, 0o600, async (handle) => {
    await handle.writeFile(text);
    await handle.sync();
  });
  await rename(fresh, path);
  await syncFolder(folder);
}

export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
