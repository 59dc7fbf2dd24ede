import * as z from "zod";
import { changeSetSchema } from "../changes/change-set.ts";
import { evidenceSchema, provenanceSchema } from "../evidence/evidence.ts";
import { rungs } from "../ports/command-runner.ts";
import { reportSchema } from "./report.ts";

/**
 * What happens inside one worker, as it is told to the run. The run puts each into an envelope and its journal.
 *
 * `asked` and `answered` bracket everything that is slow, paid or outside of us (a model, an execution, a person), so that a
 * resumed run need not ask again and a replayed one can answer from the record.
 */
const usageSchema = z.object({ input: z.int(), output: z.int(), cacheRead: z.int(), cacheWrite: z.int() });
const failureSchema = z.object({ code: z.string(), sentence: z.string() });

const asked = z.discriminatedUnion("kind", [
  z.object({
    type: z.literal("asked"),
    kind: z.literal("model"),
    model: z.string(),
    /** SHA-256 of the whole prompt. */
    prompt: z.string(),
    /** Upper bound in tokens that was set aside for the call. */
    reserved: z.int(),
  }),
  z.object({
    type: z.literal("asked"),
    kind: z.literal("execution"),
    argv: z.array(z.string()),
    cwd: z.string(),
    /** SHA-256 over the changes the command ran on; the empty change has its own. */
    changes: z.string(),
  }),
  z.object({ type: z.literal("asked"), kind: z.literal("user"), question: z.string(), choices: z.array(z.string()) }),
]);

const answered = z.discriminatedUnion("kind", [
  z.object({
    type: z.literal("answered"),
    kind: z.literal("model"),
    ms: z.number(),
    served: z.string().optional(),
    stopReason: z.string().optional(),
    usage: usageSchema.optional(),
    /** Blob with the reply. */
    reply: z.string().optional(),
    failure: failureSchema.optional(),
  }),
  z.object({
    type: z.literal("answered"),
    kind: z.literal("execution"),
    ms: z.number(),
    overheadMs: z.number(),
    rung: z.enum(rungs).optional(),
    exit: z.int().optional(),
    ending: z.string(),
    /** Blob with the outputs. */
    execution: z.string().optional(),
  }),
  z.object({ type: z.literal("answered"), kind: z.literal("user"), choice: z.string() }),
]);

export const workerFactSchema = z.union([
  asked,
  answered,
  /** What the worker is doing now, for people. */
  z.object({ type: z.literal("step"), text: z.string() }),
  z.object({
    type: z.literal("tool"),
    name: z.string(),
    effect: z.enum(["read", "edit", "execute", "external"]),
    ok: z.boolean(),
    /** What the model was told, shortened. */
    told: z.string(),
  }),
  z.object({ type: z.literal("proposed"), changeSet: changeSetSchema, summary: z.string() }),
  z.object({
    type: z.literal("evidence"),
    changeSet: z.string(),
    revision: z.int(),
    evidence: z.array(evidenceSchema),
    provenance: provenanceSchema,
  }),
  z.object({ type: z.literal("reported"), report: reportSchema }),
]);
export type WorkerFact = z.infer<typeof workerFactSchema>;
export type Asked = z.infer<typeof asked>;

/** Records a fact and returns its number in the journal, to be given as the cause of what follows from it. */
export type Tell<Fact> = (fact: Fact, cause?: number) => number;
