import { expect, test } from "vitest";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { providerFailure } from "../../../src/core/models/provider-failure.ts";
import { editorModel } from "../../../src/vscode/models/editor-model.ts";
import { conversationApi as api, ChatError, called, editorChat, parts, said } from "../../support/editor-chat.ts";

const tools = ["propose", "read"].map((name) => ({ name, description: name, schema: { type: "object" } }));
const prompt: Prompt = { system: "Fix it.", tools, messages: [{ role: "user", text: "Go." }], maxTokens: 100 };
const forced: Prompt = { ...prompt, toolChoice: { name: "propose" } };
const never = new AbortController().signal;
const fenced = '```json\n{"name":"propose","arguments":{"edits":[]}}\n```';

function modelOf(...given: Parameters<typeof editorChat>) {
  const { chat, asked } = editorChat(...given);
  const model = editorModel({ chat, api, mayAsk: () => true, limits: { firstMs: 200, idleMs: 200 } });
  return { model, asked };
}

test("text and tool calls of a stream arrive, counted by the model itself", async () => {
  const { model } = modelOf(
    () => parts(said("Let me "), said("fix."), { some: "other part" }, called("propose", { edits: [] })),
    async (text) => String(text).length,
  );
  const heard: string[] = [];

  const reply = await model.respond(prompt, never, (text) => heard.push(text));

  expect(heard).toEqual(["Let me ", "fix."]);
  expect(reply).toMatchObject({
    text: "Let me fix.",
    toolCalls: [{ id: "c1", name: "propose", arguments: { edits: [] } }],
    stopReason: "tools",
    asked: "v/x",
    served: "v/x",
    usage: { output: 'Let me fix.propose{"edits":[]}'.length },
  });
  expect(reply.usage.input).toBeGreaterThan("Fix it.Go.".length);
  expect(model.id).toBe("editor:v/x");
});

test.each([
  ["fails", () => Promise.reject(new Error("no tokenizer"))],
  ["counts nothing", async () => 0],
  [
    "throws at once",
    () => {
      throw new Error("no tokenizer");
    },
  ],
])("where counting %s, tokens are estimated", async (_, count) => {
  const { model } = modelOf(() => parts(said("12345678")), count);

  expect((await model.respond(prompt, never)).usage).toMatchObject({ output: 2, input: expect.any(Number) });
});

test("a stream that ends without a word is a failure, and one of unknown parts is too", async () => {
  for (const stream of [parts(), parts({ some: "part" }), parts(said(" \n"))]) {
    const { model, asked } = modelOf(() => stream);
    const error = await model.respond(prompt, never).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: "provider", message: expect.stringContaining("without saying anything") });
    expect(providerFailure(error)?.retryable).toBe(true);
    expect(asked).toHaveLength(1);
  }
});

test("a stream that breaks off keeps nothing", async () => {
  const { model, asked } = modelOf(() => parts(said("Half"), called("propose", {}), new Error("tools not supported")));

  await expect(model.respond(forced, never)).rejects.toMatchObject({ code: "provider" });
  expect(asked).toHaveLength(1);
});

test.each([
  [new ChatError("NoPermissions", "denied"), "does not let Tessera use", false],
  [new ChatError("NotFound", "gone"), "no longer offers", false],
  [new ChatError("Blocked", "limit"), "is blocked", false],
  [new ChatError("Unknown", "wrapped", new Error("Quota exceeded for today")), "quota", false],
  [new Error("429 Too Many Requests"), "limits the rate", true],
  [new Error("socket hang up; Bearer abcdefgh12345678"), "failed (socket hang up; Bearer [key])", true],
  ["no error at all", "failed (no error at all)", true],
])("a failure says what to do: %s", async (failure, sentence, retryable) => {
  const { model, asked } = modelOf(() => Promise.reject(failure));

  const error = await model.respond(prompt, never).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ code: "provider", message: expect.stringContaining(sentence) });
  expect(String(error)).toContain('"Tessera: Select Model"');
  expect(providerFailure(error)?.retryable).toBe(retryable);
  expect(asked).toHaveLength(1);
});

test("a model that stalls is given up, before and in its answer, and told to stop", async () => {
  for (const first of [[], [said("Hm")]]) {
    const { model, asked } = modelOf(async function* () {
      yield* first;
      await new Promise(() => {});
    });

    await expect(model.respond(prompt, never)).rejects.toMatchObject({
      code: "provider",
      message: expect.stringContaining("has sent nothing for 0.2 s"),
    });
    await expect.poll(() => asked[0]?.token?.isCancellationRequested).toBe(true);
  }
});

test("cancelling ends it at once, and the model is told", async () => {
  const { model, asked } = modelOf(() => new Promise(() => {}));
  const stop = new AbortController();
  const answer = model.respond(prompt, stop.signal);

  stop.abort();

  await expect(answer).rejects.toMatchObject({ code: "cancelled" });
  expect(asked[0]?.token?.isCancellationRequested).toBe(true);
});

test("an answer without end is ended, and the model told to stop", async () => {
  const { model, asked } = modelOf(async function* () {
    for (;;) yield said("word ".repeat(20));
  });

  const { stopReason, text } = await model.respond(prompt, never);

  expect(stopReason).toBe("length");
  expect(text.length).toBeLessThan(1000);
  expect(asked[0]?.token?.isCancellationRequested).toBe(true);
});

test("a tool that is wanted is the only one offered, and must be called", async () => {
  const { model, asked } = modelOf(() => parts(called("propose", {})));

  await model.respond(forced, never);

  expect(asked[0]?.options).toMatchObject({ tools: [{ name: "propose" }], toolMode: 2 });
});

test("a model that cannot be made to call a tool is asked again without, and from then on", async () => {
  const { model, asked } = modelOf(({ options }) =>
    options?.toolMode === 2
      ? Promise.reject(new Error("Tool mode 'required' is not supported"))
      : parts(called("propose", {})),
  );

  await model.respond(forced, never);
  await model.respond(forced, never);

  expect(asked.map(({ options }) => options?.toolMode)).toEqual([2, 1, 1]);
});

test("a model that refuses tools is asked in text, and its blocks are calls", async () => {
  const { model, asked } = modelOf(({ options }) =>
    options?.tools === undefined
      ? parts(said(`So:\n${fenced}`))
      : parts(new ChatError("Unknown", "x", new Error('registry: "gemma" does not support tools'))),
  );

  const reply = await model.respond(forced, never);
  await model.respond(prompt, never);

  expect(reply).toMatchObject({ toolCalls: [{ name: "propose", arguments: { edits: [] } }], stopReason: "tools" });
  expect(asked.map(({ options }) => options?.tools?.length)).toEqual([1, undefined, undefined]);
});

test("a model that ignores its tools is told how to call them in text", async () => {
  const { model, asked } = modelOf((_, index) => parts(said(index === 0 ? "I would change a to b." : fenced)));
  const roleOf = (index: number) => JSON.stringify(asked[index]?.messages[0]?.content[0]);

  const first = await model.respond(prompt, never);
  const second = await model.respond(prompt, never);

  expect(first).toMatchObject({ toolCalls: [], stopReason: "end" });
  expect(second.toolCalls).toMatchObject([{ name: "propose" }]);
  expect(roleOf(0)).not.toContain("marked sections");
  expect(roleOf(1)).toContain("marked sections");
  expect(asked[1]?.options?.tools).toHaveLength(2);
});
