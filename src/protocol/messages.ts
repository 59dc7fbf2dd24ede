import * as z from "zod";
import { cardSchema, iconSchema, runSchema, shellSchema } from "./views.ts";

/**
 * What the chat panel and its host say to each other. The host sends views, made from `RunState` and nothing else, whole or one
 * changed part at a time; the panel sends ids. Both sides parse what they get: a message that does not fit changes nothing.
 */

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
