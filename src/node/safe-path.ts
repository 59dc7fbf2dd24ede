import { constants } from "node:fs";
import { type FileHandle, open, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../core/app-error.ts";
import type { Path } from "../core/ports/files.ts";

/**
 * Reads a regular file below `root`, at most `maxBytes` of it, or says why not.
 *
 * What is judged is the opened descriptor, never a name that may point elsewhere a moment later: no link anywhere in the
 * path, no device, FIFO or socket (opening without blocking). `root` must be a real path. Throws `not-found` or `refused`.
 */
export async function readInside(root: string, path: Path, maxBytes: number): Promise<Buffer> {
  const handle = await openInside(root, path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new AppError("refused", `${path} is no regular file, so it is not read.`);
    if (stat.size > maxBytes) throw tooLarge(path, maxBytes);
    if (!(await leadsTo(handle, join(root, path))))
      throw new AppError("refused", `${path} leads through a link, and links are not followed.`);
    const bytes = await readAtMost(handle, maxBytes + 1, stat.size);
    if (bytes.length > maxBytes) throw tooLarge(path, maxBytes);
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Reads a file of our own state: what is no regular file (a pipe nobody may ever write to, a link, a folder) is an error at once. */
export async function readRegular(path: string): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new AppError("refused", `${path} is no regular file.`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function openInside(root: string, path: Path): Promise<FileHandle> {
  try {
    return await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new AppError("not-found", `There is no file ${path}.`, { cause: error });
    if (code === "ELOOP")
      throw new AppError("refused", `${path} is a link, and links are not followed.`, { cause: error });
    if (code === "EACCES" || code === "EPERM")
      throw new AppError("refused", `${path} may not be read by this user.`, { cause: error });
    if (code === "ENXIO" || code === "ENODEV")
      throw new AppError("refused", `${path} is no regular file, so it is not read.`, { cause: error });
    throw error;
  }
}

/** Whether the opened file is the very one that lies at this path, with no link on the way. */
async function leadsTo(handle: FileHandle, path: string): Promise<boolean> {
  if (process.platform === "linux") return (await readlink(`/proc/self/fd/${handle.fd}`)) === path;
  return (await realpath(path)) === path;
}

/** A file may grow while it is read, so its size is only a first guess. */
async function readAtMost(handle: FileHandle, limit: number, guess: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let total = 0; total < limit; ) {
    const chunk = Buffer.allocUnsafe(Math.min(limit - total, Math.max(guess + 1 - total, 64 * 1024)));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    total += bytesRead;
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function tooLarge(path: Path, maxBytes: number): AppError {
  return new AppError("refused", `${path} is larger than ${Math.round(maxBytes / 1024)} KB, so it is not read.`);
}

/** The system's name for what went wrong ("ENOENT"), if it is the system that failed. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof AppError || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
