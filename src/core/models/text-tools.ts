import type { Message, Prompt, Reply, ToolSpec } from "./chat-model.ts";
import { proposing, readCalls } from "./text-calls.ts";
import { toolCalls } from "./tool-arguments.ts";

/**
 * Tool calling in one completion, for models that only write text and for those that are paid by the request: the role says what
 * the tools are, calls are marked sections of JSON, and what a tool has answered is a message of the user. A change is proposed
 * by three that hand over to one another: planner, coder, reviewer. The prompt that comes back has no tools of its own.
 */
export function withToolsAsText(prompt: Prompt): Prompt {
  const { system, tools, messages, maxTokens, toolChoice } = prompt;
  if (tools.length === 0) return prompt;
  const names = new Map<string, string>();
  return {
    system: [system, howToCall(tools, toolChoice)].filter((part) => part !== "").join("\n\n"),
    tools: [],
    messages: messages.map((message) => asText(message, names, tools)),
    maxTokens,
  };
}

/** The answer to such a prompt, with the calls its text makes; `prompt` is the one that still has its tools. */
export function withCallsFromText(reply: Reply, prompt: Prompt): Reply {
  if (prompt.tools.length === 0 || reply.toolCalls.length > 0) return reply;
  const { calls, complaint } = readCalls(reply.text, prompt.tools);
  const made = toolCalls(calls, reply.stopReason, prompt);
  const stopReason = reply.stopReason === "end" && made.length > 0 ? "tools" : reply.stopReason;
  return { ...reply, toolCalls: made, stopReason, ...(complaint === undefined ? {} : { complaint }) };
}

/** How the tools are called in text; for a role that goes along with tools as well. */
export function howToCall(tools: readonly ToolSpec[], toolChoice: Prompt["toolChoice"]): string {
  const allowed = typeof toolChoice === "object" ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  const others = allowed.filter(({ name }) => name !== proposing);
  return [
    "If you cannot call tools directly, answer with marked sections of JSON that call them for you.",
    ...(others.length === allowed.length ? [] : ensemble),
    ...(others[0] === undefined ? [] : [oneCall(others[0].name)]),
    "Arguments must fit the tool's JSON Schema:",
    ...allowed.map(({ name, description, schema }) => `- ${name}: ${description} Schema: ${JSON.stringify(schema)}`),
    ...(toolChoice === undefined ? [] : ["Call one now."]),
  ].join("\n");
}

const ensemble = [
  `To ${proposing}, three hand over in one answer:`,
  "=== planner",
  '{"plan":"cause and change in a sentence"}',
  "=== coder",
  `the arguments of ${proposing}`,
  "=== reviewer",
  `{"verdict":"accept"} or {"verdict":"correct","${proposing}":the corrected arguments} or {"verdict":"reject","why":""}`,
];

function oneCall(name: string): string {
  return `Any other tool is called by a section of its own:\n${section({ name, arguments: {} })}`;
}

function asText(message: Message, names: Map<string, string>, tools: readonly ToolSpec[]): Message {
  switch (message.role) {
    case "user":
      return message;
    case "assistant": {
      for (const { id, name } of message.toolCalls) names.set(id, name);
      const isTold = readCalls(message.text, tools).calls.length > 0;
      const calls = isTold
        ? []
        : message.toolCalls.map(({ name, arguments: args }) => section({ name, arguments: args }));
      const text = [message.text, ...calls].filter((part) => part !== "").join("\n");
      return { role: "assistant", text, toolCalls: [] };
    }
    case "tool":
      return { role: "user", text: `${names.get(message.callId) ?? "The tool"} answered:\n${message.text}` };
  }
}

function section(call: unknown): string {
  return `=== call\n${JSON.stringify(call)}`;
}
