import type { Message, Prompt } from "./chat-model.ts";
import { cacheMinimumOf } from "./prices.ts";
import { argumentsObject } from "./tool-arguments.ts";
import { estimateTokens } from "./usage.ts";

type Block =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_use"; readonly id: string; readonly name: string; readonly input: object }
  | { readonly type: "tool_result"; readonly tool_use_id: string; readonly content: string };

interface Turn {
  readonly role: "user" | "assistant";
  readonly content: readonly Block[];
}

/** The body of a Messages request: only the fields that carry something. */
export function anthropicBody(
  model: string,
  prompt: Prompt,
  may: { readonly toolChoice: boolean },
): Readonly<Record<string, unknown>> {
  return {
    model,
    max_tokens: prompt.maxTokens,
    ...systemBody(model, prompt),
    ...(prompt.tools.length === 0 ? {} : toolsBody(prompt, may.toolChoice)),
    messages: turns(prompt.messages).map(({ role, content }) => ({ role, content: asPlainText(content) ?? content })),
    stream: true,
  };
}

/** Marked for the cache only where system and tools together are long enough to be kept. */
function systemBody(model: string, { system, tools }: Prompt): Readonly<Record<string, unknown>> {
  if (system === "") return {};
  const prefix = estimateTokens(system + (tools.length === 0 ? "" : JSON.stringify(tools)));
  // Below that a mark is only bytes.
  if (prefix < cacheMinimumOf(model)) return { system };
  return { system: [{ type: "text", text: system, cache_control: { type: "ephemeral" } }] };
}

function toolsBody({ tools, toolChoice }: Prompt, mayChoose: boolean): Readonly<Record<string, unknown>> {
  return {
    tools: tools.map(({ name, description, schema }) => ({ name, description, input_schema: schema })),
    ...(toolChoice === undefined || !mayChoose
      ? {}
      : { tool_choice: toolChoice === "required" ? { type: "any" } : { type: "tool", name: toolChoice.name } }),
  };
}

/** User and assistant in turns, as the format wants them: neighbours of one role merged, tool results on the user's side, empty ones left out. */
function turns(messages: readonly Message[]): readonly Turn[] {
  const result: { role: Turn["role"]; content: Block[] }[] = [];
  for (const message of messages) {
    const role = message.role === "assistant" ? "assistant" : "user";
    const content = blocks(message);
    const last = result.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) result.push({ role, content: [...content] });
  }
  return result;
}

function blocks(message: Message): readonly Block[] {
  switch (message.role) {
    case "user":
      return text(message.text);
    case "tool":
      return [{ type: "tool_result", tool_use_id: message.callId, content: message.text }];
    case "assistant":
      return [
        ...text(message.text),
        ...message.toolCalls.map((call): Block => {
          return { type: "tool_use", id: call.id, name: call.name, input: argumentsObject(call.arguments) };
        }),
      ];
  }
}

function text(value: string): readonly Block[] {
  return value.trim() === "" ? [] : [{ type: "text", text: value }];
}

function asPlainText(content: readonly Block[]): string | undefined {
  const [first, ...others] = content;
  return first?.type === "text" && others.length === 0 ? first.text : undefined;
}
