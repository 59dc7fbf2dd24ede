import { readdir } from "node:fs/promises";
import { sweepBlobs } from "./blob-store.ts";
import type { Recovery } from "./recover-applies.ts";
import { sweepScratch } from "./sandbox/scratch.ts";
import { appliesFolder } from "./state-root.ts";
import { sweepTurns } from "./turn.ts";

/**
 * What every start does first: applies that a crash cut off are finished or taken back, and what dead processes have left in the
 * state folder goes. Little more than a look into four folders where nothing is to be done. Returns what became of applies.
 */
export async function mendState(state: string): Promise<readonly Recovery[]> {
  await Promise.all([sweepTurns(state), sweepBlobs(state), sweepScratch(state)]);
  const left = await readdir(appliesFolder(state)).catch(() => []);
  if (left.length === 0) return [];
  // Rare, and it takes long to load.
  const { recoverApplies } = await import("./recover-applies.ts");
  return recoverApplies(state);
}
