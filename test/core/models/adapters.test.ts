import { expect, test } from "vitest";
import { ask, call, formats, never, prompt } from "../../support/model-formats.ts";
import { startModelServer } from "../../support/model-server.ts";

test.each(formats)("$format: text, tool calls, usage and models of a streamed answer arrive", async ({ connect }) => {
  const told: string[] = [];
  const { reply } = await ask(
    [
      {
        text: "I see.",
        toolCalls: [call, { name: "read", arguments: {} }],
        usage: { input: 10, output: 7, cacheRead: 30, cacheWrite: 0 },
        served: "m-2026",
      },
    ],
    connect,
    never,
    (text) => told.push(text),
  );

  expect(reply).toMatchObject({
    text: "I see.",
    stopReason: "tools",
    asked: "m",
    served: "m-2026",
    usage: { input: 40, output: 7, cacheRead: 30, cacheWrite: 0 },
  });
  expect(reply?.toolCalls).toEqual([
    { id: "call_x0", ...call },
    { id: "call_x1", name: "read", arguments: {} },
  ]);
  expect(told.join("")).toBe("I see.");
});

test.each(formats)(
  "$format: an answer in pieces of one byte is put together, characters included",
  async ({ connect }) => {
    const { reply } = await ask(
      [{ text: "größer €", toolCalls: [call], fault: { type: "pieces", bytes: 1 } }],
      connect,
    );

    expect(reply?.text).toBe("größer €");
    expect(reply?.toolCalls[0]?.arguments).toEqual(call.arguments);
  },
);

test.each(formats)(
  "$format: a server that answers one JSON document in spite of being asked to stream works",
  async ({ connect }) => {
    const { reply } = await ask([{ text: "Hm.", toolCalls: [call], fault: { type: "not-streamed" } }], connect);

    expect(reply).toMatchObject({ text: "Hm.", stopReason: "tools", usage: { input: 100, output: 20 } });
    expect(reply?.toolCalls[0]).toMatchObject(call);
  },
);

test.each(formats)(
  "$format: without reported usage there is an estimate, so that budgets still hold",
  async ({ connect }) => {
    const { reply } = await ask([{ text: "four characters each", usage: null }], connect);

    expect(reply?.usage.output).toBe(5);
    expect(reply?.usage.input).toBeGreaterThan(10);
  },
);

test.each(formats)("$format: arguments that are no JSON are given as they came", async ({ connect }) => {
  const { reply } = await ask([{ toolCalls: [{ name: "propose", arguments: '{"edits": [oops' }] }], connect);

  expect(reply).toMatchObject({ stopReason: "tools", toolCalls: [{ name: "propose", arguments: '{"edits": [oops' }] });
});

test.each(formats)(
  "$format: of an answer cut off by its length, only whole calls are kept",
  async ({ connect, lengthStop }) => {
    const { reply } = await ask(
      [
        {
          toolCalls: [call, { name: "propose", arguments: '{"edits": [{"fi' }, { name: "read", arguments: "" }],
          stop: lengthStop,
        },
      ],
      connect,
    );

    expect(reply?.stopReason).toBe("length");
    expect(reply?.toolCalls).toMatchObject([call]);
  },
);

test.each(formats)("$format: one connection serves one request after the other", async ({ connect }) => {
  const server = await startModelServer(() => ({ text: "Hi.", fault: { type: "late-end", ms: 5 } }));
  const model = connect(server);

  for (let turn = 0; turn < 3; turn += 1) {
    await model.respond(prompt, never);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await server.close();

  expect(new Set(server.requests.map((request) => request.port)).size).toBeLessThan(3);
});

test.each(formats)(
  "$format: an answer is given when it is complete, not when its connection ends",
  async ({ connect }) => {
    const { reply } = await ask([{ text: "Hi.", fault: { type: "late-end", ms: 60_000 } }], connect);

    expect(reply?.text).toBe("Hi.");
  },
);
