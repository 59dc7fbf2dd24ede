import * as z from "zod";
import { evidenceSchema } from "../evidence/evidence.ts";
import { assignmentSchema } from "../worker/assignment.ts";
import { workerFactSchema } from "../worker/facts.ts";
import { spentSchema, workStatusSchema } from "../worker/report.ts";
import { planSchema } from "./plan.ts";
import { requestSchema } from "./request.ts";

/** How a run ends. "nothing": there was nothing to do. */
const runStatusSchema = z.enum([...workStatusSchema.options, "nothing"]);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** What only the run itself has to tell; what happens inside a worker is told by `WorkerFact`s. */
const runFactSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("started"),
    request: requestSchema,
    root: z.string(),
    model: z.string(),
    rung: z.string(),
  }),
  z.object({
    type: z.literal("baseline"),
    project: z.string(),
    runner: z.string(),
    passed: z.int(),
    failed: z.int(),
    skipped: z.int(),
    problems: z.array(z.string()),
    ms: z.number(),
    stamp: z.string(),
  }),
  z.object({ type: z.literal("planned"), plan: planSchema }),
  /** The plan grew: a worker found its target to be the wrong one, or a supervisor wants more. */
  z.object({ type: z.literal("grown"), assignments: z.array(assignmentSchema), why: z.string() }),
  z.object({ type: z.literal("assigned"), assignment: z.string(), model: z.string() }),
  /** What is proposed by several workers, verified together. */
  z.object({ type: z.literal("union"), changeSets: z.array(z.string()), evidence: z.array(evidenceSchema) }),
  /** A decision on hunks of one revision of a ChangeSet; without `hunks`, on all of it. */
  z.object({
    type: z.literal("decided"),
    changeSet: z.string(),
    revision: z.int(),
    hunks: z.array(z.string()).optional(),
    decision: z.enum(["accepted", "rejected"]),
  }),
  z.object({ type: z.literal("applied"), changeSets: z.array(z.string()), files: z.array(z.string()) }),
  z.object({ type: z.literal("conflicted"), changeSets: z.array(z.string()), sentence: z.string() }),
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

/** Whether losing this event would lose paid work, a decision or a promise: such events are forced to disk at once, in their order. */
export function isStateChange(event: RunEvent): boolean {
  switch (event.type) {
    case "started":
    case "planned":
    case "grown":
    case "proposed":
    case "reported":
    case "decided":
    case "applied":
    case "conflicted":
    case "ended":
      return true;
    case "answered":
      return event.kind !== "execution";
    case "baseline":
    case "assigned":
    case "union":
    case "asked":
    case "step":
    case "tool":
    case "evidence":
      return false;
  }
}
