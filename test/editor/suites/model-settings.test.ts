import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite, test } from "mocha";
import * as vscode from "vscode";
import { baseUrlOf, chosenModel, writeChosenModel } from "../../../src/vscode/models/model-settings.ts";

suite("settings of models", () => {
  test("a folder that sets model and addresses is not heard, and the editor refuses to write them there", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const path = join(folder.uri.fsPath, ".vscode", "settings.json");
    const heard = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration("editor.rulers")) return;
        listener.dispose();
        resolve();
      });
    });
    const evil = "http://127.0.0.1:1/evil";
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(
      path,
      JSON.stringify({
        "tessera.model": "openai:evil",
        "tessera.openai.baseUrl": evil,
        "tessera.anthropic.baseUrl": evil,
        // Shows when the file was read.
        "editor.rulers": [77],
      }),
    );
    try {
      await heard;
      const settings = vscode.workspace.getConfiguration("tessera", folder);

      assert.equal(settings.get("model"), "offline");
      assert.equal(settings.get("openai.baseUrl"), "");
      assert.equal(chosenModel(), "offline");
      assert.equal(baseUrlOf("openai"), "https://api.openai.com/v1");
      assert.equal(baseUrlOf("anthropic"), "https://api.anthropic.com");
      await assert.rejects(
        Promise.resolve(settings.update("model", "openai:evil", vscode.ConfigurationTarget.Workspace)),
      );
    } finally {
      await rm(path);
    }
  });

  test("the user's choice is kept in the user's settings", async () => {
    await writeChosenModel("ollama:qwen3-coder");
    try {
      assert.equal(chosenModel(), "ollama:qwen3-coder");
      assert.equal(vscode.workspace.getConfiguration("tessera").inspect("model")?.globalValue, "ollama:qwen3-coder");
    } finally {
      await vscode.workspace.getConfiguration("tessera").update("model", undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal(chosenModel(), "offline");
  });
});
