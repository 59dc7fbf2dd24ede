import type * as vscode from "vscode";
import type { ConversationApi } from "../../src/vscode/models/editor-request.ts";

class TextPart {
  value: string;
  constructor(value: string) {
    this.value = value;
  }
}

class CallPart {
  callId: string;
  name: string;
  input: object;
  constructor(callId: string, name: string, input: object) {
    this.callId = callId;
    this.name = name;
    this.input = input;
  }
}

class ResultPart {
  callId: string;
  content: unknown[];
  constructor(callId: string, content: unknown[]) {
    this.callId = callId;
    this.content = content;
  }
}

class ChatMessage {
  role: vscode.LanguageModelChatMessageRole;
  content: vscode.LanguageModelInputPart[] = [];
  name: string | undefined;
  constructor(role: vscode.LanguageModelChatMessageRole) {
    this.role = role;
  }
  static User() {
    return new ChatMessage(1);
  }
  static Assistant() {
    return new ChatMessage(2);
  }
}

class TokenSource {
  readonly #listeners = new Set<() => void>();
  readonly token: vscode.CancellationToken;
  constructor() {
    const listeners = this.#listeners;
    this.token = {
      isCancellationRequested: false,
      onCancellationRequested(listener) {
        const call = () => listener(undefined);
        listeners.add(call);
        return { dispose: () => listeners.delete(call) };
      },
    };
  }
  cancel() {
    this.token.isCancellationRequested = true;
    for (const listener of this.#listeners) listener();
  }
  dispose() {
    this.#listeners.clear();
  }
}

/** The few values of the editor's API that a conversation is made of, as they are outside of an editor. */
export const conversationApi: ConversationApi = {
  LanguageModelChatMessage: ChatMessage,
  LanguageModelTextPart: TextPart,
  LanguageModelToolCallPart: CallPart,
  LanguageModelToolResultPart: ResultPart,
  LanguageModelChatToolMode: { Auto: 1, Required: 2 },
  CancellationTokenSource: TokenSource,
};

export const said = (text: string) => new TextPart(text);
export const called = (name: string, input: object, id = "c1") => new CallPart(id, name, input);

/** What the editor throws for a model, as extensions see it. */
export class ChatError extends Error {
  readonly code: string;
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

interface Asked {
  readonly messages: readonly vscode.LanguageModelChatMessage[];
  readonly options: vscode.LanguageModelChatRequestOptions | undefined;
  readonly token: vscode.CancellationToken | undefined;
}

/** A model of the editor that fails and answers as no real one can be made to. */
export function editorChat(
  answer: (asked: Asked, index: number) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>,
  countTokens: vscode.LanguageModelChat["countTokens"] = async () => 7,
): { readonly chat: vscode.LanguageModelChat; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const chat: vscode.LanguageModelChat = {
    name: "Model X",
    id: "x",
    vendor: "v",
    family: "f",
    version: "1",
    maxInputTokens: 1000,
    async sendRequest(messages, options, token) {
      const stream = await answer({ messages, options, token }, asked.push({ messages, options, token }) - 1);
      return { stream, text: texts(stream) };
    },
    countTokens,
  };
  return { chat, asked };
}

/** Parts, one after the other; an error among them is thrown. */
export async function* parts(...all: readonly unknown[]): AsyncGenerator<unknown> {
  for (const part of all) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

async function* texts(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const part of stream) if (part instanceof TextPart) yield part.value;
}
