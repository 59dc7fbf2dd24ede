import * as vscode from "vscode";
import { AppError } from "../../core/app-error.ts";
import type { ChatModel } from "../../core/models/chat-model.ts";
import { editorModel } from "./editor-model.ts";

/** The model "vendor/id" of those the editor offers. Throws `provider` when it offers none of that name. */
export async function openEditorModel(
  name: string,
  access: Pick<vscode.LanguageModelAccessInformation, "canSendRequest">,
): Promise<ChatModel> {
  // Asking one vendor spares the others from starting.
  const vendor = name.slice(0, Math.max(0, name.indexOf("/")));
  const models = await vscode.lm.selectChatModels({ vendor });
  const chat = models.find((model) => `${model.vendor}/${model.id}` === name);
  if (chat === undefined)
    throw new AppError(
      "provider",
      `The editor offers no model "${name}": sign in to its provider, or choose another with "Tessera: Select Model".`,
    );
  return editorModel({ chat, api: vscode, mayAsk: () => access.canSendRequest(chat) });
}
