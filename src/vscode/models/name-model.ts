import * as vscode from "vscode";
import { REMOTE_PROVIDERS } from "../../core/models/remote-providers.ts";
import type { KeyedProvider } from "./ask-for-key.ts";
import type { ModelChoice } from "./model-choice.ts";

/** Asks for a model that its server does not list. */
export async function nameModel(provider: KeyedProvider): Promise<ModelChoice | undefined> {
  const { title, defaultModel } = REMOTE_PROVIDERS[provider];
  const name = await vscode.window.showInputBox({
    title: `${title}: model`,
    prompt: "The name as the server knows it.",
    placeHolder: defaultModel,
    validateInput: (text) => (/[\p{Cc}\p{Cf}]/u.test(text) ? "A name is one line of visible characters." : undefined),
  });
  const model = name?.trim() ?? "";
  return model === "" ? undefined : { id: `${provider}:${model}`, label: model, offline: false };
}
