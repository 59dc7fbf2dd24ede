import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { AppError, asAppError } from "../core/app-error.ts";
import type { Path } from "../core/ports/files.ts";
import { type ApplyRecord, applyRecordSchema, applyTurn, dropRecord, writeRecord } from "./apply-record.ts";
import { beside, exists, removeNeighbours, stateOf, swap, syncFolders, takeBack } from "./apply-steps.ts";
import { removeIfThere } from "./durable.ts";
import { isAlive, ownerOf, type ProcessIdentity } from "./process-identity.ts";
import { errorCode, readRegular } from "./safe-path.ts";
import { appliesFolder } from "./state-root.ts";
import { inTurn } from "./turn.ts";

export interface Recovery {
  readonly id: string;
  readonly root: string;
  readonly paths: readonly Path[];
  /** "left": its folder is not there at the moment, another process is still at it, or the disk refuses. */
  readonly outcome: "finished" | "taken back" | "left";
}

/**
 * Finishes or takes back every apply that a crash has left under way. What the user has changed since stays as it is.
 * A journal that cannot be read is set aside under another name. `alive` tells whether a process is still running.
 */
export async function recoverApplies(
  state: string,
  alive: (process: ProcessIdentity) => boolean = isAlive,
): Promise<readonly Recovery[]> {
  const recoveries: Recovery[] = [];
  for (const root of new Set((await records(state)).map((record) => record.root))) {
    const own = await inTurn(state, applyTurn(root), () => recoverRoot(state, root), {
      patience: 0,
      isAlive: alive,
    }).catch(async (error: unknown) => {
      if (asAppError(error, "conflict", "tooling") === undefined) throw error;
      return (await records(state)).filter((record) => record.root === root).map((record) => told(record, "left"));
    });
    recoveries.push(...own);
  }
  await sweepDrafts(appliesFolder(state));
  return recoveries;
}

/** The same for one root, by whoever has its turn. Throws `tooling` when the disk refuses: then nothing else is to be written there. */
export async function recoverRoot(state: string, root: string): Promise<readonly Recovery[]> {
  const recoveries: Recovery[] = [];
  for (const record of await records(state)) {
    if (record.root !== root) continue;
    recoveries.push(told(record, await recover(state, record).catch(refused)));
  }
  return recoveries;
}

function refused(error: unknown): never {
  const code = errorCode(error);
  if (code === undefined) throw error;
  const sentence = `What an earlier apply has left cannot be mended, because the system says ${code}: make room or make the folder writable.`;
  throw new AppError("tooling", sentence, { cause: error });
}

function told({ id, root, files }: ApplyRecord, outcome: Recovery["outcome"]): Recovery {
  return { id, root, paths: files.map(({ path }) => path), outcome };
}

async function records(state: string): Promise<readonly ApplyRecord[]> {
  const folder = appliesFolder(state);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const found = await Promise.all(names.map((name) => readRecord(join(folder, name))));
  return found.filter((record) => record !== undefined);
}

async function readRecord(path: string): Promise<ApplyRecord | undefined> {
  try {
    return applyRecordSchema.parse(JSON.parse((await readRegular(path)).toString("utf8")));
  } catch (error) {
    // Whoever was at it has finished meanwhile.
    if (errorCode(error) === "ENOENT") return undefined;
    await rename(path, `${path}.damaged`).catch(() => {});
    return undefined;
  }
}

async function recover(state: string, record: ApplyRecord): Promise<Recovery["outcome"]> {
  if (!(await exists(record.root))) return "left";
  const finishing = await canFinish(record);
  if (finishing) await finish(record);
  else await takeBackFor(state, record);
  await dropRecord(state, record.id);
  return finishing ? "finished" : "taken back";
}

async function finish(record: ApplyRecord): Promise<void> {
  for (const file of record.files) {
    if ((await stateOf(record.root, file)) === "before") await swap(record.root, file);
  }
  await syncFolders(record);
  await removeNeighbours(record);
}

/** Takes an apply back, once that it is to be taken back is on disk: a crash in between must not finish it. The record stays. */
export async function takeBackFor(state: string, record: ApplyRecord): Promise<void> {
  const way: ApplyRecord = record.phase === "renaming" ? { ...record, phase: "taking back" } : record;
  // A full disk does not keep anybody from going back.
  if (way !== record) await writeRecord(state, way).catch(() => {});
  await takeBack(way);
}

/** Whether every file is done already or can still be done. What the user changed after it was done is done. */
async function canFinish({ root, phase, files }: ApplyRecord): Promise<boolean> {
  if (phase !== "renaming") return false;
  for (const file of files) {
    const state = await stateOf(root, file);
    if (state === "after") continue;
    const ready = file.staged === undefined || (await exists(beside(root, file.path, file.staged)));
    if (state === "before" ? !ready : ready) return false;
  }
  return true;
}

/** Half-written records of processes that are gone. */
async function sweepDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = ownerOf(name);
    if (owner !== undefined && !isAlive(owner)) await removeIfThere(join(folder, name));
  }
}
