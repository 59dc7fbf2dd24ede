import type * as vscode from "vscode";
import type { Message, Prompt } from "../../core/models/chat-model.ts";
import { howToCall, withToolsAsText } from "../../core/models/text-tools.ts";
import { argumentsObject } from "../../core/models/tool-arguments.ts";

/** The parts of the editor's API that a conversation is made of. */
export type ConversationApi = Pick<
  typeof vscode,
  | "LanguageModelChatMessage"
  | "LanguageModelTextPart"
  | "LanguageModelToolCallPart"
  | "LanguageModelToolResultPart"
  | "LanguageModelChatToolMode"
  | "CancellationTokenSource"
>;

/** What a model of the editor takes; learned from what it refuses and how it answers. */
export interface Ability {
  /** "also": it may answer in text as if it had no tools, so the role says how to call them there. "never": it refuses tools. */
  readonly tools: "yes" | "also-as-text" | "never";
  /** It can be made to call a tool. */
  readonly required: boolean;
}

export interface EditorRequest {
  readonly messages: vscode.LanguageModelChatMessage[];
  readonly options: vscode.LanguageModelChatRequestOptions;
  /** Everything that is sent, for counting. */
  readonly text: string;
}

/**
 * A prompt in the editor's terms. Its API knows no system message and no forced tool: the role is the first part of the first
 * message, and where one tool is wanted, only that one is offered.
 */
export function editorRequest(prompt: Prompt, ability: Ability, api: ConversationApi): EditorRequest {
  const { system, tools, messages, toolChoice } = withAbility(prompt, ability);
  const offered = typeof toolChoice === "object" ? tools.filter(({ name }) => name === toolChoice.name) : tools;
  const required = toolChoice !== undefined && ability.required && offered.length > 0;
  const { Required, Auto } = api.LanguageModelChatToolMode;
  return {
    messages: turns(system, messages).map((turn) => written(turn, api)),
    options: {
      justification: "Tessera's agents ask this model for changes to your code, which you review.",
      ...(offered.length === 0
        ? {}
        : {
            tools: offered.map(({ name, description, schema }) => ({ name, description, inputSchema: schema })),
            toolMode: required ? Required : Auto,
          }),
    },
    text: [system, JSON.stringify(offered), ...messages.map(spoken)].join("\n"),
  };
}

function withAbility(prompt: Prompt, ability: Ability): Prompt {
  if (prompt.tools.length === 0) return prompt;
  switch (ability.tools) {
    case "yes":
      return prompt;
    case "also-as-text":
      return { ...prompt, system: `${prompt.system}\n\n${howToCall(prompt.tools, prompt.toolChoice)}`.trim() };
    case "never":
      return withToolsAsText(prompt);
  }
}

type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "call"; readonly id: string; readonly name: string; readonly input: object }
  | { readonly type: "result"; readonly id: string; readonly text: string };

interface Turn {
  readonly role: "user" | "assistant";
  readonly parts: readonly Part[];
}

/** User and assistant in turns: neighbours of one role merged, tool results on the user's side, empty ones left out. */
function turns(system: string, messages: readonly Message[]): readonly Turn[] {
  const all: { readonly role: Turn["role"]; readonly parts: Part[] }[] = [];
  if (system !== "") all.push({ role: "user", parts: [{ type: "text", text: `${system}\n\n` }] });
  for (const message of messages) {
    const role = message.role === "assistant" ? "assistant" : "user";
    const parts = partsOf(message);
    const last = all.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else if (parts.length > 0) all.push({ role, parts: [...parts] });
  }
  return all;
}

function partsOf(message: Message): readonly Part[] {
  switch (message.role) {
    case "user":
      return textPart(message.text);
    case "tool":
      return [{ type: "result", id: message.callId, text: message.text }];
    case "assistant":
      return [
        ...textPart(message.text),
        ...message.toolCalls.map((call): Part => {
          return { type: "call", id: call.id, name: call.name, input: argumentsObject(call.arguments) };
        }),
      ];
  }
}

function textPart(text: string): readonly Part[] {
  return text === "" ? [] : [{ type: "text", text }];
}

function written({ role, parts }: Turn, api: ConversationApi): vscode.LanguageModelChatMessage {
  const { LanguageModelChatMessage: Message } = api;
  const message = role === "user" ? Message.User([]) : Message.Assistant([]);
  message.content = parts.map((part) => inputPart(part, api));
  return message;
}

function inputPart(part: Part, api: ConversationApi): vscode.LanguageModelInputPart {
  switch (part.type) {
    case "text":
      return new api.LanguageModelTextPart(part.text);
    case "call":
      return new api.LanguageModelToolCallPart(part.id, part.name, part.input);
    case "result":
      return new api.LanguageModelToolResultPart(part.id, [new api.LanguageModelTextPart(part.text)]);
  }
}

function spoken(message: Message): string {
  return message.role === "assistant" ? `${message.text}${JSON.stringify(message.toolCalls)}` : message.text;
}
