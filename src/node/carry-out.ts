import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { AppError } from "../core/app-error.ts";
import type { Path } from "../core/ports/files.ts";
import type { ApplyPlan } from "./apply.ts";
import { type ApplyRecord, dropRecord, hashOf, writeRecord } from "./apply-record.ts";
import {
  backUp,
  beside,
  checkBackups,
  makeFolders,
  removeNeighbours,
  stage,
  swap,
  syncFolders,
} from "./apply-steps.ts";
import { type ApplyTurn, inApplyTurn } from "./apply-turn.ts";
import { copyAttributes } from "./copy-attributes.ts";
import { takeBackFor } from "./recover-applies.ts";
import { errorCode } from "./safe-path.ts";
import { missingFolders } from "./user-folders.ts";

export interface CarryOutOptions {
  /** The state folder; the journal of the apply is kept there while it lasts. */
  readonly state: string;
  /** Told before each move, for progress: "stage a.js", "replace a.js", … What it throws, up to "finish", takes everything back. */
  readonly onStep?: (step: string) => void;
  /** The turn this is part of, for whoever has planned in it too. Without it, it is carried out in a turn of its own. */
  readonly turn?: ApplyTurn;
}

/**
 * Writes a plan to the user's files: all of it or, on any error, nothing. Returns the paths that were written.
 * Throws `conflict` or `refused` when the plan has problems or a file has changed since, `tooling` when the disk refuses.
 */
export async function carryOut(plan: ApplyPlan, options: CarryOutOptions): Promise<readonly Path[]> {
  const [problem] = plan.problems;
  if (problem !== undefined) throw new AppError(problem.type === "conflict" ? "conflict" : "refused", problem.sentence);
  if (plan.files.length === 0) return [];
  if (options.turn === undefined) return inApplyTurn(options.state, plan.root, () => write(plan, options));
  return write(plan, options);
}

async function write(plan: ApplyPlan, { state, onStep = () => {} }: CarryOutOptions): Promise<readonly Path[]> {
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
    await checkBackups(record);
  } catch (error) {
    throw translated(error, await goBack(state, record));
  }
  await cleanUp(state, record, onStep);
  return plan.files.map(({ path }) => path);
}

/** From here on it is done, whatever becomes of what lies around: the next turn takes that away. */
async function cleanUp(state: string, record: ApplyRecord, onStep: (step: string) => void): Promise<void> {
  try {
    await removeNeighbours(record);
    onStep("drop");
    await dropRecord(state, record.id);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/** Whether everything is as it was. What the disk refuses now is left to the next turn. */
async function goBack(state: string, record: ApplyRecord): Promise<boolean> {
  try {
    await takeBackFor(state, record);
    await dropRecord(state, record.id);
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

async function recordOf({ root, files }: ApplyPlan): Promise<ApplyRecord> {
  const hidden = () => `.${randomUUID()}.tessera`;
  return {
    v: 1,
    id: randomUUID(),
    root,
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

async function stageAll(plan: ApplyPlan, record: ApplyRecord, onStep: (step: string) => void): Promise<void> {
  const replaced: [from: string, to: string][] = [];
  for (const [index, planned] of plan.files.entries()) {
    const { path, staged, backup } = record.files[index] ?? { path: planned.path };
    onStep(`stage ${path}`);
    if (staged !== undefined) await stage(plan.root, planned, staged);
    if (staged !== undefined && planned.before !== undefined)
      replaced.push([join(plan.root, path), beside(plan.root, path, staged)]);
    if (backup !== undefined) await backUp(plan.root, path, backup);
  }
  await copyAttributes(replaced);
  await syncFolders(record);
}

function translated(error: unknown, isBack: boolean): unknown {
  const code = errorCode(error);
  if (isBack && code === undefined) return error;
  const why = code === "ENOSPC" || code === "EDQUOT" ? "the disk is full" : `the system says ${code ?? String(error)}`;
  if (isBack) return new AppError("tooling", `Nothing was applied, because ${why}.`, { cause: error });
  const sentence = `The apply was cut off, because ${why}: it is taken back or finished, as a whole, at the next start, once the disk allows it.`;
  return new AppError("tooling", sentence, { cause: error });
}
