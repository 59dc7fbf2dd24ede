import * as vscode from "vscode";
import { asAppError } from "../../core/app-error.ts";
import { answersEveryone, listModels, type ModelList } from "../../core/models/list-models.ts";
import { REMOTE_PROVIDERS } from "../../core/models/remote-providers.ts";
import type { Keys } from "./keys.ts";
import { baseUrlOf } from "./model-settings.ts";

export type KeyedProvider = "anthropic" | "openai";

const STORE_ANYWAY = "Store Anyway";

/**
 * Asks for a key, checks it with its server, and keeps it. Everything that goes wrong is told to the user here.
 * Resolves to whether a key was stored or removed.
 */
export async function askForKey(keys: Keys, wanted?: KeyedProvider): Promise<boolean> {
  try {
    const provider = wanted ?? (await pickProvider(keys));
    return provider !== undefined && (await askFor(provider, keys));
  } catch (error) {
    const expected = asAppError(error);
    if (expected === undefined) throw error;
    if (expected.code !== "cancelled") void vscode.window.showErrorMessage(expected.message);
    return false;
  }
}

async function pickProvider(keys: Keys): Promise<KeyedProvider | undefined> {
  const items = await Promise.all(
    (["anthropic", "openai"] as const).map(async (provider) => {
      const baseUrl = baseUrlOf(provider);
      const stored = await keys.read({ provider, baseUrl }).catch(() => undefined);
      const description = stored === undefined ? "" : "$(key) a key is stored";
      return { provider, label: REMOTE_PROVIDERS[provider].title, description, detail: baseUrl };
    }),
  );
  const title = "Tessera: Set API Key";
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: "Whose key?" });
  return picked?.provider;
}

async function askFor(provider: KeyedProvider, keys: Keys): Promise<boolean> {
  const server = { provider, baseUrl: baseUrlOf(provider) };
  const given = await vscode.window.showInputBox({
    title: `${REMOTE_PROVIDERS[provider].title}: API key`,
    prompt: `For ${server.baseUrl}. Kept in the editor's secret storage, sent to that server only. Leave it empty to remove the stored key.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[\x21-\x7e]*$/.test(text.trim())
        ? undefined
        : "A key holds no spaces, line breaks or other special characters.",
  });
  if (given === undefined) return false;
  const key = given.trim();
  if (key === "") {
    await keys.remove(server);
    void vscode.window.showInformationMessage(`No key is stored for ${server.baseUrl}.`);
    return true;
  }
  const checked = await check({ ...server, key, keyName: "the input box", setKey: "enter it" });
  if (checked.sentence === undefined) return store(server, key, checked.found, keys);
  const { sentence, refused } = checked;
  if (refused) {
    const again = await vscode.window.showErrorMessage(`The key was not stored. ${sentence}`, "Try Again");
    return again === undefined ? false : askFor(provider, keys);
  }
  const anyway = await vscode.window.showWarningMessage(`The key was not checked. ${sentence}`, STORE_ANYWAY);
  return anyway === undefined ? false : store(server, key, "It was not checked.", keys);
}

type Checked =
  | { readonly sentence: undefined; readonly found: string }
  | { readonly sentence: string; readonly refused: boolean };

/** Throws `cancelled`. */
async function check(server: Parameters<typeof listModels>[0]): Promise<Checked> {
  const location = vscode.ProgressLocation.Notification;
  const title = `Checking the key with ${server.baseUrl}`;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const using = { fetch, signal: stop.signal };
    const list = await listModels(server, using);
    if (list.status !== "listed") return { sentence: list.sentence, refused: list.status === "refused" };
    return { sentence: undefined, found: await found(list, server, using) };
  });
}

async function found(
  list: Extract<ModelList, { readonly status: "listed" }>,
  server: Parameters<typeof listModels>[0],
  using: Parameters<typeof listModels>[1],
): Promise<string> {
  const { address, models } = list;
  const count = `${models.length} model${models.length === 1 ? "" : "s"}`;
  const own = server.baseUrl === REMOTE_PROVIDERS[server.provider].baseUrl;
  return !own && (await answersEveryone(server, using))
    ? `${address} lists ${count} to everyone, so whether it takes the key shows with the first run.`
    : `${address} took it and lists ${count}.`;
}

async function store(
  server: { readonly provider: KeyedProvider; readonly baseUrl: string },
  key: string,
  found: string,
  keys: Keys,
): Promise<boolean> {
  const failure = await keys.store(server, key);
  if (failure !== undefined) {
    void vscode.window.showWarningMessage(failure);
    return true;
  }
  const select = "Select Model";
  void vscode.window.showInformationMessage(`The key is stored. ${found}`, select).then((chosen) => {
    if (chosen === select) return vscode.commands.executeCommand("tessera.selectModel");
    return undefined;
  });
  return true;
}
