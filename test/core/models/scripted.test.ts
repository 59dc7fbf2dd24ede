import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";

const never = new AbortController().signal;
const prompt: Prompt = { system: "S", tools: [], messages: [{ role: "user", text: "Hi." }], maxTokens: 10 };

test("the replies come in order, and the prompts are kept", async () => {
  const model = scriptedModel([propose({ find: "a", replace: "b" }), "Gave up."]);

  const first = await model.respond(prompt, never);
  const second = await model.respond({ ...prompt, system: "T" }, never);

  expect(first).toMatchObject({ text: "", stopReason: "tools" });
  expect(first.toolCalls).toMatchObject([
    { name: "propose", arguments: { edits: [{ find: "a", replace: "b" }], summary: expect.any(String) } },
  ]);
  expect(second).toMatchObject({ text: "Gave up.", stopReason: "end", toolCalls: [] });
  expect(model.prompts.map((asked) => asked.system)).toEqual(["S", "T"]);
});

test("a reply may be several calls, arguments that are no JSON, a part of a reply, or made from the prompt", async () => {
  const model = scriptedModel([
    [
      { name: "read", arguments: { path: "a" } },
      { name: "read", arguments: "{oops" },
    ],
    { reply: { text: "cut", stopReason: "length" } },
    (asked) => `You said ${asked.messages.length} things.`,
  ]);

  const calls = (await model.respond(prompt, never)).toolCalls;
  expect(calls.map((call) => call.arguments)).toEqual([{ path: "a" }, "{oops"]);
  expect(new Set(calls.map((call) => call.id)).size).toBe(2);
  expect(await model.respond(prompt, never)).toMatchObject({ text: "cut", stopReason: "length" });
  expect(await model.respond(prompt, never)).toMatchObject({ text: "You said 1 things." });
});

test("a scripted error is thrown, and a script that is over says so", async () => {
  const model = scriptedModel([new AppError("provider", "Down.")]);

  await expect(model.respond(prompt, never)).rejects.toMatchObject({ code: "provider" });
  await expect(model.respond(prompt, never)).rejects.toThrow("asked for one more");
});

test("a cancelled signal ends it as it ends every model", async () => {
  const model = scriptedModel(["Hi."]);

  await expect(model.respond(prompt, AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
});
