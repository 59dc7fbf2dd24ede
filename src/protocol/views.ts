import * as z from "zod";

/**
 * What the chat panel and its host say to each other. The host sends views, made from `RunState` and nothing else, whole or one
 * changed part at a time; the panel sends ids. Both sides parse what they get: a message that does not fit changes nothing.
 */

/** How work ends, as in a report. */
const endings = ["proved", "partial", "unproved", "failed", "blocked", "budget", "cancelled", "interrupted"] as const;

/** A codicon's name without the prefix: "wrench". */
const iconSchema = z.string().regex(/^[a-z][a-z0-9-]*$/);

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

export const hunkStatusSchema = z.enum([
  /** Neither accepted nor rejected. */
  "waiting",
  "accepted",
  "rejected",
  /** The user's file already says what the hunk proposes. */
  "settled",
  /** The user has changed the same lines: it is looked at side by side, never merged by guess. */
  "conflict",
]);
export type HunkStatus = z.infer<typeof hunkStatusSchema>;

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
const cardSchema = z.object({
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
const runSchema = z.object({
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
const shellSchema = z.object({
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

export const toPanelSchema = z.discriminatedUnion("type", [
  /** The frame; replaces the one before. */
  z.object({ type: z.literal("shell"), shell: shellSchema }),
  /** All that is shown; replaces every run and card before. */
  z.object({
    type: z.literal("conversation"),
    runs: z.array(z.object({ head: runSchema, cards: z.array(cardSchema) })),
  }),
  /** One run's head; a new one is added at the end. */
  z.object({ type: z.literal("run"), head: runSchema }),
  /** One card; a new one is added at the end of its run. */
  z.object({ type: z.literal("card"), run: z.string(), card: cardSchema }),
  /** Answers "complete" with the same `query`. */
  z.object({
    type: z.literal("completions"),
    query: z.string(),
    items: z.array(z.object({ insert: z.string(), label: z.string(), detail: z.string(), icon: iconSchema })),
  }),
  /** Puts text into the composer and the cursor behind it. */
  z.object({ type: z.literal("compose"), text: z.string() }),
  /** Shows one card, without taking the focus from the editor. */
  z.object({ type: z.literal("reveal"), run: z.string(), card: z.string().optional() }),
  /** Answers "detail": the proof behind one piece of evidence, as Markdown. */
  z.object({
    type: z.literal("detail"),
    run: z.string(),
    card: z.string(),
    evidence: z.int(),
    markdown: z.string(),
  }),
]);
export type ToPanel = z.infer<typeof toPanelSchema>;

const place = { run: z.string().max(200), card: z.string().max(200) };

export const fromPanelSchema = z.discriminatedUnion("type", [
  /** The panel is there and knows nothing: it wants everything. */
  z.strictObject({ type: z.literal("ready") }),
  /** What was typed: "/fix #src/a.js …", "@doc …" or plain words. */
  z.strictObject({ type: z.literal("ask"), text: z.string().min(1).max(20_000) }),
  /** A decision on a hunk, on what waits of a file, or on what waits of a worker. */
  z.strictObject({
    type: z.literal("decide"),
    ...place,
    file: z.string().max(200).optional(),
    hunk: z.string().max(200).optional(),
    decision: z.enum(["accept", "reject"]),
  }),
  /** Opens the diff of one file at a hunk, or of all files of a worker. */
  z.strictObject({
    type: z.literal("open"),
    ...place,
    file: z.string().max(200).optional(),
    hunk: z.string().max(200).optional(),
  }),
  /** Stops a worker, or the whole run; what it did is kept. */
  z.strictObject({ type: z.literal("stop"), run: z.string().max(200), card: z.string().max(200).optional() }),
  /** One of the actions the host offered. */
  z.strictObject({
    type: z.literal("action"),
    run: z.string().max(200),
    card: z.string().max(200).optional(),
    action: z.string().max(200),
  }),
  /** The answer to a question of a run, by its id: one of the choices, or the user's own words. */
  z.strictObject({
    type: z.literal("answer"),
    run: z.string().max(200),
    question: z.string().max(200),
    answer: z.string().min(1).max(2000),
  }),
  /** The proof behind one piece of evidence, by its place in the card. */
  z.strictObject({ type: z.literal("detail"), ...place, evidence: z.int().min(0) }),
  /** Completions for what stands before the cursor: "/f", "@d", "#src/a". */
  z.strictObject({ type: z.literal("complete"), query: z.string().max(500) }),
  /** Shows an earlier run. */
  z.strictObject({ type: z.literal("show"), run: z.string().max(200) }),
  z.strictObject({
    type: z.literal("command"),
    command: z.enum([
      "review",
      "acceptProved",
      "selectModel",
      "newChat",
      "history",
      "settings",
      "trust",
      "openFolder",
      "cost",
    ]),
  }),
  /** A link in a summary was clicked: the host shows the whole address and asks. */
  z.strictObject({ type: z.literal("link"), href: z.string().max(2000) }),
]);
export type FromPanel = z.infer<typeof fromPanelSchema>;
