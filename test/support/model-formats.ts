import { anthropicModel } from "../../src/core/models/anthropic.ts";
import type { ChatModel, Prompt } from "../../src/core/models/chat-model.ts";
import type { RemoteModelOptions } from "../../src/core/models/endpoint.ts";
import { openaiModel } from "../../src/core/models/openai.ts";
import type { Fault } from "./model-script.ts";
import { type ModelServer, type Script, startModelServer } from "./model-server.ts";

/** Both wire formats, each as a model of a scripted server. */
export const formats = [
  {
    format: "anthropic",
    keyName: "ANTHROPIC_API_KEY",
    lengthStop: "max_tokens",
    connect: (server: ModelServer, more: Partial<RemoteModelOptions> = {}) =>
      anthropicModel({ model: "m", baseUrl: server.anthropicUrl, key: "sk-ant-test-1234567890", ...more }),
  },
  {
    format: "openai",
    keyName: "OPENAI_API_KEY",
    lengthStop: "length",
    connect: (server: ModelServer, more: Partial<RemoteModelOptions> = {}) =>
      openaiModel({ model: "m", baseUrl: server.openaiUrl, key: "sk-test-1234567890", ...more }),
  },
];

export const prompt: Prompt = {
  system: "Be brief.",
  tools: [{ name: "propose", description: "Proposes edits.", schema: { type: "object", properties: {} } }],
  messages: [{ role: "user", text: "Fix it." }],
  maxTokens: 500,
};
export const call = {
  name: "propose",
  arguments: { edits: [{ find: "a", replace: "grüße €" }], summary: "Fixes it." },
};
export const never = new AbortController().signal;

/** One question to a server that lives as long as the answer, or as `meanwhile`. */
export async function ask(
  script: Script,
  connect: (server: ModelServer) => ChatModel,
  signal = never,
  onText?: (text: string) => void,
  meanwhile?: (server: ModelServer) => Promise<void>,
) {
  const server = await startModelServer(script);
  try {
    const outcome = await connect(server)
      .respond(prompt, signal, onText)
      .then(
        (reply) => ({ reply, error: undefined }),
        (error: unknown) => ({ reply: undefined, error }),
      );
    await meanwhile?.(server);
    return { ...outcome, server };
  } finally {
    await server.close();
  }
}

/** A script whose first answer has the fault; a second one shows up in `requests` if it is asked for. */
export function faulty(fault: Fault): Script {
  return [{ text: "Half a word", toolCalls: [call], fault }, { text: "never asked for" }];
}
