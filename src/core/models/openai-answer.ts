import * as z from "zod";
import type { Prompt, Reply, Usage } from "./chat-model.ts";
import { parseJson } from "./parse-json.ts";
import { brokenAnswer, ProviderFailure } from "./provider-failure.ts";
import type { ServerEvent } from "./server-events.ts";
import { type RawCall, toolCalls } from "./tool-arguments.ts";
import { countedOrEstimated } from "./usage.ts";

const callSchema = z.object({
  index: z.number().nullish(),
  id: z.string().nullish(),
  function: z
    .object({
      name: z.string().nullish(),
      arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
    })
    .nullish(),
});
const partSchema = z.object({
  content: z.union([z.string(), z.array(z.object({ text: z.string().nullish() }))]).nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(callSchema).nullish(),
});
const usageSchema = z.object({
  prompt_tokens: z.number().nullish(),
  completion_tokens: z.number().nullish(),
  prompt_tokens_details: z
    .object({ cached_tokens: z.number().nullish(), cache_write_tokens: z.number().nullish() })
    .nullish(),
});
/** A chunk of a stream, or a whole completion: they differ in `delta` and `message` only. Loose, as servers vary. */
const chunkSchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        index: z.number().nullish(),
        delta: partSchema.nullish(),
        message: partSchema.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: usageSchema.nullish(),
  error: z.unknown().optional(),
});
const errorSchema = z.object({
  message: z.string(),
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
});

type Call = z.infer<typeof callSchema>;

/**
 * The reply in an answer's events. Throws a `ProviderFailure` for an answer that is none, or that ended without
 * a finish reason and `[DONE]`.
 */
export async function readOpenaiAnswer(
  events: AsyncIterable<ServerEvent>,
  prompt: Prompt,
  asked: string,
  onText: ((delta: string) => void) | undefined,
): Promise<Reply> {
  const answer = new Answer(onText);
  let done = false;
  for await (const event of events) {
    if (event.type === "document") {
      answer.add(event.text);
      done = answer.wholeDocument();
      break;
    }
    if (event.data.trim() === "[DONE]") {
      done = true;
      break;
    }
    if (event.data !== "") answer.add(event.data);
  }
  if (!done || answer.finish === undefined)
    throw brokenAnswer("The model's server ended its answer before it was complete.");
  return answer.reply(prompt, asked);
}

class Answer {
  finish: string | undefined;
  readonly #onText: ((delta: string) => void) | undefined;
  #text = "";
  #refused = false;
  #served: string | undefined;
  #usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  readonly #calls: OpenCall[] = [];

  constructor(onText: ((delta: string) => void) | undefined) {
    this.#onText = onText;
  }

  add(data: string): void {
    const parsed = chunkSchema.safeParse(parseJson(data));
    if (!parsed.success)
      throw brokenAnswer("The model's server sent what is no chat completion: check the base URL and its version.");
    const { model, choices, usage, error } = parsed.data;
    if (error !== undefined && error !== null) throw streamError(error);
    if (model) this.#served = model;
    if (usage) this.#usage = usageOf(usage);
    for (const choice of choices ?? []) {
      if ((choice.index ?? 0) !== 0) continue;
      const part = choice.delta ?? choice.message;
      if (part) this.#part(part);
      if (choice.finish_reason) this.finish = choice.finish_reason;
    }
  }

