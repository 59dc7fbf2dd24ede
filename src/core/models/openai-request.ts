import type { Message, Prompt } from "./chat-model.ts";
import { argumentsObject } from "./tool-arguments.ts";

/**
 * What a server understands of the Chat Completions format. A server that refuses one of these fields by name gets the
 * request again without it (see `withoutRefused`), and is remembered.
 */
export interface Dialect {
  readonly limit: "max_tokens" | "max_completion_tokens";
  /** The limit was changed once because of a refusal: it is not changed again. */
  readonly limitSettled: boolean;
  readonly askUsage: boolean;
  readonly toolChoice: boolean;
  /** False: its model calls tools in text only. */
  readonly tools: boolean;
}

/** OpenAI's own models refuse `max_tokens`; many compatible servers ignore its successor. */
export function firstDialect(baseUrl: string): Dialect {
  const own = /(^|\.)openai\.com$/.test(new URL(baseUrl).hostname);
  return {
    limit: own ? "max_completion_tokens" : "max_tokens",
    limitSettled: false,
    askUsage: true,
    toolChoice: true,
    tools: true,
  };
}

/** As Ollama, vLLM, llama.cpp and OpenRouter say it. */
const withoutToolCalling =
  /not support (?:tools|tool use|tool calling|function calling)|support tool use|enable-auto-tool-choice|tools param requires/i;

/** The dialect without the field a refusal names; undefined where it names none of ours, so that no other try is made. */
export function withoutRefused(dialect: Dialect, refusal: string): Dialect | undefined {
  if (dialect.askUsage && /stream_options|include_usage/.test(refusal)) return { ...dialect, askUsage: false };
  if (dialect.toolChoice && /tool_choice/.test(refusal)) return { ...dialect, toolChoice: false };
  if (dialect.tools && withoutToolCalling.test(refusal)) return { ...dialect, tools: false };
  if (
    !dialect.limitSettled &&
    new RegExp(`\\b${dialect.limit}\\b`).test(refusal) &&
    /support|unknown|unrecogni[sz]ed|extra|permitted|allowed/i.test(refusal)
  )
    return {
      ...dialect,
      limit: dialect.limit === "max_tokens" ? "max_completion_tokens" : "max_tokens",
      limitSettled: true,
    };
  return undefined;
}

/** The body of a Chat Completions request: only the fields that carry something. */
export function openaiBody(model: string, prompt: Prompt, dialect: Dialect): Readonly<Record<string, unknown>> {
  return {
    model,
    messages: [
      ...(prompt.system === "" ? [] : [{ role: "system", content: prompt.system }]),
      ...prompt.messages.flatMap(messageBody),
    ],
    ...(prompt.tools.length === 0 ? {} : toolsBody(prompt, dialect)),
    [dialect.limit]: prompt.maxTokens,
    stream: true,
    ...(dialect.askUsage ? { stream_options: { include_usage: true } } : {}),
  };
}

function toolsBody({ tools, toolChoice }: Prompt, dialect: Dialect): Readonly<Record<string, unknown>> {
  return {
    tools: tools.map(({ name, description, schema }) => ({
      type: "function",
      function: { name, description, parameters: schema },
    })),
    ...(toolChoice === undefined || !dialect.toolChoice
      ? {}
      : {
          tool_choice:
            toolChoice === "required" ? "required" : { type: "function", function: { name: toolChoice.name } },
        }),
  };
}

/** None for an assistant that said nothing: no server takes an empty answer back. */
function messageBody(message: Message): readonly Readonly<Record<string, unknown>>[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return [{ role: "tool", tool_call_id: message.callId, content: message.text }];
    case "assistant": {
      const { text, toolCalls } = message;
      if (toolCalls.length === 0) return text === "" ? [] : [{ role: "assistant", content: text }];
      const calls = toolCalls.map(({ id, name, arguments: args }) => ({
        id,
        type: "function",
        function: { name, arguments: JSON.stringify(argumentsObject(args)) },
      }));
      return [{ role: "assistant", content: text === "" ? null : text, tool_calls: calls }];
    }
  }
}
