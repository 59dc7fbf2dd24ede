import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../core/app-error.ts";
import type { ChangedFile } from "./changed-files.ts";

/** Throws `sandbox` where the overlay cannot take a change: files of a user or group that no namespace maps. */
export function writeChanges(overlay: string, files: readonly ChangedFile[]): void {
  try {
    for (const file of files) writeChange(join(overlay, file.path), file);
  } catch (error) {
    throw new AppError("sandbox", "The overlay cannot hold the changes of this workspace.", { cause: error });
  }
}

/**
 * A file that is emptied as it is opened keeps its mode, and the kernel copies none of its old text: a third of the work of taking it
 * away first, which only files that may not be written need.
 */
function writeChange(target: string, { text, before }: ChangedFile): void {
  if (before !== undefined && text !== undefined && mayWrite(target)) {
    writeEmptied(target, text);
    return;
  }
  if (before !== undefined) unlinkSync(target);
  if (text === undefined) return;
  if (before === undefined) mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text, { flag: "wx" });
  if (before !== undefined) chmodSync(target, before.mode & 0o777);
}

function writeEmptied(target: string, text: string): void {
  const file = openSync(target, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW);
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

function mayWrite(target: string): boolean {
  try {
    accessSync(target, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
