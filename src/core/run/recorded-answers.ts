import * as z from "zod";
import { asAppError } from "../app-error.ts";
import { hashText } from "../hash.ts";
import type { ChatModel, Reply } from "../models/chat-model.ts";
import { answeringFirst } from "../models/routed-model.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { RunEvent } from "./events.ts";

/** Answers by the hash of the prompt they were given to, in their order. */
export type RecordedAnswers = ReadonlyMap<string, readonly Reply[]>;

const tokens = z.int().nonnegative();
const replySchema = z.object({
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.unknown() })),
  usage: z.object({ input: tokens, output: tokens, cacheRead: tokens, cacheWrite: tokens }),
  stopReason: z.enum(["end", "tools", "length", "refusal"]),
  asked: z.string(),
  served: z.string(),
});

/** What models answered to workers that had not ended, as it is kept. An answer that is not there or not whole is asked for again. */
export async function recordedAnswers(
  events: readonly RunEvent[],
  blobs: Pick<BlobStore, "get">,
): Promise<RecordedAnswers> {
  const ended = new Set(events.flatMap((event) => (event.type === "reported" ? [event.report.assignment] : [])));
  const prompts = new Map<number, string>();
  const answers = new Map<string, Reply[]>();
  for (const event of events) {
    if (event.type === "asked" && event.kind === "model") prompts.set(event.seq, event.prompt);
    if (event.type !== "answered" || event.kind !== "model" || event.reply === undefined) continue;
    const prompt = prompts.get(event.cause ?? 0);
    if (prompt === undefined || ended.has(event.actor)) continue;
    const reply = await replyIn(event.reply, blobs);
    // A run that is resumed a second time holds what was answered from the record as an answer of its own.
    const known = answers.get(prompt) ?? [];
    if (reply !== undefined && !known.some((one) => JSON.stringify(one) === JSON.stringify(reply)))
      answers.set(prompt, [...known, reply]);
  }
  return answers;
}

async function replyIn(blob: string, blobs: Pick<BlobStore, "get">): Promise<Reply | undefined> {
  try {
    return replySchema.parse(JSON.parse(await blobs.get(blob)));
  } catch (error) {
    if (asAppError(error) === undefined && !(error instanceof SyntaxError) && !(error instanceof z.ZodError))
      throw error;
    return undefined;
  }
}

/** A model that gives each recorded answer once, to the very prompt it was given to, and asks the real one for everything else. */
export function withRecordedAnswers(model: ChatModel, answers: RecordedAnswers): ChatModel {
  const left = new Map([...answers].map(([prompt, replies]) => [prompt, [...replies]]));
  return answeringFirst(model, (prompt) => left.get(hashText(JSON.stringify(prompt)))?.shift());
}
