import assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";
import { startEditorModel } from "../model-server.ts";

suite("a model of the editor", () => {
  test("is asked with messages and tools, and answers with text and tool calls", async () => {
    await using server = await startEditorModel(() => [
      { type: "text", text: "Let me " },
      { type: "text", text: "look." },
      { type: "tool-call", id: "c1", name: "read", input: { path: "src/a.js" } },
    ]);
    await vscode.workspace
      .getConfiguration("tessera-test")
      .update("url", server.url, vscode.ConfigurationTarget.Global);
    const inputSchema = { type: "object", properties: { path: { type: "string" } } };
    const [model] = await vscode.lm.selectChatModels({ vendor: "tessera-test" });
    assert.ok(model);

    const messages = [
      vscode.LanguageModelChatMessage.User("Fix it."),
      vscode.LanguageModelChatMessage.Assistant([new vscode.LanguageModelToolCallPart("c0", "read", { path: "b" })]),
      vscode.LanguageModelChatMessage.User([
        new vscode.LanguageModelToolResultPart("c0", [new vscode.LanguageModelTextPart("no such file")]),
      ]),
    ];
    const tools = [{ name: "read", description: "Reads a file.", inputSchema }];
    const response = await model.sendRequest(messages, { tools, toolMode: vscode.LanguageModelChatToolMode.Required });
    const parts: unknown[] = [];
    for await (const part of response.stream) parts.push(part);

    const text = parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
    const calls = parts.filter((part) => part instanceof vscode.LanguageModelToolCallPart);
    assert.equal(text, "Let me look.");
    assert.deepEqual(
      calls.map(({ callId, name, input }) => ({ callId, name, input })),
      [{ callId: "c1", name: "read", input: { path: "src/a.js" } }],
    );
    assert.deepEqual(server.requests, [
      {
        model: "tessera-test-1",
        messages: [
          { role: "user", content: [{ type: "text", text: "Fix it." }] },
          { role: "assistant", content: [{ type: "tool-call", id: "c0", name: "read", input: { path: "b" } }] },
          {
            role: "user",
            content: [{ type: "tool-result", id: "c0", content: [{ type: "text", text: "no such file" }] }],
          },
        ],
        tools: [{ name: "read", description: "Reads a file.", inputSchema }],
        toolMode: "required",
        modelOptions: {},
      },
    ]);
  });

  test("tells a failure of its server to the one who asked", async () => {
    await using server = await startEditorModel(() => {
      throw new Error("out of tokens");
    });
    await vscode.workspace
      .getConfiguration("tessera-test")
      .update("url", server.url, vscode.ConfigurationTarget.Global);
    const [model] = await vscode.lm.selectChatModels({ vendor: "tessera-test" });
    assert.ok(model);

    const asked = async () => {
      const response = await model.sendRequest([vscode.LanguageModelChatMessage.User("Hello")]);
      for await (const _ of response.text);
    };

    await assert.rejects(asked, /out of tokens/);
  });
});
