import { expect, test } from "vitest";
import type { Message, Prompt } from "../../../src/core/models/chat-model.ts";
import { openaiModel } from "../../../src/core/models/openai.ts";
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

test("calls without ids get ids that are new in the conversation", async () => {
  const earlier: readonly Message[] = [
    { role: "assistant", text: "", toolCalls: [{ id: "call_2", name: "read", arguments: {} }] },
    { role: "tool", callId: "call_2", text: "1" },
  ];
  const { reply } = await streamed(
    [
      piece({ index: 0, function: { name: "read", arguments: "{}" } }),
      piece({ index: 1, id: "call_2", function: { name: "read", arguments: "{}" } }),
      delta({}, "tool_calls"),
    ],
    asking("Hi.", { messages: earlier }),
  );

  const ids = reply.toolCalls.map((call) => call.id);
  expect(new Set([...ids, "call_2"]).size).toBe(3);
});

test("calls that share the index 0 are told apart by their ids", async () => {
  const { reply } = await streamed([
    piece({ index: 0, id: "a", function: { name: "read", arguments: '{"n":1}' } }),
    piece({ index: 0, id: "b", function: { name: "read", arguments: '{"n":2}' } }),
    delta({}, "tool_calls"),
  ]);

  expect(reply.toolCalls.map((call) => call.arguments)).toEqual([{ n: 1 }, { n: 2 }]);
});

test("pieces without an index belong to the call before them", async () => {
  const { reply } = await streamed([
    piece({ id: "a", function: { name: "read", arguments: '{"n"' } }),
    piece({ function: { arguments: ":1}" } }),
    piece({ id: "b", function: { name: "read", arguments: '{"n":2}' } }),
    delta({}, "tool_calls"),
  ]);

  expect(reply.toolCalls.map((call) => call.arguments)).toEqual([{ n: 1 }, { n: 2 }]);
});

test("a name that is repeated with every piece makes no new call", async () => {
  const { reply } = await streamed([
    piece({ function: { name: "read", arguments: '{"n"' } }),
    piece({ function: { name: "read", arguments: ":1}" } }),
    delta({}, "tool_calls"),
  ]);

  expect(reply.toolCalls).toMatchObject([{ name: "read", arguments: { n: 1 } }]);
});

test("an id that changes with every piece makes no new call", async () => {
  const { reply } = await streamed([
    piece({ index: 0, id: "a", function: { name: "read", arguments: "" } }),
    piece({ index: 0, id: "b", function: { arguments: '{"n":' } }),
    piece({ index: 0, id: "c", function: { name: null, arguments: "1}" } }),
    delta({}, "tool_calls"),
  ]);

  expect(reply.toolCalls).toMatchObject([{ id: "a", arguments: { n: 1 } }]);
});

test("tool calls count, also where the finish reason is stop", async () => {
  const { reply } = await streamed([
    piece({ index: 0, id: "a", function: { name: "read", arguments: { n: 1 } } }),
    delta({}, "stop"),
  ]);

  expect(reply).toMatchObject({ stopReason: "tools", toolCalls: [{ arguments: { n: 1 } }] });
});

test("comments, unknown fields, null parts and other line ends of a stream are tolerated", async () => {
  const body = [
    ": processing",
    "id: 7",
    "",
    'data:{"choices":null,"x":[1]}',
    "",
    "data: {",
    'data: "choices":[{"index":0,"delta":{"role":null,"content":"Hi","tool_calls":null}}],"usage":null}',
    "",
    'data: {"choices":[{"index":0,"delta":null,"finish_reason":"stop"}]}',
    "",
    "data: [DONE]",
  ];
  for (const end of ["\n", "\r\n", "\r"]) {
    const fault = { type: "raw", contentType: "text/plain", body: body.join(end) } as const;
    const { reply } = await answered([{ fault }], asking("Hi."));
    expect(reply).toMatchObject({ text: "Hi", stopReason: "end", served: "m" });
  }
});
