import * as z from "zod";
import { changeSetSchema } from "../changes/change-set.ts";
import { criticismSchema } from "../evidence/criticism.ts";
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

/** One request of a call that was made for it: where it went, what it waited, what became of it and how it is billed. */
const triedSchema = z.object({
  model: z.string(),
  ms: z.number(),
  waitedMs: z.number(),
  failure: z.string().exactOptional(),
  status: z.int().exactOptional(),
  bill: z.enum(["usage", "nothing", "reservation"]),
});

/** Which way a call went, and why. */
const routeSchema = z.object({
  /** The model that was to be asked first, and the one that answered, by "provider:model". */
  asked: z.string(),
  served: z.string().exactOptional(),
  tier: z.string().exactOptional(),
  why: z.string(),
  /** In order; the last one is what became of the call. */
  tries: z.array(triedSchema),
  /** Milliseconds spent waiting before requests. */
  waitedMs: z.number(),
  /** Dollars of all its requests, at most; absent where one has no known price. */
  usd: z.number().exactOptional(),
});

const rangeSchema = z.object({ least: z.number(), most: z.number() });

/** What assignments are likely to use at least, and what their budgets let them use at most. */
export const estimateSchema = z.object({
  calls: rangeSchema,
  /** Input and output together. */
  tokens: rangeSchema,
  /** Dollars; absent where a model that may be asked has no known price. */
  usd: rangeSchema.exactOptional(),
  /** The day of the oldest list price it rests on, where it rests on any. */
  pricesOf: z.string().exactOptional(),
});

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
  z.object({
    type: z.literal("asked"),
    kind: z.literal("user"),
    question: z.string(),
    choices: z.array(z.string()),
    /** Where the question is whether these assignments shall begin: by their ids, with what they are likely to use. */
    plan: z.object({ assignments: z.array(z.string()), estimate: estimateSchema }).exactOptional(),
  }),
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
    /** Absent in older journals. */
    route: routeSchema.exactOptional(),
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
  /** The same task was done before: what was proposed then is tried before a model is asked, and proved anew. */
  z.object({ type: z.literal("cached"), key: z.string(), isProved: z.boolean() }),
  /** A stronger model begins afresh, because this one did not do. */
  z.object({
    type: z.literal("escalated"),
    from: z.string(),
    to: z.string(),
    tier: z.string().exactOptional(),
    why: z.string(),
  }),
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
  /** What a critic made of a proposal; `answered` are severe findings of an earlier one, which this one was made to answer. */
  z.object({
    type: z.literal("criticised"),
    changeSet: z.string(),
    revision: z.int(),
    ...criticismSchema.shape,
    answered: z.array(z.string()),
  }),
  z.object({ type: z.literal("reported"), report: reportSchema }),
]);
export type WorkerFact = z.infer<typeof workerFactSchema>;
export type Asked = z.infer<typeof asked>;

/** Records a fact and returns its number in the journal, to be given as the cause of what follows from it. */
export type Tell<Fact> = (fact: Fact, cause?: number) => number;
