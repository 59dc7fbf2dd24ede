import * as z from "zod";

/** What the chat panel shows, as its host sends it. */

/** How work ends, as in a report. */
const endings = ["proved", "partial", "unproved", "failed", "blocked", "budget", "cancelled", "interrupted"] as const;

/** A codicon's name without the prefix: "wrench". */
export const iconSchema = z.string().regex(/^[a-z][a-z0-9-]*$/);

/** Something the user can do. Panels show it and send its id back; what it means is the host's business. */
const actionSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Shown in place of the label where there is little room. */
  icon: iconSchema.optional(),
  /** The one most people want next. */
  primary: z.boolean().optional(),
});
export type ActionView = z.infer<typeof actionSchema>;

/** One line of a hunk as it is shown. Numbers are 1-based: `old` in the user's file, `now` in the proposal. */
const lineSchema = z.object({
  type: z.enum(["context", "removed", "added"]),
  old: z.int().optional(),
  now: z.int().optional(),
  /** Without its line end. */
  text: z.string(),
});
export type LineView = z.infer<typeof lineSchema>;

const hunkStatusSchema = z.enum([
  /** Neither accepted nor rejected. */
  "waiting",
  "accepted",
  "rejected",
  /** The user's file already says what the hunk proposes. */
  "settled",
  /** The user has changed the same lines: it is looked at side by side, never merged by guess. */
  "conflict",
]);

const hunkSchema = z.object({
  id: z.string(),
  status: hunkStatusSchema,
  lines: z.array(lineSchema),
  /** How many more lines the hunk has than are shown here. */
  more: z.int(),
});
export type HunkView = z.infer<typeof hunkSchema>;

const fileSchema = z.object({
  id: z.string(),
  path: z.string(),
  /** The last part of the path, and what comes before it. */
  name: z.string(),
  folder: z.string(),
  kind: z.enum(["modify", "create", "delete"]),
  added: z.int(),
  removed: z.int(),
  /** A highlight.js language, or "plaintext". */
  language: z.string(),
  hunks: z.array(hunkSchema),
  /** What must be confirmed before it is accepted, and why hidden characters would be overlooked; one short phrase each. */
  warnings: z.array(z.string()),
});
export type FileView = z.infer<typeof fileSchema>;

const evidenceSchema = z.object({
  check: z.string(),
  verdict: z.enum(["proved", "refuted", "unknown"]),
  /** Short: "2 failing tests pass". */
  sentence: z.string(),
  /** Whether there is more to show: the "detail" message asks for it. */
  detail: z.boolean(),
});
export type EvidenceView = z.infer<typeof evidenceSchema>;

const confidenceSchema = z.object({ value: z.number().min(0).max(1), reasons: z.array(z.string()) });

/** Calls to a model that went the same way, one after the other: which was to answer, which did, why, and what they cost. */
const receiptSchema = z.object({
  calls: z.int(),
  asked: z.string(),
  /** Empty where none answered. */
  served: z.string(),
  tier: z.string(),
  why: z.string(),
  /** Requests of them that failed: which model, and how. */
  failures: z.array(z.object({ model: z.string(), sentence: z.string() })),
  input: z.int(),
  output: z.int(),
  cached: z.int(),
  /** Absent where a model has no known price. */
  usd: z.number().optional(),
  ms: z.number(),
});
export type ReceiptView = z.infer<typeof receiptSchema>;

/** The card of one worker. */
export const cardSchema = z.object({
  /** The assignment's id. */
  id: z.string(),
  agent: z.string(),
  icon: iconSchema,
  target: z.string(),
  /** What it was told to do. */
  instruction: z.string(),
  /** Ids of the cards that must have ended before it begins. */
  after: z.array(z.string()),
  status: z.enum(["queued", "working", ...endings]),
  /** What it is doing now; empty when it is not working. */
  step: z.string(),
  /** Milliseconds since the epoch. */
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  calls: z.int(),
  tokens: z.int(),
  /** Absent where the model has no known price. */
  usd: z.number().optional(),
  model: z.string(),
  /** What its calls cost, oldest first. */
  receipts: z.array(receiptSchema),
  /** What it proposes was recorded when the same task was done before: no model was asked. */
  recorded: z.boolean(),
  summary: z.string(),
  /** Why there is no proof and what to do next; empty when there is nothing to say. */
  problem: z.string(),
  confidence: confidenceSchema.optional(),
  evidence: z.array(evidenceSchema),
  /**
   * Whether the evidence is about the text that accepting what waits would make.
   * "stale": not checked for this selection. "none": nothing to check.
   */
  checked: z.enum(["current", "stale", "checking", "none"]),
  files: z.array(fileSchema),
  /** What can be done to it while it works: shown as icons in its head. */
  controls: z.array(actionSchema),
  /** Buttons beside "Waits for you": questions' choices, "Check again", "Show survivors" … */
  actions: z.array(actionSchema),
  /** What the buttons are about; empty where nothing waits. */
  question: z.string(),
  /** Why the user is to decide: what is doubted of what it proposes, one phrase each. */
  doubts: z.array(z.string()),
});
export type CardView = z.infer<typeof cardSchema>;

