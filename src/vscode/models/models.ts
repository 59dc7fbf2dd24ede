import * as vscode from "vscode";
import { AppError } from "../../core/app-error.ts";
import type { ChatModel } from "../../core/models/chat-model.ts";
import { readModelId } from "../../core/models/model-id.ts";
import { type ProviderName, REMOTE_PROVIDERS } from "../../core/models/remote-providers.ts";
import type { SyntaxTrees } from "../../core/ports/syntax-trees.ts";
import { type Keys, openKeys } from "./keys.ts";
import { openLabels } from "./labels.ts";
import type { ModelChoice } from "./model-choice.ts";
import { serverOf } from "./model-server.ts";
import { chosenModel, writeChosenModel } from "./model-settings.ts";

/** Which model runs use, and how people change that. Nothing here asks a model anything but `make`'s result. */
export interface Models {
  readonly current: ModelChoice;
  readonly onDidChange: vscode.Event<ModelChoice>;
  /**
   * A model for one run. Throws `key` with a sentence that names the command "Tessera: Set API Key" when a key is missing,
   * and `usage` for a choice that cannot be made, with a sentence that names "Tessera: Select Model".
   */
  make(trees: SyntaxTrees): Promise<ChatModel>;
  /** Lets the user choose; the choice is kept in the user's settings. */
  select(): Promise<void>;
  /** Asks for a provider and its key, checks the key with the provider, and keeps it in the editor's secret storage. */
  setKey(): Promise<void>;
}

const SELECT = 'choose one with "Tessera: Select Model"';

/** To be called once per activation, with its commands; what it opens ends with the context. Reads settings only. */
export function openModels(context: vscode.ExtensionContext): Models {
  const keys = openKeys(context.secrets);
  const labels = openLabels(context.globalState);
  const changed = new vscode.EventEmitter<ModelChoice>();
  const read = (): ModelChoice => {
    const id = chosenModel();
    return { id, label: labels.of(id), offline: readModelId(id).type === "offline" };
  };
  let current = read();
  const follow = () => {
    const next = read();
    if (next.id === current.id && next.label === current.label) return;
    current = next;
    changed.fire(current);
  };
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("tessera.model")) follow();
    }),
  );

  const models: Models = {
    get current() {
      return current;
    },
    onDidChange: changed.event,
    make: (trees) => makeModel(current.id, trees, keys, context.languageModelAccessInformation),
    async select() {
      const { pickModel } = await import("./pick-model.ts");
      const picked = await pickModel(current, keys);
      if (picked === undefined) return;
      try {
        await labels.remember(picked);
        await writeChosenModel(picked.id);
        follow();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        void vscode.window.showErrorMessage(`The model was not changed: ${reason}`);
      }
    },
    async setKey() {
      const { askForKey } = await import("./ask-for-key.ts");
      await askForKey(keys);
    },
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("tessera.selectModel", () => models.select()),
    vscode.commands.registerCommand("tessera.setKey", () => models.setKey()),
  );
  return models;
}

async function makeModel(
  id: string,
  trees: SyntaxTrees,
  keys: Keys,
  access: vscode.LanguageModelAccessInformation,
): Promise<ChatModel> {
  const named = readModelId(id);
  switch (named.type) {
    case "offline": {
      const { offlineModel } = await import("../../core/models/offline/offline.ts");
      return offlineModel({ trees, chooseModel: 'choose a real model with "Tessera: Select Model"' });
    }
    case "remote":
      return remoteModelOf(named.provider, named.model, keys);
    case "editor": {
      const { openEditorModel } = await import("./open-editor-model.ts");
      return openEditorModel(named.name, access);
    }
    case "unknown":
      throw new AppError("usage", `The setting tessera.model names no model ("${id}"): ${SELECT}.`);
  }
}

async function remoteModelOf(provider: ProviderName, model: string, keys: Keys): Promise<ChatModel> {
  const { key, baseUrl, needsKey, keyName, setKey } = await serverOf(provider, keys);
  if (key === undefined && needsKey)
    throw new AppError(
      "key",
      `There is no key for ${REMOTE_PROVIDERS[provider].title} (${baseUrl}): ${setKey}, or choose another model with "Tessera: Select Model".`,
    );
  const { remoteModel } = await import("../../core/models/providers.ts");
  return remoteModel(provider, {
    model,
    baseUrl,
    keyName,
    setKey,
    listModels: '"Tessera: Select Model" lists what it has',
    ...(key === undefined ? {} : { key }),
  });
}
