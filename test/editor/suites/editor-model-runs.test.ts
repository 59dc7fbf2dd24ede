import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";
import { AppError } from "../../../src/core/app-error.ts";
import type { ChatModel, Prompt } from "../../../src/core/models/chat-model.ts";
import { openEditorModel } from "../../../src/vscode/models/open-editor-model.ts";
import { type AnswerPart, type EditorModelServer, startEditorModel } from "../model-server.ts";

const NAME = "tessera-test/tessera-test-1";
const never = new AbortController().signal;
const prompt: Prompt = {
  system: "You fix.",
  tools: ["propose", "read"].map((name) => ({ name, description: `${name}s.`, schema: { type: "object" } })),
  messages: [
    { role: "user", text: "Fix it." },
    { role: "assistant", text: "", toolCalls: [{ id: "c0", name: "read", arguments: { path: "a" } }] },
    { role: "tool", callId: "c0", text: "no such file" },
  ],
  maxTokens: 500,
};

/** The editor's own model behind our port, answered for by a server of the test. */
async function withModel(
  answer: Parameters<typeof startEditorModel>[0],
  use: (model: ChatModel, server: EditorModelServer) => Promise<void>,
): Promise<void> {
  await using server = await startEditorModel(answer);
  const settings = vscode.workspace.getConfiguration("tessera-test");
  await settings.update("url", server.url, vscode.ConfigurationTarget.Global);
  await use(await openEditorModel(NAME, { canSendRequest: () => true }), server);
}

suite("a model of the editor behind our port", () => {
  test("a prompt and its answer go through the editor unchanged", async () => {
    const parts: readonly AnswerPart[] = [
      { type: "text", text: "Let me " },
      { type: "text", text: "fix." },
      { type: "tool-call", id: "c1", name: "propose", input: { edits: [] } },
    ];
    await withModel(
      () => parts,
      async (model, server) => {
        const heard: string[] = [];
        const reply = await model.respond(prompt, never, (text) => heard.push(text));

        assert.equal(model.id, `editor:${NAME}`);
        assert.deepEqual(heard, ["Let me ", "fix."]);
        assert.equal(reply.text, "Let me fix.");
        assert.deepEqual(reply.toolCalls, [{ id: "c1", name: "propose", arguments: { edits: [] } }]);
        assert.equal(reply.stopReason, "tools");
        assert.equal(reply.usage.output, Math.ceil('Let me fix.propose{"edits":[]}'.length / 4));
        assert.ok(reply.usage.input > 20);
        const [request] = server.requests;
        assert.deepEqual(request?.messages, [
          {
            role: "user",
            content: [
              { type: "text", text: "You fix.\n\n" },
              { type: "text", text: "Fix it." },
            ],
          },
          { role: "assistant", content: [{ type: "tool-call", id: "c0", name: "read", input: { path: "a" } }] },
          {
            role: "user",
            content: [{ type: "tool-result", id: "c0", content: [{ type: "text", text: "no such file" }] }],
          },
        ]);
        assert.deepEqual(
          request?.tools.map(({ name }) => name),
          ["propose", "read"],
        );
        assert.equal(request?.toolMode, "auto");
      },
    );
  });

  test("a tool that is wanted is the only one offered, and required", async () => {
    await withModel(
      () => [{ type: "tool-call", id: "c1", name: "propose", input: {} }],
      async (model, server) => {
        await model.respond({ ...prompt, toolChoice: { name: "propose" } }, never);

        const [request] = server.requests;
        assert.equal(request?.toolMode, "required");
        assert.deepEqual(
          request?.tools.map(({ name }) => name),
          ["propose"],
        );
      },
    );
  });

  test("a failure of the model's extension is a sentence with what to do", async () => {
    await withModel(
      () => {
        throw new Error("the upstream is down");
      },
      async (model, server) => {
        const error = await model.respond(prompt, never).catch((thrown: unknown) => thrown);

        assert.ok(error instanceof AppError);
        assert.equal(error.code, "provider");
        assert.match(error.message, /"Tessera Test 1" failed \(.*the upstream is down.*\): .*"Tessera: Select Model"/);
        assert.equal(server.requests.length, 1);
      },
    );
  });

  test("an answer that ends without a word is a failure", async () => {
    await withModel(
      () => [],
      async (model) => {
        await assert.rejects(model.respond(prompt, never), { code: "provider", message: /without saying anything/ });
      },
    );
  });

  test("cancelling ends it at once, whatever the model does", async () => {
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<readonly AnswerPart[]>();
    await withModel(
      () => {
        asked.resolve();
        return left.promise;
      },
      async (model) => {
        const stop = new AbortController();
        const answer = model.respond(prompt, stop.signal);
        await asked.promise;
        const started = Date.now();

        stop.abort();

        await assert.rejects(answer, { code: "cancelled" });
        assert.ok(Date.now() - started < 500);
        left.resolve([]);
      },
    );
  });

  test("a model that refuses tools is asked in text, and its block of JSON is a call", async () => {
    await withModel(
      ({ tools }) => {
        if (tools.length > 0) throw new Error("this model does not support tools");
        return [{ type: "text", text: 'So:\n```json\n{"name":"propose","arguments":{"edits":[]}}\n```' }];
      },
      async (model, server) => {
        const reply = await model.respond(prompt, never);

        assert.deepEqual(
          reply.toolCalls.map(({ name, arguments: given }) => ({ name, given })),
          [{ name: "propose", given: { edits: [] } }],
        );
        assert.equal(server.requests.length, 2);
        assert.match(JSON.stringify(server.requests[1]?.messages), /read answered:.*no such file/);
      },
    );
  });

  test("a model that is not offered is named with what to do", async () => {
    const opening = openEditorModel("tessera-test/gone", { canSendRequest: () => true });

    await assert.rejects(opening, { code: "provider", message: /"tessera-test\/gone".*"Tessera: Select Model"/ });
  });
});
