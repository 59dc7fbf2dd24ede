import * as z from "zod";
import type { Prompt, Reply, Usage } from "./chat-model.ts";
import { parseJson } from "./parse-json.ts";
import { brokenAnswer, ProviderFailure } from "./provider-failure.ts";
import type { ServerEvent } from "./server-events.ts";
import { toolCalls } from "./tool-arguments.ts";
import { countedOrEstimated } from "./usage.ts";

const usageSchema = z.object({
  input_tokens: z.number().nullish(),
  output_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
  cache_creation_input_tokens: z.number().nullish(),
});
const blockSchema = z.object({
  type: z.string(),
  text: z.string().nullish(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  input: z.unknown().optional(),
});
const messageSchema = z.object({
  model: z.string().nullish(),
  content: z.array(blockSchema).nullish(),
  stop_reason: z.string().nullish(),
  usage: usageSchema.nullish(),
});
/** Every event of a stream, and the whole message of a server that does not stream. Loose: kinds we do not know are skipped. */
const eventSchema = messageSchema.extend({
  type: z.string().nullish(),
  index: z.number().nullish(),
  message: messageSchema.nullish(),
  content_block: blockSchema.nullish(),
  delta: z
    .object({ text: z.string().nullish(), partial_json: z.string().nullish(), stop_reason: z.string().nullish() })
    .nullish(),
  error: z.object({ type: z.string().nullish(), message: z.string() }).nullish(),
});

/** The status each kind of error has where it is an answer of its own. */
const STATUS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/**
 * The reply in an answer's events. Throws a `ProviderFailure` for an answer that is none, or that ended without
 * a stop reason and `message_stop`.
 */
export async function readAnthropicAnswer(
  events: AsyncIterable<ServerEvent>,
  prompt: Prompt,
  asked: string,
  onText: ((delta: string) => void) | undefined,
): Promise<Reply> {
  const answer = new Answer(onText);
  for await (const event of events) {
    if (event.type === "document") answer.document(event.text);
    else if (event.data !== "") answer.event(event.name, event.data);
    if (answer.complete) return answer.reply(prompt, asked);
  }
  throw brokenAnswer("The model's server ended its answer before it was complete.");
}

interface OpenBlock {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  json: string;
}

class Answer {
  complete = false;
  readonly #onText: ((delta: string) => void) | undefined;
  readonly #blocks = new Map<number, OpenBlock>();
  #text = "";
  #stop: string | undefined;
  #served: string | undefined;
  #usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

  constructor(onText: ((delta: string) => void) | undefined) {
    this.#onText = onText;
  }

  event(name: string | undefined, data: string): void {
    const event = parsed(data);
    switch (event.type ?? name) {
      case "message_start":
        this.#served = event.message?.model ?? undefined;
        this.#count(event.message?.usage);
        break;
      case "content_block_start":
        if (event.content_block) this.#open(event.index ?? this.#blocks.size, event.content_block);
        break;
      case "content_block_delta":
        this.#say(event.delta?.text ?? "");
        this.#more(event.index ?? this.#blocks.size - 1, event.delta?.partial_json ?? "");
        break;
      case "message_delta":
        this.#stop = event.delta?.stop_reason ?? this.#stop;
        this.#count(event.usage);
        break;
      case "message_stop":
        if (this.#stop === undefined) throw brokenAnswer("The model's server ended its answer without a reason.");
        this.complete = true;
        break;
      case "error":
        throw streamError(event.error);
    }
  }

  document(text: string): void {
    const message = parsed(text);
    if (message.error) throw streamError(message.error);
    if (!message.content) throw noMessage();
    this.#served = message.model ?? undefined;
    this.#count(message.usage);
    for (const [index, block] of message.content.entries()) this.#open(index, block);
    this.#stop = message.stop_reason ?? "end_turn";
    this.complete = true;
  }

  reply(prompt: Prompt, asked: string): Reply {
    const uses = [...this.#blocks.values()].filter((block) => block.type === "tool_use");
    const raw = uses.map(({ id, name, input, json }) => ({ id, name, arguments: json === "" ? given(input) : json }));
    const stop = stopOf(this.#stop);
    if (raw.some((call) => call.name === "")) throw brokenAnswer("The model's server sent a tool call without a name.");
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

  #open(index: number, { type, text, id, name, input }: z.infer<typeof blockSchema>): void {
    this.#blocks.set(index, { type, id: id ?? "", name: name ?? "", input, json: "" });
    if (type === "text") this.#say(text ?? "");
  }

  #more(index: number, json: string): void {
    const block = this.#blocks.get(index);
    if (block !== undefined) block.json += json;
  }

  #say(text: string): void {
    if (text === "") return;
    this.#text += text;
    this.#onText?.(text);
  }

  /** Figures come in pieces and are sums so far: the largest of each is the last. */
  #count(usage: z.infer<typeof usageSchema> | null | undefined): void {
    const cacheRead = Math.max(this.#usage.cacheRead, usage?.cache_read_input_tokens ?? 0);
    const cacheWrite = Math.max(this.#usage.cacheWrite, usage?.cache_creation_input_tokens ?? 0);
    const fresh = this.#usage.input - this.#usage.cacheRead - this.#usage.cacheWrite;
    this.#usage = {
      input: Math.max(fresh, usage?.input_tokens ?? 0) + cacheRead + cacheWrite,
      output: Math.max(this.#usage.output, usage?.output_tokens ?? 0),
      cacheRead,
      cacheWrite,
    };
  }
}

function parsed(data: string): z.infer<typeof eventSchema> {
  const event = eventSchema.safeParse(parseJson(data));
  if (!event.success) throw noMessage();
  return event.data;
}

function noMessage(): ProviderFailure {
  return brokenAnswer("The model's server sent what is no message: check the base URL and its version.");
}

/** The input a block came with in one piece; an empty one is what streams begin with. */
function given(input: unknown): string {
  const json = JSON.stringify(input) ?? "";
  return json === "{}" ? "" : json;
}

function stopOf(reason: string | undefined): Reply["stopReason"] {
  switch (reason) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "refusal":
      return "refusal";
  }
  return "end";
}

function streamError(error: z.infer<typeof eventSchema>["error"]): ProviderFailure {
  const status = STATUS[error?.type ?? ""];
  const message = error?.message ?? "no reason given";
  if (status === undefined) return brokenAnswer(`The model's server failed in the middle of its answer (${message}).`);
  return new ProviderFailure(`${status}: ${message}`, { status, retryable: status === 429 || status >= 500 });
}
