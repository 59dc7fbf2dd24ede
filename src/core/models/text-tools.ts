import * as z from "zod";
import type { Message, Prompt, ToolSpec } from "./chat-model.ts";
import { parseJson } from "./parse-json.ts";
import type { RawCall } from "./tool-arguments.ts";

/**
 * Tool calling for models that only write text: the role says what the tools are, a call is a fenced block of JSON, and what a
 * tool has answered is a message of the user. The prompt that comes back has no tools of its own.
 */
export function withToolsAsText(prompt: Prompt): Prompt {
  const { system, tools, messages, maxTokens, toolChoice } = prompt;
  if (tools.length === 0) return prompt;
  const names = new Map<string, string>();
  return {
    system: [system, howToCall(tools, toolChoice)].filter((part) => part !== "").join("\n\n"),
    tools: [],
    messages: messages.map((message) => asText(message, names)),
    maxTokens,
  };
}

/** How the tools are called in text; for a role that goes along with tools as well. */
export function howToCall(tools: readonly ToolSpec[], toolChoice: Prompt["toolChoice"]): string {
  const allowed = typeof toolChoice === "object" ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  const [first] = allowed;
  return [
    "If you cannot call tools directly, end your answer with one fenced block of JSON like this, which calls one for you:",
    fenced({ name: first?.name ?? "", arguments: {} }),
    "The arguments must fit the tool's JSON Schema. The tools:",
    ...allowed.map(({ name, description, schema }) => `- ${name}: ${description} Schema: ${JSON.stringify(schema)}`),
    ...(toolChoice === undefined ? [] : ["Call one now."]),
  ].join("\n");
}

const callSchema = z.object({
  name: z.string().optional(),
  tool: z.string().optional(),
  arguments: z.unknown().optional(),
  parameters: z.unknown().optional(),
  input: z.unknown().optional(),
});

/**
 * The calls a text makes of the tools there are, in order; empty for a text that makes none. A block that names a tool but is no
 * JSON is a call with that text as arguments, which the tool refuses with a sentence for the model.
 */
export function callsInText(text: string, tools: readonly ToolSpec[]): readonly RawCall[] {
  return blocksIn(text).flatMap((block): readonly RawCall[] => {
    const json = parseJson(block);
    if (json === undefined) {
      const meant = /"(?:name|tool)"\s*:\s*"([^"]+)"/.exec(block)?.[1];
      return isKnown(meant, tools) ? [{ id: "", name: meant, arguments: block }] : [];
    }
    const call = callSchema.safeParse(json);
    const name = call.data?.name ?? call.data?.tool;
    if (!call.success || !isKnown(name, tools)) return [];
    const given = call.data.arguments ?? call.data.parameters ?? call.data.input ?? {};
    return [{ id: "", name, arguments: typeof given === "string" ? given : JSON.stringify(given) }];
  });
}

/** Fenced blocks; or the whole text where it is nothing but an object. A line of JSON never begins with a fence. */
function blocksIn(text: string): readonly string[] {
  const whole = text.trim();
  if (whole.startsWith("{") && whole.endsWith("}")) return [whole];
  return [...text.matchAll(/^[ \t]*```[^\n`]*\n(.*?)\n[ \t]*```[ \t]*$/gms)].map((block) => block[1] ?? "");
}

function isKnown(name: string | undefined, tools: readonly ToolSpec[]): name is string {
  return tools.some((tool) => tool.name === name);
}

function asText(message: Message, names: Map<string, string>): Message {
  switch (message.role) {
    case "user":
      return message;
    case "assistant": {
      for (const { id, name } of message.toolCalls) names.set(id, name);
      const calls = message.toolCalls.map(({ name, arguments: args }) => fenced({ name, arguments: args }));
      const text = [message.text, ...calls].filter((part) => part !== "").join("\n");
      return { role: "assistant", text, toolCalls: [] };
    }
    case "tool":
      return { role: "user", text: `${names.get(message.callId) ?? "The tool"} answered:\n${message.text}` };
  }
}

function fenced(call: unknown): string {
  return `\`\`\`json\n${JSON.stringify(call)}\n\`\`\``;
}
