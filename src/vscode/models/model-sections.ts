import * as vscode from "vscode";
import { type ListedModel, listModels, type ModelList } from "../../core/models/list-models.ts";
import { type ProviderName, REMOTE_PROVIDERS } from "../../core/models/remote-providers.ts";
import type { KeyedProvider } from "./ask-for-key.ts";
import type { Keys } from "./keys.ts";
import type { ModelChoice } from "./model-choice.ts";
import { serverOf } from "./model-server.ts";
import { plainLabel } from "./plain-label.ts";

/** What happens when an entry is accepted. */
export type EntryAction =
  | { readonly type: "choose"; readonly choice: ModelChoice }
  | { readonly type: "set-key" | "name-model" | "set-address"; readonly provider: KeyedProvider }
  /** Asks for the section's entries, again or for the first time; the list stays open. */
  | { readonly type: "load"; readonly section: Section };

export interface Entry extends vscode.QuickPickItem {
  readonly key: string;
  /** Left out: the entry only says something. */
  readonly action?: EntryAction;
}

/** One part of the list of models. */
export interface Section {
  readonly title: string;
  /** Shown until the entries are there. */
  readonly waiting: string;
  /** Rejects with `cancelled` or a sentence of what went wrong. */
  load(signal: AbortSignal): Promise<readonly Entry[]>;
}

/** In the order in which they are shown. Local servers are looked for only when that is asked for. */
export function modelSections(keys: Keys): readonly Section[] {
  return [offline, editorModels, remoteModels("anthropic", keys), remoteModels("openai", keys), localServers(keys)];
}

/** What went wrong as an entry; accepting it asks again. */
export function failedEntry(section: Section, error: unknown): Entry {
  const detail = plainLabel(error instanceof Error ? error.message : String(error));
  return { ...said(`$(warning) ${section.title} cannot be listed`, AGAIN, { type: "load", section }), detail };
}

const offline: Section = {
  title: "Offline",
  waiting: "Offline",
  load: async () => [
    choose(
      "offline",
      "Offline",
      "no server, no key: repairs faults of one small change",
      "Deterministic; every try is verified.",
    ),
  ],
};

const editorModels: Section = {
  title: "Editor models",
  waiting: "Asking the editor for its models",
  async load() {
    const models = await vscode.lm.selectChatModels();
    const entries = new Map<string, Entry>();
    for (const { vendor, id, name } of models) {
      const entry = choose(`editor:${vendor}/${id}`, name || id, vendor);
      if (!entries.has(entry.key)) entries.set(entry.key, entry);
    }
    if (entries.size > 0) return [...entries.values()];
    return [
      said("$(info) The editor offers no models", "Extensions provide them; sign in to one, and open this list again."),
    ];
  },
};

function remoteModels(provider: KeyedProvider, keys: Keys): Section {
  const { title } = REMOTE_PROVIDERS[provider];
  const section: Section = {
    title,
    waiting: `Asking ${title} for its models`,
    async load(signal) {
      const server = await serverOf(provider, keys);
      const setKey = said(`$(key) Set API Key…`, server.baseUrl, { type: "set-key", provider });
      const address = said("$(server) Server address…", server.baseUrl, { type: "set-address", provider });
      if (server.needsKey && server.key === undefined) return [setKey, address];
      const list = await listModels(server, { fetch, signal });
      const more = [said("$(edit) Another model by its name…", "", { type: "name-model", provider }), setKey, address];
      if (list.status === "listed") return [...entriesOf(provider, list.models), ...more];
      return [unlisted(list, { type: "load", section }), ...more];
    },
  };
  return section;
}

function localServers(keys: Keys): Section {
  const title = "Local servers";
  const look: Section = {
    title,
    waiting: "Looking for Ollama and LM Studio on this machine",
    async load(signal) {
      const found = await Promise.all((["ollama", "lmstudio"] as const).map((name) => localModels(name, keys, signal)));
      return [...found.flat(), again];
    },
  };
  const again = said("$(refresh) Look again", "", { type: "load", section: look });
  return {
    title,
    waiting: title,
    load: async () => [
      said("$(search) Find local servers", "Asks 127.0.0.1 for Ollama and LM Studio.", { type: "load", section: look }),
    ],
  };
}

async function localModels(provider: ProviderName, keys: Keys, signal: AbortSignal): Promise<readonly Entry[]> {
  const { title } = REMOTE_PROVIDERS[provider];
  const server = await serverOf(provider, keys);
  const list = await listModels(server, { fetch, signal, timeoutMs: 3000 });
  switch (list.status) {
    case "listed":
      return list.models.length > 0
        ? entriesOf(provider, list.models)
        : [said(`$(info) ${title} runs, but has no models`, "Fetch one with it, and look again.")];
    case "unreachable":
      return [said(`$(circle-slash) ${title} does not run`, `Nothing answers at ${server.baseUrl}.`)];
    case "refused":
    case "no-model-server":
    case "failed":
      return [unlisted(list, undefined, `${title}: `)];
  }
}

const AGAIN = "Enter asks again.";

const PROBLEMS: Readonly<Record<Exclude<ModelList["status"], "listed">, string>> = {
  refused: "the server wants a valid key",
  unreachable: "the server cannot be reached",
  "no-model-server": "the server lists no models",
  failed: "the server cannot answer now",
};

/** A list that could not be had: the problem in a few words, the whole sentence below. */
function unlisted(
  list: Exclude<ModelList, { readonly status: "listed" }>,
  action: EntryAction | undefined,
  whose = "",
): Entry {
  const problem = PROBLEMS[list.status];
  const label = `$(warning) ${whose}${whose === "" ? problem.charAt(0).toUpperCase() + problem.slice(1) : problem}`;
  return { ...said(label, action === undefined ? "" : AGAIN, action), detail: plainLabel(list.sentence) };
}

function entriesOf(provider: ProviderName, models: readonly ListedModel[]): readonly Entry[] {
  return models.map(({ id, name }) => choose(`${provider}:${id}`, name, name === id ? "" : id));
}

function choose(id: string, label: string, description: string, detail?: string): Entry {
  return {
    key: id,
    label: plainLabel(label),
    description: plainLabel(description),
    ...(detail === undefined ? {} : { detail }),
    action: { type: "choose", choice: { id, label, offline: id === "offline" } },
  };
}

function said(label: string, description: string, action?: EntryAction): Entry {
  return { key: `${action?.type ?? "said"} ${label}`, label, description, ...(action === undefined ? {} : { action }) };
}
