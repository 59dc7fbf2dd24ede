import { expect, test } from "vitest";
import type { Message, Prompt } from "../../../src/core/models/chat-model.ts";
import { openaiModel } from "../../../src/core/models/openai.ts";
import { firstDialect, openaiBody, withoutRefused } from "../../../src/core/models/openai-request.ts";
import { providerFailure } from "../../../src/core/models/provider-failure.ts";
import type { Answer } from "../../support/model-script.ts";
import { startModelServer } from "../../support/model-server.ts";

const never = new AbortController().signal;
const tool = { name: "read", description: "Reads.", schema: { type: "object", properties: {} } };

function asking(text: string, more: Partial<Prompt> = {}): Prompt {
  return { system: "", tools: [], messages: [{ role: "user", text }], maxTokens: 100, ...more };
}

/** The reply to an answer made of these `choices` deltas, and what was sent for it. */
async function streamed(chunks: readonly unknown[], prompt = asking("Hi.", { tools: [tool] })) {
  const body = [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`).join("");
  return answered([{ fault: { type: "raw", contentType: "text/event-stream", body } }], prompt);
}

async function answered(script: readonly Answer[], prompt: Prompt) {
  const server = await startModelServer(script);
  try {
    const model = openaiModel({ model: "m", baseUrl: server.openaiUrl });
    return { reply: await model.respond(prompt, never), model, server };
  } finally {
    await server.close();
  }
}

function delta(fields: object, finish: string | null = null): object {
  return { model: "m", choices: [{ index: 0, delta: fields, finish_reason: finish }] };
}
function piece(fields: object): object {
  return delta({ tool_calls: [fields] });
}

test("a request holds only the fields that carry something", () => {
  expect(openaiBody("m", asking("Hi."), firstDialect("http://127.0.0.1/v1"))).toEqual({
    model: "m",
    messages: [{ role: "user", content: "Hi." }],
    max_tokens: 100,
    stream: true,
    stream_options: { include_usage: true },
  });
});

test("OpenAI itself gets max_completion_tokens, every other server max_tokens", () => {
  expect(firstDialect("https://api.openai.com/v1").limit).toBe("max_completion_tokens");
  expect(firstDialect("https://eu.api.openai.com/v1").limit).toBe("max_completion_tokens");
  expect(firstDialect("https://notopenai.com/v1").limit).toBe("max_tokens");
  expect(firstDialect("http://localhost:8080").limit).toBe("max_tokens");
});

test("a history of tool calls and results goes out in the format's own shape", () => {
  const messages: readonly Message[] = [
    { role: "user", text: "Read it." },
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
    { role: "assistant", text: "", toolCalls: [] },
    { role: "user", text: "Go on." },
  ];

  const body = openaiBody(
    "m",
    asking("", { system: "S", tools: [tool], messages, toolChoice: { name: "read" } }),
    firstDialect("http://x/v1"),
  );

  expect(body.messages).toEqual([
    { role: "system", content: "S" },
    { role: "user", content: "Read it." },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        { id: "a", type: "function", function: { name: "read", arguments: '{"path":"x"}' } },
        { id: "b", type: "function", function: { name: "read", arguments: '{"invalid":"{no json"}' } },
      ],
    },
    { role: "tool", tool_call_id: "a", content: "1" },
    { role: "tool", tool_call_id: "b", content: "no JSON" },
    { role: "user", content: "Go on." },
  ]);
  expect(body.tools).toEqual([
    { type: "function", function: { name: "read", description: "Reads.", parameters: tool.schema } },
  ]);
  expect(body.tool_choice).toEqual({ type: "function", function: { name: "read" } });
});

test("a server that refuses a field by name is asked without it, once, and remembered", async () => {
  const refusal = (message: string): Answer => ({ fault: { type: "status", status: 400, message } });
  const server = await startModelServer([
    refusal("Unknown field: stream_options"),
    refusal("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
    { text: "one" },
    { text: "two" },
  ]);
  const model = openaiModel({ model: "m", baseUrl: server.openaiUrl });

  await model.respond(asking("Hi."), never);
  await model.respond(asking("Hi."), never);
  await server.close();

  const sent = server.requests.map((request) => Object.keys(JSON.parse(request.text)));
  expect(sent).toEqual([
    ["model", "messages", "max_tokens", "stream", "stream_options"],
    ["model", "messages", "max_tokens", "stream"],
    ["model", "messages", "max_completion_tokens", "stream"],
    ["model", "messages", "max_completion_tokens", "stream"],
  ]);
});

test("a limit that is too high is no refusal of the field", () => {
  expect(withoutRefused(firstDialect("http://x/v1"), "400: max_tokens is too large: 100000")).toBeUndefined();
});

test("a server without a key is sent none", async () => {
  const { server } = await answered([{ text: "Hi." }], asking("Hi."));

  expect(server.requests[0]?.headers.authorization).toBeUndefined();
});

test("a refusal is text with its own stop reason", async () => {
  expect((await streamed([delta({ refusal: "No." }), delta({}, "stop")])).reply).toMatchObject({
    text: "No.",
    stopReason: "refusal",
  });
  expect((await streamed([delta({ content: "x" }), delta({}, "content_filter")])).reply.stopReason).toBe("refusal");
});

test("a call without a name, and a server that gives up, are failures worth another try", async () => {
  for (const chunks of [
    [piece({ index: 0, id: "a", function: { arguments: "{}" } }), delta({}, "tool_calls")],
    [delta({ content: "x" }), delta({}, "error")],
  ]) {
    const error = await streamed(chunks).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "provider" });
    expect(providerFailure(error)?.retryable).toBe(true);
  }
});

test("an error in the stream keeps its status", async () => {
  for (const [code, status, retryable] of [
    [502, 502, true],
    ["rate_limit_exceeded", 429, true],
    ["insufficient_quota", 429, false],
    ["invalid_request_error", 400, false],
  ] as const) {
    const error = await streamed([{ error: { message: "sorry", code } }]).catch((thrown: unknown) => thrown);
    expect(providerFailure(error)).toMatchObject({ status, retryable });
  }
});

test("an account without credit is no rate limit", async () => {
  const body = '{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}';
  const error = await answered([{ fault: { type: "status", status: 429, body } }], asking("Hi.")).catch(
    (thrown: unknown) => thrown,
  );

  expect(providerFailure(error)?.retryable).toBe(false);
  expect(error).toMatchObject({ message: expect.stringContaining("used up") });
});
