import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { removeIfThere, syncFolder, writeDurably } from "./durable.ts";
import { ownedName } from "./process-identity.ts";
import { appliesFolder } from "./state-root.ts";

/** One file of an apply that is under way. Names of neighbours are plain names in the folder of the target. */
const recordFileSchema = z.object({
  path: z.string(),
  /** SHA-256 of the text, or null where there was or is to be no file. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The new text; absent for a deletion. */
  staged: z.string().optional(),
  /** The original; absent for a new file. */
  backup: z.string().optional(),
});
export type RecordFile = z.infer<typeof recordFileSchema>;

/**
 * The journal of one apply: enough to finish it or to take it back after a crash at any point. Whoever writes or reads one has the
 * turn of its root, so that what is found then is the leftover of a crash or of a disk that failed.
 */
export const applyRecordSchema = z.object({
  v: z.literal(1),
  id: z.string(),
  root: z.string(),
  /** "staging": no target has been touched. "renaming": all that is needed to finish is on disk. "taking back": it failed, and is not to be finished. */
  phase: z.enum(["staging", "renaming", "taking back"]),
  files: z.array(recordFileSchema),
  /** Folders that are made for it, outermost first, relative to the root. */
  folders: z.array(z.string()),
});
export type ApplyRecord = z.infer<typeof applyRecordSchema>;

function recordPath(state: string, id: string): string {
  return join(appliesFolder(state), `${id}.json`);
}

export async function writeRecord(state: string, record: ApplyRecord): Promise<void> {
  await writeDurably(recordPath(state, record.id), JSON.stringify(record), ownedName());
}

export async function dropRecord(state: string, id: string): Promise<void> {
  await removeIfThere(recordPath(state, id));
  await syncFolder(appliesFolder(state));
}

export function hashOf(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What to name for the turn of whoever writes to the files of a root. */
export function applyTurn(root: string): string {
  return `apply ${root}`;
}
