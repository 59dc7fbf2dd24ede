import { type Fixture, LLMock } from "@copilotkit/aimock";
import { anthropicModel } from "../../src/core/models/anthropic.ts";
import type { ChatModel, Prompt } from "../../src/core/models/chat-model.ts";
import { openaiModel } from "../../src/core/models/openai.ts";

/** The adapters as models of aimock, a server that nobody here wrote. */
export const formats = [
  {
    format: "openai",
    connect: (url: string, key = "sk-test-1234567890") => openaiModel({ model: "m", baseUrl: `${url}/v1`, key }),
  },
  {
    format: "anthropic",
    connect: (url: string, key = "sk-ant-1234567890") => anthropicModel({ model: "m", baseUrl: url, key }),
  },
];
export const prompt: Prompt = {
  system: "Be brief.",
  tools: [{ name: "propose", description: "Proposes edits.", schema: { type: "object", properties: {} } }],
  messages: [{ role: "user", text: "fix it" }],
  maxTokens: 500,
};
export const never = new AbortController().signal;
export const args = { edits: [{ find: "a", replace: "grüße €" }], summary: "Fixes the sum, which lost its last term." };
export const proposal = { toolCalls: [{ id: "call_1", name: "propose", arguments: JSON.stringify(args) }] };

export async function against<T>(
  fixture: Omit<Fixture, "match">,
  ask: (url: string, mock: LLMock) => Promise<T>,
  options: ConstructorParameters<typeof LLMock>[0] = {},
) {
  const mock = new LLMock({ port: 0, ...options });
  mock.addFixture({ match: { predicate: () => true }, ...fixture });
  const url = await mock.start();
  try {
    return await ask(url, mock);
  } finally {
    await mock.stop();
  }
}

export function failureOf(model: ChatModel): Promise<unknown> {
  return model.respond(prompt, never).then(
    (reply) => reply,
    (error: unknown) => error,
  );
}
