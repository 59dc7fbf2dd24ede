import { randomUUID } from "node:crypto";
import { readdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../core/app-error.ts";
import type { Path } from "../core/ports/files.ts";
import type { ApplyPlan } from "./apply.ts";
import { type ApplyRecord, applyRecordSchema, dropRecord, hashOf, writeRecord } from "./apply-record.ts";
import {
  backUp,
  beside,
  exists,
  makeFolders,
  removeNeighbours,
  stage,
  stateOf,
  swap,
  syncFolders,
  takeBack,
} from "./apply-steps.ts";
import { errorCode } from "./safe-path.ts";
import { appliesFolder } from "./state-root.ts";

export interface CarryOutOptions {
  /** The state folder; the journal of the apply is kept there while it lasts. */
  readonly state: string;
  /** Told before each move, for progress: "stage a.js", "replace a.js", … What it throws, up to "finish", takes everything back. */
  readonly onStep?: (step: string) => void;
}

/**
 * Writes a plan to the user's files: all of it or, on any error, nothing. Returns the paths that were written.
 * Throws `conflict` or `refused` when the plan has problems or a file has changed since, `tooling` when the disk refuses.
 */
export async function carryOut(
  plan: ApplyPlan,
  { state, onStep = () => {} }: CarryOutOptions,
): Promise<readonly Path[]> {
  const [problem] = plan.problems;
  if (problem !== undefined) throw new AppError(problem.type === "conflict" ? "conflict" : "refused", problem.sentence);
  if (plan.files.length === 0) return [];
  let record = await recordOf(plan);
  try {
    onStep("prepare");
    await writeRecord(state, record);
    await makeFolders(record);
    await stageAll(plan, record, onStep);
    onStep("commit");
    record = { ...record, phase: "renaming" };
    await writeRecord(state, record);
    for (const file of record.files) {
      onStep(`replace ${file.path}`);
      await swap(plan.root, file);
    }
    onStep("finish");
    await syncFolders(record);
  } catch (error) {
    await takeBack(record);
    await dropRecord(state, record.id);
    throw translated(error);
  }
  await removeNeighbours(record);
  onStep("drop");
  await dropRecord(state, record.id);
  return plan.files.map(({ path }) => path);
}

async function recordOf({ root, files }: ApplyPlan): Promise<ApplyRecord> {
  const hidden = () => `.${randomUUID()}.tessera`;
  return {
    v: 1,
    id: randomUUID(),
    root,
    pid: process.pid,
    phase: "staging",
    files: files.map(({ path, before, after }) => ({
      path,
      before: before === undefined ? null : hashOf(before.text),
      after: after === undefined ? null : hashOf(after),
      ...(after === undefined ? {} : { staged: hidden() }),
      ...(before === undefined ? {} : { backup: hidden() }),
    })),
    folders: await missingFolders(
      root,
      files.filter(({ after }) => after !== undefined).map(({ path }) => path),
    ),
  };
}

/** The folders the paths need that do not exist, outermost first. */
async function missingFolders(root: string, paths: readonly Path[]): Promise<string[]> {
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

async function stageAll(plan: ApplyPlan, record: ApplyRecord, onStep: (step: string) => void): Promise<void> {
  for (const [index, planned] of plan.files.entries()) {
    const { path, staged, backup } = record.files[index] ?? { path: planned.path };
    onStep(`stage ${path}`);
    if (staged !== undefined) await stage(plan.root, planned, staged);
    if (backup !== undefined) await backUp(plan.root, path, backup);
  }
  await syncFolders(record);
}

function translated(error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof AppError) return error;
  const why = code === "ENOSPC" || code === "EDQUOT" ? "the disk is full" : `the system says ${code}`;
  return new AppError("tooling", `Nothing was applied, because ${why}.`, { cause: error });
}

export interface Recovery {
  readonly id: string;
  readonly root: string;
  readonly paths: readonly Path[];
  /** "left": its folder is not there at the moment, or another process is still at it. */
  readonly outcome: "finished" | "taken back" | "left";
}

/**
 * Finishes or takes back every apply that a crash has left under way. What the user has changed since stays as it is.
 * A journal that cannot be read is set aside under another name. To be called before this process applies anything. `isAlive` tells whether a process is still running.
 */
export async function recoverApplies(state: string, isAlive = isRunning): Promise<readonly Recovery[]> {
  const folder = appliesFolder(state);
  const names = await readdir(folder).catch(() => []);
  const recoveries: Recovery[] = [];
  for (const name of names.filter((candidate) => candidate.endsWith(".json")).sort()) {
    const record = await readRecord(join(folder, name));
    if (record === undefined) continue;
    const left = (record.pid !== process.pid && isAlive(record.pid)) || !(await exists(record.root));
    const outcome = left ? "left" : await recover(record);
    if (!left) await dropRecord(state, record.id);
    recoveries.push({ id: record.id, root: record.root, paths: record.files.map(({ path }) => path), outcome });
  }
  return recoveries;
}

async function readRecord(path: string): Promise<ApplyRecord | undefined> {
  try {
    return applyRecordSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    await rename(path, `${path}.damaged`);
    return undefined;
  }
}

async function recover(record: ApplyRecord): Promise<"finished" | "taken back"> {
  if (!(await canFinish(record))) {
    await takeBack(record);
    return "taken back";
  }
  for (const file of record.files) {
    if ((await stateOf(record.root, file)) === "before") await swap(record.root, file);
  }
  await syncFolders(record);
  await removeNeighbours(record);
  return "finished";
}

/** Whether every file is done already or can still be done. What the user changed after it was done is done. */
async function canFinish({ root, phase, files }: ApplyRecord): Promise<boolean> {
  if (phase === "staging") return false;
  for (const file of files) {
    const state = await stateOf(root, file);
    if (state === "after") continue;
    const ready = file.staged === undefined || (await exists(beside(root, file.path, file.staged)));
    if (state === "before" ? !ready : ready) return false;
  }
  return true;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
