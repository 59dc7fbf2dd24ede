import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/app-error.ts";
import type { Changes, Path } from "../../core/ports/files.ts";
import { checkPath } from "../../core/ports/paths.ts";

export interface ChangedFile {
  readonly path: Path;
  /** The new text; undefined deletes the file. */
  readonly text: string | undefined;
  /** What the user's tree holds at that path now. */
  readonly before: Stats | undefined;
}

/**
 * The changes with what they replace. Throws `refused` where one would go through a link or replace something that is no
 * regular file: a change is written by its plain path, so nothing on the way may lead elsewhere.
 */
export function changedFiles(root: string, changes: Changes): readonly ChangedFile[] {
  return [...changes].map(([path, text]) => {
    checkPath(path);
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth++) {
      const above = statOf(join(root, ...parts.slice(0, depth)));
      if (above === undefined) break;
      if (!above.isDirectory()) throw refusal(path);
    }
    const before = statOf(join(root, path));
    if (before !== undefined && !before.isFile()) throw refusal(path);
    return { path, text, before };
  });
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

function refusal(path: Path): AppError {
  return new AppError("refused", `${path} is no regular file, or leads through a link, so it cannot be changed.`);
}
