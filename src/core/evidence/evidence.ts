import * as z from "zod";
import { rungs } from "../ports/command-runner.ts";

/**
 * What our code found out about a change. Only `proved` counts for a contract;
 * `refuted` says the contract is broken, `unknown` that it could not be established (no control possible, time ran out).
 */
export const evidenceSchema = z.object({
  check: z.string(),
  verdict: z.enum(["proved", "refuted", "unknown"]),
  /** One sentence for people and models, with the figures: "2 failing tests pass". */
  sentence: z.string(),
  /** Whether it still holds for one hunk taken alone, or for the whole ChangeSet only. */
  scope: z.enum(["hunk", "changeSet"]),
  /** With `refuted`: some of what is asked holds now, and did not before. */
  partly: z.boolean().optional(),
  /** With `unknown`: no change could establish it here (no test reaches the file), so that asking for another is of no use. */
  beyond: z.boolean().optional(),
  /** Blob with the details. */
  detailRef: z.string().optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** The bytes some evidence was won on. */
export const provenanceSchema = z.object({
  /** SHA-256 of each file's text by path; the empty string where there was no file. */
  base: z.record(z.string(), z.string()),
  proposed: z.record(z.string(), z.string()),
  /** Stamp of the tree the executions ran over; absent when nothing was executed. */
  stamp: z.string().optional(),
  /** The sandbox rung of those executions. */
  rung: z.enum(rungs).optional(),
});
export type Provenance = z.infer<typeof provenanceSchema>;
