import { expect, test } from "vitest";
import { anthropicModel } from "../../../src/core/models/anthropic.ts";
import { anthropicBody } from "../../../src/core/models/anthropic-request.ts";
import type { Message, Prompt } from "../../../src/core/models/chat-model.ts";
import { providerFailure } from "../../../src/core/models/provider-failure.ts";
import type { Answer } from "../../support/model-script.ts";
import { startModelServer } from "../../support/model-server.ts";

const never = new AbortController().signal;
const tool = { name: "read", description: "Reads.", schema: { type: "object", properties: {} } };

function asking(text: string, more: Partial<Prompt> = {}): Prompt {
  return { system: "", tools: [], messages: [{ role: "user", text }], maxTokens: 100, ...more };
}

async function answered(answer: Answer, prompt = asking("Hi.")) {
  const server = await startModelServer([answer]);
  try {
    const model = anthropicModel({ model: "m", baseUrl: server.anthropicUrl, key: "sk-ant-0123456789" });
    return { reply: await model.respond(prompt, never), server };
  } finally {
    await server.close();
  }
}

function streamed(events: readonly { readonly type: string; readonly [key: string]: unknown }[]) {
  const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
  return answered({ fault: { type: "raw", contentType: "text/event-stream", body } });
}

const stop = [
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 3 } },
  { type: "message_stop" },
];

test("a request holds only the fields that carry something", () => {
  expect(anthropicBody("m", asking("Hi."), { toolChoice: true })).toEqual({
    model: "m",
    max_tokens: 100,
    messages: [{ role: "user", content: "Hi." }],
    stream: true,
  });
});

test("neighbours of one role are merged, and tool results stand together on the user's side", () => {
  const messages: readonly Message[] = [
    { role: "user", text: "Read" },
    { role: "user", text: "both." },
    {
      role: "assistant",
      text: "",
      toolCalls: [
        { id: "a", name: "read", arguments: { path: "x" } },
        { id: "b", name: "read", arguments: "{no json" },
      ],
    },
    { role: "tool", callId: "a", text: "1" },
    { role: "tool", callId: "b", text: "no JSON" },
    { role: "user", text: "Go on." },
    { role: "assistant", text: "", toolCalls: [] },
    { role: "user", text: "Well?" },
  ];

  const body = anthropicBody("m", asking("", { messages, tools: [tool], system: "S", toolChoice: "required" }), {
    toolChoice: true,
  });

  expect(body.messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "Read" },
        { type: "text", text: "both." },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "tool_use", id: "a", name: "read", input: { path: "x" } },
        { type: "tool_use", id: "b", name: "read", input: { invalid: "{no json" } },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "a", content: "1" },
        { type: "tool_result", tool_use_id: "b", content: "no JSON" },
        { type: "text", text: "Go on." },
        { type: "text", text: "Well?" },
      ],
    },
  ]);
  expect(body).toMatchObject({
    system: "S",
    tools: [{ name: "read", description: "Reads.", input_schema: tool.schema }],
    tool_choice: { type: "any" },
  });
  expect(
    anthropicBody("m", asking("", { tools: [tool], toolChoice: { name: "read" } }), { toolChoice: true }).tool_choice,
  ).toEqual({
    type: "tool",
    name: "read",
  });
});

test("only a prefix long enough to be kept is marked for the cache", () => {
  expect(anthropicBody("m", asking("Hi.", { system: "short" }), { toolChoice: true }).system).toBe("short");
  expect(
    anthropicBody("m", asking("Hi.", { system: "long ".repeat(4000) }), { toolChoice: true }).system,
  ).toMatchObject([{ cache_control: { type: "ephemeral" } }]);
});

test("a server that refuses tool_choice is asked without it, and remembered", async () => {
  const refusal = "Thinking may not be enabled when tool_choice forces tool use.";
  const server = await startModelServer([
    { fault: { type: "status", status: 400, message: refusal } },
    { text: "one" },
    { text: "two" },
  ]);
  const model = anthropicModel({ model: "m", baseUrl: server.anthropicUrl, key: "sk-ant-0123456789" });
  const prompt = asking("Hi.", { tools: [tool], toolChoice: "required" });

  await model.respond(prompt, never);
  await model.respond(prompt, never);
  await server.close();

  expect(server.requests.map((request) => "tool_choice" in JSON.parse(request.text))).toEqual([true, false, false]);
});

test("the input is the sum of what was sent fresh, read from the cache and written to it", async () => {
  const { reply } = await answered({ text: "Hi.", usage: { input: 5, output: 9, cacheRead: 100, cacheWrite: 40 } });

  expect(reply.usage).toEqual({ input: 145, output: 9, cacheRead: 100, cacheWrite: 40 });
});

test("input that comes with the beginning of a call is taken where no pieces follow", async () => {
  const { reply } = await streamed([
    { type: "message_start", message: { model: "m2", usage: { input_tokens: 4 } } },
    {
      type: "content_block_start",
      index: 0,
      content_block: { type: "tool_use", id: "a", name: "read", input: { n: 1 } },
    },
    { type: "content_block_stop", index: 0 },
    ...stop,
  ]);

  expect(reply).toMatchObject({ stopReason: "tools", served: "m2", toolCalls: [{ id: "a", arguments: { n: 1 } }] });
});

test("thinking, pings and kinds of events that came later are skipped", async () => {
  const { reply } = await streamed([
    { type: "message_start", message: {} },
    { type: "ping" },
    { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Hm." } },
    { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "x" } },
    { type: "of_tomorrow", index: 7 },
    { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Hi." } },
    ...stop,
  ]);

  expect(reply).toMatchObject({ text: "Hi.", toolCalls: [], stopReason: "end" });
});

test("a refusal has its own stop reason", async () => {
  expect((await answered({ text: "", stop: "refusal" })).reply.stopReason).toBe("refusal");
});

test("message_stop without a stop reason is no proper end", async () => {
  const error = await streamed([{ type: "message_start", message: {} }, { type: "message_stop" }]).catch(
    (thrown: unknown) => thrown,
  );

  expect(error).toMatchObject({ code: "provider" });
});

test("an error in the stream keeps the status of its kind", async () => {
  for (const [kind, status, retryable, code] of [
    ["overloaded_error", 529, true, "provider"],
    ["rate_limit_error", 429, true, "provider"],
    ["invalid_request_error", 400, false, "provider"],
    ["authentication_error", 401, false, "key"],
  ] as const) {
    const fault = { type: "error-event", at: "first-event", kind, message: "sorry" } as const;
    const error = await answered({ text: "x", fault }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(providerFailure(error)).toMatchObject({ status, retryable });
  }
});

test("a base URL may end in /v1, as those of other servers do", async () => {
  const server = await startModelServer([{ text: "Hi." }]);
  const model = anthropicModel({ model: "m", baseUrl: `${server.anthropicUrl}/v1/`, key: "sk-ant-0123456789" });

  await model.respond(asking("Hi."), never);
  await server.close();

  expect(server.requests[0]).toMatchObject({ path: "/v1/messages", headers: { "x-api-key": "sk-ant-0123456789" } });
});
