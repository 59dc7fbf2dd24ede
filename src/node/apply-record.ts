import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { removeIfThere, syncFolder, writeDurably } from "./durable.ts";
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

/** The journal of one apply: enough to finish it or to take it back after a crash at any point. */
export const applyRecordSchema = z.object({
  v: z.literal(1),
  id: z.string(),
  root: z.string(),
  /** Who is at it, so that nobody else takes it for the leftover of a crash. */
  pid: z.int(),
  /** "staging": no target has been touched. "renaming": all that is needed to finish is on disk. */
  phase: z.enum(["staging", "renaming"]),
  files: z.array(recordFileSchema),
  /** Folders that are made for it, outermost first, relative to the root. */
  folders: z.array(z.string()),
});
export type ApplyRecord = z.infer<typeof applyRecordSchema>;

function recordPath(state: string, id: string): string {
  return join(appliesFolder(state), `${id}.json`);
}

export async function writeRecord(state: string, record: ApplyRecord): Promise<void> {
  await writeDurably(recordPath(state, record.id), JSON.stringify(record), `${randomUUID()}.tmp`);
}

export async function dropRecord(state: string, id: string): Promise<void> {
  await removeIfThere(recordPath(state, id));
  await syncFolder(appliesFolder(state));
}

export function hashOf(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
