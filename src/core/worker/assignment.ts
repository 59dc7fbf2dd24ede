import * as z from "zod";
import { testCaseSchema } from "../testing/test-run.ts";

/** A part of a file that failing tests reach; 1-based lines, both inclusive. */
const reachedSchema = z.object({ name: z.string(), firstLine: z.int(), lastLine: z.int() });

/** One agent, one target file, one instruction. Self-contained: another machine with the same files could carry it out. */
export const assignmentSchema = z.object({
  id: z.string(),
  agent: z.string(),
  /** The subject: the file the agent is about. */
  target: z.string(),
  instruction: z.string(),
  /** Checks of the contract that the user called off in the request. */
  waived: z.array(z.string()).exactOptional(),
  /** Ids of assignments that must have ended before. */
  dependsOn: z.array(z.string()),
  /** Those of them without whose proof this one has nothing to stand on: it is told as blocked. */
  requires: z.array(z.string()).exactOptional(),
  /** Assignments before it that change the same file, or the file it is about: it starts from what they propose. Lowest first. */
  stackedOn: z.array(z.string()).exactOptional(),
  /** The assignment this one takes the place of, because its target proved to be the wrong one. */
  insteadOf: z.string().optional(),
  context: z.object({
    /** Why this file was chosen, for the journal and the user. */
    why: z.string(),
    /** SHA-256 of each file the assignment rests on, the target's first. */
    base: z.record(z.string(), z.string()),
    /** What the agent is to be judged by, where tests are. */
    tests: z
      .object({
        project: z.object({
          folder: z.string(),
          runner: z.string(),
          argv: z.tuple([z.string()], z.string()).readonly(),
          testFiles: z.array(z.string()).readonly(),
          suite: z.array(z.string()).readonly().exactOptional(),
          env: z.record(z.string(), z.string()).exactOptional(),
        }),
        /** What the assignment is to mend; empty where the tests only show that nothing breaks. */
        failing: z.array(testCaseSchema),
        /** What of the target they reach, most suspicious first. */
        reached: z.array(reachedSchema).readonly(),
      })
      .optional(),
    /** The file the agent writes tests into, where that is what it may change; there need be none yet. */
    testFile: z.string().exactOptional(),
    /** How the project writes tests: the line that imports the target, a test file to go by, or how one begins. */
    writing: z
      .object({
        importLine: z.string().exactOptional(),
        example: z.string().exactOptional(),
        skeleton: z.string().exactOptional(),
      })
      .exactOptional(),
    /** Where to look if this target turns out to be the wrong one, best first. */
    alternatives: z.array(z.object({ path: z.string(), why: z.string(), reached: z.array(reachedSchema).readonly() })),
  }),
});
export type Assignment = Readonly<z.infer<typeof assignmentSchema>>;
