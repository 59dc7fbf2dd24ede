import * as z from "zod";
import { evidenceSchema } from "../evidence/evidence.ts";
import { assignmentSchema } from "../worker/assignment.ts";
import { factNoteSchema } from "../worker/fact-note.ts";
import { workerFactSchema } from "../worker/facts.ts";
import { spentSchema, workStatusSchema } from "../worker/report.ts";
import { planSchema } from "./plan.ts";
import { requestSchema } from "./request.ts";

/** How a run ends. "nothing": there was nothing to do. */
const runStatusSchema = z.enum([...workStatusSchema.options, "nothing"]);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** One file as it was and as it was left, as blobs; null where there was or is no file. */
const writtenSchema = z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() });
/** The folders that an apply makes for its files, outermost first. Older journals do not tell. */
const foldersSchema = z.array(z.string()).exactOptional();
export type Written = Readonly<z.infer<typeof writtenSchema>>;

const ratesSchema = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number().exactOptional(),
});

/** Who carries a run out, and with what the user has approved for it. */
const originSchema = z.object({
  /** So that a run whose host died can be told from one that is under way elsewhere. See `ProcessIdentity`. */
  process: z.object({ pid: z.int(), start: z.string() }).exactOptional(),
  /** The models as the user named them, where that is more than the one that is told beside. */
  models: z.string().exactOptional(),
  testCommand: z.tuple([z.string()], z.string()).readonly().exactOptional(),
  checkCommand: z.tuple([z.string()], z.string()).readonly().exactOptional(),
  /** What models cost, as the user said for this run. */
  prices: z.record(z.string(), ratesSchema).exactOptional(),
});
export type Origin = Readonly<z.infer<typeof originSchema>>;

/** What only the run itself has to tell; what happens inside a worker is told by `WorkerFact`s. */
const runFactSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("started"),
    request: requestSchema,
    root: z.string(),
    model: z.string(),
    rung: z.string(),
    ...originSchema.shape,
  }),
  /** Another host goes on with a run whose host died. What had ended stays; what had not begins again. */
  z.object({ type: z.literal("continued"), model: z.string(), rung: z.string(), ...originSchema.shape }),
  z.object({
    type: z.literal("baseline"),
    project: z.string(),
    runner: z.string(),
    /** The source whose tests these are, where a large suite was not run whole. */
    of: z.string().exactOptional(),
    passed: z.int(),
    failed: z.int(),
    skipped: z.int(),
    problems: z.array(z.string()),
    ms: z.number(),
    stamp: z.string(),
  }),
  /** Who carries the request out, told by its words or by a model. */
  z.object({
    type: z.literal("routed"),
    route: z.enum(["direct", "supervised"]),
    by: z.enum(["words", "model", "user"]),
    why: z.string(),
  }),
  z.object({ type: z.literal("planned"), plan: planSchema }),
  /** The plan grew: a worker found its target to be the wrong one, or a supervisor wants more. */
  z.object({ type: z.literal("grown"), assignments: z.array(assignmentSchema), why: z.string() }),
  z.object({ type: z.literal("assigned"), assignment: z.string(), model: z.string() }),
  /** Something that others of the run should know; a later fact of the same key takes its place. `source`: an assignment's id or "user". */
  z.object({ type: z.literal("noted"), ...factNoteSchema.shape }),
  /** The user holds a worker before its next turn, lets it go on, tells it something for its next turn, or has it work again. */
  z.object({ type: z.literal("paused"), assignment: z.string() }),
  z.object({ type: z.literal("resumed"), assignment: z.string() }),
  z.object({ type: z.literal("steered"), assignment: z.string(), text: z.string() }),
  z.object({ type: z.literal("retried"), assignment: z.string() }),
  /** The user lets others build on what this one proposes, though little speaks for it, or does not. */
  z.object({ type: z.literal("trusted"), assignment: z.string(), isTrusted: z.boolean() }),
  /** What is proposed by several workers, verified together. */
  z.object({ type: z.literal("union"), changeSets: z.array(z.string()), evidence: z.array(evidenceSchema) }),
  /**
   * A decision on hunks of one revision of a ChangeSet; without `hunks`, on all of it. What is accepted counts once it is applied;
   * "reopened" takes a decision back.
   */
  z.object({
    type: z.literal("decided"),
    changeSet: z.string(),
    revision: z.int(),
    hunks: z.array(z.string()).optional(),
    decision: z.enum(["accepted", "rejected", "reopened"]),
  }),
  /** The user wants to hear no more of a critic's finding, named by its `findingKey`. */
  z.object({ type: z.literal("dismissed"), changeSet: z.string(), finding: z.string() }),
  /** What was accepted is about to be written: what became of it, if a crash comes in between, the files tell. */
  z.object({
    type: z.literal("applying"),
    changeSets: z.array(z.string()),
    decisions: z.array(z.int()),
    written: z.array(writtenSchema),
    folders: foldersSchema,
  }),
  /** What was accepted is in the user's files. `decisions` are the `seq`s of what it carries out. */
  z.object({
    type: z.literal("applied"),
    changeSets: z.array(z.string()),
    decisions: z.array(z.int()),
    written: z.array(writtenSchema),
    folders: foldersSchema,
  }),
  /** An apply, named by its `seq`, was taken back, or carried out once more. */
  z.object({ type: z.literal("undone"), applied: z.int(), written: z.array(writtenSchema) }),
  z.object({ type: z.literal("redone"), applied: z.int(), written: z.array(writtenSchema) }),
  z.object({ type: z.literal("conflicted"), changeSets: z.array(z.string()), sentence: z.string() }),
  /** The user wants none of what is proposed, and its texts are gone. */
  z.object({ type: z.literal("discarded"), changeSets: z.array(z.string()) }),
  z.object({
    type: z.literal("ended"),
    status: runStatusSchema,
    sentence: z.string(),
    /** The code of the expected failure that ended the run or kept a worker from going on. */
    code: z.string().optional(),
    spent: spentSchema,
  }),
]);

const factSchema = z.union([runFactSchema, workerFactSchema]);
export type Fact = z.infer<typeof factSchema>;

/** One line of a journal: a fact, in its envelope. */
const envelopeSchema = z.object({
  v: z.literal(1),
  /** From 1, without gaps. */
  seq: z.int().min(1),
  /** Milliseconds since the epoch. */
  at: z.number(),
  run: z.string(),
  /** "run", "user", or the id of an assignment. */
  actor: z.string(),
  /** `seq` of the event this one follows from. */
  cause: z.int().min(1).optional(),
});
export const runEventSchema = envelopeSchema.and(factSchema);
export type RunEvent = z.infer<typeof runEventSchema>;