const rangeSchema = z.object({ least: z.number(), most: z.number() });

/** What an agent, or the run, wants to know from the user. */
const questionSchema = z.object({
  id: z.string(),
  /** The card it is about, where it is about one. */
  card: z.string().optional(),
  /** Who asks: an agent's name. */
  who: z.string(),
  icon: iconSchema,
  text: z.string(),
  /** The answers that are offered, the likeliest first. */
  choices: z.array(z.string()),
  /** Whether the answer may be in the user's own words. */
  words: z.boolean(),
  /** Where it is whether a plan shall begin: its cards, and what they are likely to use. */
  plan: z
    .object({
      cards: z.array(z.string()),
      calls: rangeSchema,
      tokens: rangeSchema,
      /** Absent where a model has no known price. */
      usd: rangeSchema.optional(),
      /** The day of the oldest list price. */
      pricesOf: z.string().optional(),
    })
    .optional(),
});
export type QuestionView = z.infer<typeof questionSchema>;

/** What one model has done for a run. */
const modelUseSchema = z.object({
  model: z.string(),
  calls: z.int(),
  input: z.int(),
  output: z.int(),
  cached: z.int(),
  usd: z.number().optional(),
});
export type ModelUseView = z.infer<typeof modelUseSchema>;

/** A run's head: everything of it but its cards. */
export const runSchema = z.object({
  run: z.string(),
  request: z.string(),
  startedAt: z.number(),
  working: z.boolean(),
  status: z.enum(["working", "nothing", ...endings]),
  /** What it came to, or what is going on while there are no cards yet. */
  sentence: z.string(),
  /** What else is to be said, one sentence each. */
  notes: z.array(z.string()),
  proved: z.int(),
  ended: z.int(),
  total: z.int(),
  /** Workers with hunks that wait. */
  waiting: z.int(),
  calls: z.int(),
  tokens: z.int(),
  usd: z.number().optional(),
  endedAt: z.number().optional(),
  /** The same by model, the router's and the supervisor's calls included. */
  models: z.array(modelUseSchema),
  /** What the user is asked, oldest first. */
  questions: z.array(questionSchema),
  /** What was found out about all that is proved, taken together. */
  together: z.array(evidenceSchema),
  /** What can be done about the run as a whole: "Set key", "Run without a sandbox", "Undo" … */
  actions: z.array(actionSchema),
});
export type RunView = z.infer<typeof runSchema>;

const agentSchema = z.object({ name: z.string(), icon: iconSchema, description: z.string() });
export type AgentView = z.infer<typeof agentSchema>;

/** One thing that waits for the user, and where in the panel it is. */
const inboxItemSchema = z.object({
  run: z.string(),
  card: z.string().optional(),
  /** The question's id, where it is one. */
  question: z.string().optional(),
  type: z.enum(["question", "plan", "approval", "doubt", "conflict", "paused", "review"]),
  icon: iconSchema,
  /** Short: "fix src/a.js" */
  title: z.string(),
  text: z.string(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;

/** Everything around the runs. */
export const shellSchema = z.object({
  /** "untrusted" and "empty" (no folder is open) explain themselves and offer nothing to run. */
  state: z.enum(["ready", "untrusted", "empty"]),
  model: z.object({ id: z.string(), label: z.string(), offline: z.boolean() }),
  /** Tokens used by the runs shown, and the budget of one run, if there is one. */
  tokens: z.int(),
  budget: z.int().optional(),
  agents: z.array(agentSchema),
  /** What waits for the user, over all runs. */
  pending: z.object({ hunks: z.int(), files: z.int(), proved: z.int() }),
  /** All that waits for the user, the most pressing first. */
  inbox: z.array(inboxItemSchema),
  /** Earlier runs of this folder, newest first. */
  history: z.array(
    z.object({ run: z.string(), title: z.string(), at: z.number(), status: z.string(), waiting: z.boolean() }),
  ),
  /** What holds for the whole panel: "Tests run without a sandbox". Empty where all is well. */
  banner: z.string(),
});
export type ShellView = z.infer<typeof shellSchema>;
