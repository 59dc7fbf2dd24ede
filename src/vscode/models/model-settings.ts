import * as vscode from "vscode";
import { type ProviderName, REMOTE_PROVIDERS } from "../../core/models/remote-providers.ts";

/** The user's own value alone: a folder that is opened never chooses where code and keys go. */
function userSetting(name: string): string {
  const found = vscode.workspace.getConfiguration("tessera").inspect<unknown>(name);
  const value = found?.globalValue ?? found?.defaultValue;
  return typeof value === "string" ? value.trim() : "";
}

/** The id of the model that runs use. */
export function chosenModel(): string {
  return userSetting("model") || "offline";
}

/** Rejects when the user's settings cannot be written, with the editor's own reason. */
export async function writeChosenModel(id: string): Promise<void> {
  await vscode.workspace.getConfiguration("tessera").update("model", id, vscode.ConfigurationTarget.Global);
}

/** Where a provider is reached: the user's server where one is set, else its own. */
export function baseUrlOf(provider: ProviderName): string {
  switch (provider) {
    case "anthropic":
    case "openai":
      return userSetting(`${provider}.baseUrl`) || REMOTE_PROVIDERS[provider].baseUrl;
    case "ollama":
    case "lmstudio":
      return REMOTE_PROVIDERS[provider].baseUrl;
  }
}
