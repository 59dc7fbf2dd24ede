import * as z from "zod";

/** One file of a ChangeSet: its text as it was when the worker began, and as the worker proposes it. Both are blobs, never changed. */
const fileChangeSchema = z.object({
  path: z.string(),
  /** Blob; null when the file did not exist. */
  base: z.string().nullable(),
  /** Blob; null when the file is to be deleted. */
  proposed: z.string().nullable(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

/** What one worker proposes. A retry or an edit by the user adds a revision and overwrites none. */
export const changeSetSchema = z.object({
  id: z.string(),
  revision: z.int().min(1),
  by: z.string(),
  /** The proposals, lowest first, that the base of this one holds already. */
  stackedOn: z
    .array(
      z.object({
        id: z.string(),
        revision: z.int().min(1),
        /** Where it is of an earlier run: whose it is, and for which file. */
        earlier: z.object({ agent: z.string(), target: z.string() }).exactOptional(),
      }),
    )
    .exactOptional(),
  files: z.array(fileChangeSchema),
});
export type ChangeSet = z.infer<typeof changeSetSchema>;
