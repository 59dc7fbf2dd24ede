import * as z from "zod";
import { evidenceSchema } from "../evidence/evidence.ts";

/** How a worker's work ends: in exactly one of these. */
export const workStatusSchema = z.enum([
  "proved",
  /** Some of what was asked holds, and nothing that held is broken. */
  "partial",
  /** There is a change, and not everything the contract asks could be established for it. */
  "unproved",
  /** There is no change worth showing. */
  "failed",
  /** Something outside the worker must be mended first: a key, a server, a test runner. */
  "blocked",
  "budget",
  "cancelled",
  "interrupted",
]);
export type WorkStatus = z.infer<typeof workStatusSchema>;

/** What the models of a worker or a run have used. Tokens as the providers counted them. */
export const spentSchema = z.object({
  calls: z.int(),
  input: z.int(),
  output: z.int(),
  cacheRead: z.int(),
  /** Dollars; absent where a model has no known price. */
  usd: z.number().optional(),
  seconds: z.number(),
});
export type Spent = z.infer<typeof spentSchema>;

/** What goes up from a worker; all that a supervisor ever sees of it. */
export const reportSchema = z.object({
  assignment: z.string(),
  status: workStatusSchema,
  /** At most 25 tokens. */
  summary: z.string().min(1),
  confidence: z.object({ value: z.number().min(0).max(1), reasons: z.array(z.string()) }),
  evidence: z.array(evidenceSchema),
  openQuestions: z.array(z.string()),
  spent: spentSchema,
  /** What is proposed, if anything is. */
  changeSet: z.object({ id: z.string(), revision: z.int() }).optional(),
  /** Why the work ended without proof, and what to do next; with the code of an expected failure where one ended it. */
  problem: z.object({ code: z.string().optional(), sentence: z.string() }).optional(),
});
export type Report = z.infer<typeof reportSchema>;
