import { lstat, mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { asAppError } from "../core/app-error.ts";
import type { RunState } from "../core/run/run-state.ts";
import { journalFile } from "./journal.ts";
import { isAlive } from "./process-identity.ts";
import { loadRun, type StoredRun, storedRuns } from "./run-store.ts";

export interface Survey {
  /** Newest first. */
  readonly runs: readonly StoredRun[];
  /** What was set aside now, and why; one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Every run of a state folder. Journals that cannot be understood, because they are damaged or of a newer Tessera, are set aside with
 * all that belongs to them: nothing is deleted, and no later decision is written behind lines that hide it.
 */
export async function surveyRuns(state: string): Promise<Survey> {
  const runs: StoredRun[] = [];
  const notices: string[] = [];
  for (const run of await storedRuns(state)) {
    const found = await lookAt(state, run);
    if (typeof found !== "string") {
      if (found.problem === undefined || isUnderWay(found.state)) runs.push(found);
      else notices.push(await setAside(state, run, found.problem));
    } else if (await isLeftover(state, run)) notices.push(await setAside(state, run, found));
  }
  // Ids tell the second only.
  return { runs: runs.toSorted((one, other) => other.state.startedAt - one.state.startedAt), notices };
}

/** How a run stands: a journal without an end is that of a run under way, or of one whose host died. */
export function standingOf(state: RunState): RunState["status"] {
  return state.status === "working" && !isUnderWay(state) ? "interrupted" : state.status;
}

/** Whether some process is carrying the run out at the moment. */
export function isUnderWay({ status, origin }: RunState): boolean {
  return status === "working" && origin?.process !== undefined && isAlive(origin.process);
}

/** The run, or why there is nothing to be had of it. */
async function lookAt(state: string, run: string): Promise<StoredRun | string> {
  try {
    return await loadRun(state, run);
  } catch (error) {
    const expected = asAppError(error, "not-found", "usage");
    if (expected === undefined) throw error;
    return expected.message;
  }
}

/** Runs of newer versions that are under way are theirs, and a folder just made is about to get its journal. */
async function isLeftover(state: string, run: string): Promise<boolean> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(run)) return false;
  const path = journalFile(state, run);
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return false;
  if (!stats.isFile()) return true;
  if (stats.size === 0) return Date.now() - stats.mtimeMs > 5000;
  const [first = ""] = (await readFile(path, "utf8").catch(() => "")).split("\n", 1);
  const host = foreignSchema.safeParse(parsed(first));
  return !host.success || !isAlive(host.data.process);
}

const foreignSchema = z.looseObject({ process: z.looseObject({ pid: z.int(), start: z.string() }) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function setAside(state: string, run: string, problem: string): Promise<string> {
  const target = join(state, "quarantine", `${run}.${Date.now().toString(36)}`);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await rename(dirname(journalFile(state, run)), target);
  return `The run ${run} was set aside in ${target}; nothing of it was deleted. ${problem}`;
}
