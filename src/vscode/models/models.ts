import * as vscode from "vscode";
import { AppError } from "../../core/app-error.ts";
import type { Link } from "../../core/models/chain.ts";
import type { ChatModel } from "../../core/models/chat-model.ts";
import { systemClock } from "../../core/models/clock.ts";
import type { Connections, Reach } from "../../core/models/connect.ts";
import type { RemoteModelOptions } from "../../core/models/endpoint.ts";
import { readModelId } from "../../core/models/model-id.ts";
import { mapPlan, readModelPlan } from "../../core/models/model-plan.ts";
import { type ProviderName, REMOTE_PROVIDERS } from "../../core/models/remote-providers.ts";
import { Servers } from "../../core/models/servers.ts";
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
   * The chosen models for one run, as one; what they learn of their servers' limits is known to all runs. Throws `key` with a sentence that names the command "Tessera: Set API Key" when a key is missing,
   * and `usage` for a choice that cannot be made, with a sentence that names "Tessera: Select Model".
   */
  make(trees: SyntaxTrees, reach: Reach): Promise<ChatModel>;
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
  const servers = new Servers(systemClock);
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
    make: (trees, reach) => makeModels(current.id, { trees, reach, servers, keys, context }),
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

interface Parts {
  readonly trees: SyntaxTrees;
  readonly reach: Reach;
  readonly servers: Servers;
  readonly keys: Keys;
  readonly context: vscode.ExtensionContext;
}

async function makeModels(setting: string, parts: Parts): Promise<ChatModel> {
  const { Connections } = await import("../../core/models/connect.ts");
  const { agentNames } = await import("../../core/agents/index.ts");
  const connections = new Connections({ servers: parts.servers, clock: systemClock, ...parts.reach });
  const plan = readModelPlan(setting, agentNames);
  return connections.routed(await mapPlan(plan, (id) => makeLink(id, connections, parts)));
}

async function makeLink(id: string, connections: Connections, { trees, keys, context }: Parts): Promise<Link> {
  const named = readModelId(id);
  switch (named.type) {
    case "offline": {
      const { offlineModel } = await import("../../core/models/offline/offline.ts");
      return connections.other(
        offlineModel({ trees, chooseModel: 'choose a real model with "Tessera: Select Model"' }),
      );
    }
    case "remote":
      return connections.remote(named.provider, await accessTo(named.provider, named.model, keys));
    case "editor": {
      const { openEditorModel } = await import("./open-editor-model.ts");
      return connections.other(await openEditorModel(named.name, context.languageModelAccessInformation));
    }
    case "unknown":
      throw new AppError("usage", `The setting tessera.model names no model ("${id}"): ${SELECT}.`);
  }
}

async function accessTo(provider: ProviderName, model: string, keys: Keys): Promise<RemoteModelOptions> {
  const { key, baseUrl, needsKey, keyName, setKey } = await serverOf(provider, keys);
  if (key === undefined && needsKey)
    throw new AppError(
      "key",
      `There is no key for ${REMOTE_PROVIDERS[provider].title} (${baseUrl}): ${setKey}, or choose another model with "Tessera: Select Model".`,
    );
  return {
    model,
    baseUrl,
    keyName,
    setKey,
    listModels: '"Tessera: Select Model" lists what it has',
    ...(key === undefined ? {} : { key }),
  };
}
