import { constants, realpathSync, type Stats } from "node:fs";
import { access, lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, asAppError } from "../core/app-error.ts";
import { type Conflict, merge } from "../core/changes/merge.ts";
import { isGitsOwn, reasonsToConfirm } from "../core/changes/protected-paths.ts";
import type { FileTexts } from "../core/changes/unified-diff.ts";
import type { Files, Path } from "../core/ports/files.ts";
import { checkPath } from "../core/ports/paths.ts";
import { diskFiles } from "./disk-files.ts";
import { errorCode } from "./safe-path.ts";

/** One file as it is today and as it is to be; undefined is a file that does not exist. */
export interface PlannedFile {
  readonly path: Path;
  readonly before:
    | { readonly text: string; readonly mode: number; readonly uid: number; readonly gid: number }
    | undefined;
  readonly after: string | undefined;
}

/** Why a file cannot be applied as things stand. "confirm": it could, once the user has said so for this path. */
type ApplyProblem =
  | {
      readonly type: "conflict";
      readonly path: Path;
      readonly sentence: string;
      readonly conflicts: readonly Conflict[];
    }
  | { readonly type: "refused"; readonly path: Path; readonly sentence: string }
  | { readonly type: "confirm"; readonly path: Path; readonly sentence: string };

/** What applying would do, worked out in memory; nothing is written before `carryOut`. */
export interface ApplyPlan {
  /** The real path of the root. */
  readonly root: string;
  readonly files: readonly PlannedFile[];
  /** Files that already are as proposed. */
  readonly settled: readonly Path[];
  /** Any of these keeps the whole plan from being carried out. */
  readonly problems: readonly ApplyProblem[];
}

const maxBytes = 64 * 1024 * 1024;

/**
 * Merges what is proposed into the files as they are on disk now. `confirmed` holds the paths for which the user has confirmed
 * what `problems` of the type "confirm" name. Throws `refused` when a path is given twice.
 */
export async function planApply(
  files: readonly FileTexts[],
  root: string,
  confirmed: ReadonlySet<Path> = new Set(),
): Promise<ApplyPlan> {
  const real = realpathSync(root);
  const disk = diskFiles(real, { maxBytes });
  const planned: PlannedFile[] = [];
  const settled: Path[] = [];
  const problems: ApplyProblem[] = [];
  const seen = new Set<Path>();
  for (const file of files) {
    if (seen.has(file.path)) throw new AppError("refused", `${file.path} is given twice: merge its changes first.`);
    seen.add(file.path);
    const outcome = await planFile(file, { root: real, disk, confirmed });
    if ("type" in outcome) problems.push(outcome);
    else if (outcome.before?.text === outcome.after) settled.push(file.path);
    else planned.push(outcome);
  }
  return { root: real, files: planned, settled, problems };
}

interface Place {
  readonly root: string;
  readonly disk: Files;
  readonly confirmed: ReadonlySet<Path>;
}

async function planFile(file: FileTexts, { root, disk, confirmed }: Place): Promise<PlannedFile | ApplyProblem> {
  const { path } = file;
  try {
    const before = await today(disk, path);
    const after = textAfter(file, before);
    if (typeof after === "object") return after;
    if (before === after) {
      return { path, before: before === undefined ? undefined : { text: before, mode: 0, uid: 0, gid: 0 }, after };
    }
    await checkPlace(root, path);
    const reasons = reasonsToConfirm({ path, base: before ?? null, proposed: after ?? null });
    if (reasons.length > 0 && !confirmed.has(path)) {
      return { type: "confirm", path, sentence: `${path} needs your own confirmation: ${reasons.join(", ")}.` };
    }
    if (before === undefined) return { path, before: undefined, after };
    const stats = await lstat(join(root, path));
    return { path, before: { text: before, mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid }, after };
  } catch (error) {
    const refused = asAppError(error, "refused");
    if (refused === undefined) throw error;
    return { type: "refused", path, sentence: refused.message };
  }
}

async function today(disk: Files, path: Path): Promise<string | undefined> {
  try {
    return await disk.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return undefined;
  }
}

/** The three-way merge, with files that come and go. */
function textAfter({ path, base, proposed }: FileTexts, now: string | undefined): string | undefined | ApplyProblem {
  const conflict = (sentence: string, conflicts: readonly Conflict[] = []): ApplyProblem => ({
    type: "conflict",
    path,
    sentence,
    conflicts,
  });
  if (now === (proposed ?? undefined)) return now;
  if (base === null)
    return now === undefined ? (proposed ?? undefined) : conflict(`${path} exists by now, with another text.`);
  if (now === undefined) return conflict(`${path} was deleted or renamed meanwhile.`);
  if (proposed === null)
    return now === base ? undefined : conflict(`${path} is to be deleted, but was changed meanwhile.`);
  const merged = merge(base, now, proposed);
  switch (merged.status) {
    case "merged":
      return merged.text;
    case "conflict": {
      const lines = merged.conflicts.slice(0, 5).map(({ line }) => line);
      return conflict(`${path} was changed meanwhile in the same places (line ${lines.join(", ")}).`, merged.conflicts);
    }
  }
}

/**
 * Whether a file may be written at a path, whatever its text: not git's own, behind no link, and nothing there that is read-only. Throws
 * `refused` with the reason. `root` is a real path.
 */
export async function checkPlace(root: string, path: Path): Promise<void> {
  if (isGitsOwn(checkPath(path))) throw new AppError("refused", `${path} belongs to git, and only git writes there.`);
  await checkFolders(root, path);
  const stats = await lstatOf(join(root, path));
  if (stats?.isSymbolicLink()) throw new AppError("refused", `${path} is a link, and links are not followed.`);
  if (stats !== undefined) await checkWritable(join(root, path), path, stats);
}

/** Every folder on the way that exists must be a folder, not a link to one, and the last of them writable. */
async function checkFolders(root: string, path: Path): Promise<void> {
  let folder = root;
  for (const part of dirname(path).split("/")) {
    const next = join(folder, part);
    const stats = await lstatOf(next);
    if (stats === undefined) break;
    if (!stats.isDirectory())
      throw new AppError("refused", `${path} lies behind something that is no folder, so it is not written.`);
    folder = next;
  }
  if (!(await isWritable(folder))) throw new AppError("refused", `${path} cannot be written: its folder is read-only.`);
}

async function lstatOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  });
}

/** A rename would replace a read-only file without a word. */
async function checkWritable(target: string, path: Path, stats: Stats): Promise<void> {
  if ((stats.mode & 0o222) === 0 || !(await isWritable(target))) {
    throw new AppError("refused", `${path} is read-only: make it writable first.`);
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
