import { lstatSync, realpathSync, type Stats } from "node:fs";
import { join } from "node:path";
import { AppError } from "../core/app-error.ts";
import type { FileStat, Files, Path } from "../core/ports/files.ts";
import { checkPath, isSafePath, isSecretPath } from "../core/ports/paths.ts";
import { ripgrep } from "./ripgrep.ts";
import { errorCode, readInside } from "./safe-path.ts";

export interface DiskFilesOptions {
  /** Larger files are refused. Default: 2 MB. */
  readonly maxBytes?: number;
  /** More files than this are not listed. Default: 200,000. */
  readonly maxFiles?: number;
  /** See `RipgrepOptions.program`. */
  readonly ripgrep?: string;
}

/** What was installed is no part of the project, also where nothing says that git is to leave it out. */
const INSTALLED = ["node_modules", "site-packages"].flatMap((folder) => ["--glob", `!**/${folder}/**`]);

/** The files of a folder. `root` must exist; it is resolved once, so that a link to it keeps working. */
export function diskFiles(root: string, options: DiskFilesOptions = {}): Files {
  const { maxBytes = 2 * 1024 * 1024, maxFiles = 200_000 } = options;
  const real = realpathSync(root);
  return {
    async read(path) {
      checkPath(path);
      if (isSecretPath(path)) throw new AppError("refused", `${path} may hold secrets, so it is not read.`);
      return decode(path, await readInside(real, path, maxBytes));
    },
    async list(signal) {
      const args = ["--files", "--no-require-git", "--null", ...INSTALLED];
      const { lines } = await ripgrep(args, {
        cwd: real,
        ...(options.ripgrep === undefined ? {} : { program: options.ripgrep }),
        separator: "\0",
        maxLines: maxFiles,
        timeoutMs: 20_000,
        signal,
      });
      return lines.filter((path) => isSafePath(path) && !isSecretPath(path)).sort();
    },
    async stat(path) {
      return statInside(real, checkPath(path));
    },
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Strict: what cannot be written back byte for byte is never text. */
function decode(path: Path, bytes: Buffer): string {
  if (bytes.includes(0)) throw new AppError("refused", `${path} is no text (it holds a NUL byte), so it is not read.`);
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new AppError("refused", `${path} is not UTF-8, so it is not read.`, { cause: error });
  }
}

/** At once, since a look at every file of a project takes five times as long through promises. */
function statInside(root: string, path: Path): FileStat | undefined {
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    const folder = lstatOrNothing(join(root, path.slice(0, end)));
    if (folder?.isDirectory() !== true) return undefined;
  }
  const stat = lstatOrNothing(join(root, path));
  if (stat === undefined) return undefined;
  const type = stat.isFile() ? "file" : stat.isDirectory() ? "directory" : "other";
  return { type, size: stat.size, modified: stat.mtimeMs };
}

function lstatOrNothing(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return undefined;
    throw error;
  }
}
