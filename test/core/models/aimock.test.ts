import { LLMock } from "@copilotkit/aimock";
import { expect, test } from "vitest";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { openaiModel } from "../../../src/core/models/openai.ts";
import { against, args, formats, never, prompt, proposal } from "../../support/aimock.ts";

test.each(formats)("$format: text streams", async ({ connect }) => {
  const told: string[] = [];
  const reply = await against({ response: { content: "größer als €" }, chunkSize: 1 }, (url) =>
    connect(url).respond(prompt, never, (text) => told.push(text)),
  );

  expect(reply).toMatchObject({ text: "größer als €", stopReason: "end", asked: "m", served: "m" });
  expect(told.length).toBeGreaterThan(1);
  expect(reply.usage.input).toBeGreaterThan(0);
});

test.each(formats)("$format: a tool call streams, and so do several, with text before them", async ({ connect }) => {
  const one = await against({ response: proposal, chunkSize: 3 }, (url) => connect(url).respond(prompt, never));
  const more = await against(
    { response: { content: "Both.", toolCalls: [...proposal.toolCalls, { name: "read", arguments: "{}" }] } },
    (url) => connect(url).respond(prompt, never),
  );

  expect(one).toMatchObject({ stopReason: "tools", toolCalls: [{ id: "call_1", name: "propose", arguments: args }] });
  expect(more).toMatchObject({
    text: "Both.",
    toolCalls: [
      { name: "propose", arguments: args },
      { name: "read", arguments: {} },
    ],
  });
});

test.each(formats)("$format: calls between texts come in order", async ({ connect }) => {
  const reply = await against(
    {
      response: {
        blocks: [
          { type: "toolCall", name: "propose", arguments: "{}" },
          { type: "text", text: "And then:" },
          { type: "toolCall", name: "read", arguments: '{"n":1}' },
        ],
      },
    },
    (url) => connect(url).respond(prompt, never),
  );

  expect(reply).toMatchObject({
    text: "And then:",
    toolCalls: [{ name: "propose" }, { name: "read", arguments: { n: 1 } }],
  });
});

test.each(formats)("$format: reasoning is not part of the text", async ({ connect }) => {
  const reply = await against({ response: { content: "Done.", reasoning: "Let me think." } }, (url) =>
    connect(url).respond(prompt, never),
  );

  expect(reply.text).toBe("Done.");
});

test.each(formats)(
  "$format: a tool's result reaches the server, and the answer to it comes back",
  async ({ connect }) => {
    const mock = new LLMock({ port: 0 });
    mock.onToolResult("call_1", { content: "Thanks." });
    mock.onMessage("fix it", proposal);
    const model = connect(await mock.start());

    const first = await model.respond(prompt, never);
    const messages: Prompt["messages"] = [
      ...prompt.messages,
      { role: "assistant", text: first.text, toolCalls: first.toolCalls },
      { role: "tool", callId: first.toolCalls[0]?.id ?? "", text: "applied" },
    ];
    const second = await model.respond({ ...prompt, messages }, never);
    await mock.stop();

    expect(second.text).toBe("Thanks.");
  },
);

test.each(formats)("$format: usage and the served model are read", async ({ connect }) => {
  const usage = { prompt_tokens: 70, completion_tokens: 9, input_tokens: 70, output_tokens: 9 };
  const reply = await against({ response: { content: "Hi.", usage, model: "m-2026" } }, (url) =>
    connect(url).respond(prompt, never),
  );

  expect(reply).toMatchObject({ usage: { input: 70, output: 9 }, served: "m-2026" });
});

test.each(formats)("$format: an answer at its length says so", async ({ connect }) => {
  const reply = await against({ response: { content: "Hi", finishReason: "length" } }, (url) =>
    connect(url).respond(prompt, never),
  );

  expect(reply.stopReason).toBe("length");
});

test("openai: arguments that are no JSON are given as they came", async () => {
  const response = { toolCalls: [{ name: "propose", arguments: '{"edits":' }] };
  const reply = await against({ response }, (url) =>
    openaiModel({ model: "m", baseUrl: `${url}/v1` }).respond(prompt, never),
  );

  expect(reply.toolCalls).toMatchObject([{ name: "propose", arguments: '{"edits":' }]);
});