  /** A document that was parsed is complete by itself; some servers leave the finish reason out of it. */
  wholeDocument(): boolean {
    if (this.finish === undefined && (this.#text !== "" || this.#calls.length > 0)) this.finish = "stop";
    return true;
  }

  reply(prompt: Prompt, asked: string): Reply {
    const stop = stopOf(this.finish ?? "", this.#refused);
    const raw = this.#calls.map((call) => call.raw);
    if (raw.some((call) => call.name === "") && stop !== "length")
      throw brokenAnswer("The model's server sent a tool call without a name.");
    const calls = toolCalls(raw, stop, prompt);
    return {
      text: this.#text,
      toolCalls: calls,
      usage: countedOrEstimated(this.#usage, prompt, [this.#text, ...raw.map((call) => call.name + call.arguments)]),
      stopReason: stop === "end" && calls.length > 0 ? "tools" : stop,
      asked,
      served: this.#served ?? asked,
    };
  }

  #part({ content, refusal, tool_calls }: z.infer<typeof partSchema>): void {
    this.#say(typeof content === "string" ? content : (content ?? []).map((piece) => piece.text ?? "").join(""));
    if (refusal) {
      this.#refused = true;
      this.#say(refusal);
    }
    for (const call of tool_calls ?? []) this.#call(call);
  }

  #say(text: string): void {
    if (text === "") return;
    this.#text += text;
    this.#onText?.(text);
  }

  /**
   * Servers differ in what tells one call from the next: some give every call the index 0, some no index, some no id,
   * some a new id with each piece. A name marks a beginning, unless it repeats that of an unfinished call.
   */
  #call(piece: Call): void {
    const index = piece.index ?? undefined;
    const open = index === undefined ? this.#calls.at(-1) : this.#calls.findLast((call) => call.index === index);
    if (open === undefined || open.isFollowedBy(piece)) this.#calls.push(new OpenCall(index, piece));
    else open.add(piece);
  }
}

/** A tool call that is still arriving. */
class OpenCall {
  readonly index: number | undefined;
  #id = "";
  #name = "";
  #arguments = "";

  constructor(index: number | undefined, piece: Call) {
    this.index = index;
    this.add(piece);
  }

  get raw(): RawCall {
    return { id: this.#id, name: this.#name, arguments: this.#arguments };
  }

  isFollowedBy({ id, function: named }: Call): boolean {
    if (!named?.name || this.#name === "") return false;
    if (id && this.#id !== "") return id !== this.#id;
    return parseJson(this.#arguments) !== undefined;
  }

  add({ id, function: piece }: Call): void {
    if (this.#id === "") this.#id = id ?? "";
    if (this.#name === "") this.#name = piece?.name ?? "";
    const more = piece?.arguments ?? "";
    this.#arguments += typeof more === "string" ? more : JSON.stringify(more);
  }
}

function usageOf(usage: z.infer<typeof usageSchema>): Usage {
  return {
    input: usage.prompt_tokens ?? 0,
    output: usage.completion_tokens ?? 0,
    cacheRead: usage.prompt_tokens_details?.cached_tokens ?? 0,
    cacheWrite: usage.prompt_tokens_details?.cache_write_tokens ?? 0,
  };
}

/** Throws for a reason that says the server gave up half way. */
function stopOf(finish: string, refused: boolean): Reply["stopReason"] {
  if (/^(error|abort|aborted|cancelled|insufficient_system_resource)$/.test(finish))
    throw brokenAnswer(`The model's server gave up in the middle of its answer (${finish}).`);
  if (/^(length|max_tokens)$/.test(finish)) return "length";
  return refused || finish === "content_filter" ? "refusal" : "end";
}

/** An error in the middle of a stream, its status from the code or, by name, from the kinds that are known. */
function streamError(error: unknown): ProviderFailure {
  const parsed = errorSchema.safeParse(error);
  const { message, code, type } = parsed.success ? parsed.data : { message: String(error), code: null, type: null };
  const status = statusOf(code ?? undefined, `${code} ${type}`);
  const final =
    /insufficient_quota/.test(`${code} ${type}`) ||
    (status !== undefined && status < 500 && status !== 429 && status !== 408);
  return new ProviderFailure(
    status === undefined
      ? `The model's server failed in the middle of its answer (${message}).`
      : `${status}: ${message}`,
    {
      retryable: !final,
      ...(status === undefined ? {} : { status }),
    },
  );
}

function statusOf(code: string | number | undefined, names: string): number | undefined {
  const number = Number(code);
  if (number >= 400 && number < 600) return number;
  if (/rate_limit|insufficient_quota/.test(names)) return 429;
  if (/invalid_api_key|authentication/.test(names)) return 401;
  if (/invalid_request|context_length/.test(names)) return 400;
  return /server_error|overloaded/.test(names) ? 500 : undefined;
}
