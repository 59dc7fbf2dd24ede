import * as vscode from "vscode";
import { askForKey } from "./ask-for-key.ts";
import type { Keys } from "./keys.ts";
import type { ModelChoice } from "./model-choice.ts";
import { type Entry, type EntryAction, failedEntry, modelSections, type Section } from "./model-sections.ts";
import { nameModel } from "./name-model.ts";

/** Lets the user choose among everything that can be reached. Undefined when nothing was chosen. */
export async function pickModel(current: ModelChoice, keys: Keys): Promise<ModelChoice | undefined> {
  for (;;) {
    const answer = await showList(current, keys);
    switch (answer?.type) {
      case undefined:
        return undefined;
      case "choose":
        return answer.choice;
      case "set-key":
        await askForKey(keys, answer.provider);
        break;
      case "name-model": {
        const named = await nameModel(answer.provider);
        if (named !== undefined) return named;
        break;
      }
      case "set-address":
        await vscode.commands.executeCommand("workbench.action.openSettings", `tessera.${answer.provider}.baseUrl`);
        return undefined;
    }
  }
}

/** What leaves the list. */
type Answer = Exclude<EntryAction, { readonly type: "load" }>;

const FIRST_DRAW_MS = 200;

/** The list fills while it is open; leaving it ends every request that is still on its way. */
function showList(current: ModelChoice, keys: Keys): Promise<Answer | undefined> {
  const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
  const stop = new AbortController();
  const pick = vscode.window.createQuickPick<Entry>();
  pick.title = "Tessera: Select Model";
  pick.placeholder = `In use: ${current.label}`;
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;

  const shown = new Map<string, readonly Entry[]>();
  const loading = new Set<string>();
  let placed: string | undefined;
  const draw = () => {
    const active = pick.activeItems[0]?.key;
    const items = [...shown].flatMap(([title, entries]) => [separator(title), ...entries]);
    // What the user has moved to stays; until then that is the model in use.
    const wanted = active !== placed ? active : current.id;
    const place = items.find(({ key }) => key === wanted) ?? items.find(({ key }) => key === active) ?? items[1];
    pick.items = items;
    pick.activeItems = place === undefined ? [] : [place];
    placed = place?.key;
    pick.busy = loading.size > 0;
  };
  // Rows that move are hard to hit: what answers at once is drawn together.
  const settled = Promise.withResolvers<void>();
  const first = setTimeout(settled.resolve, FIRST_DRAW_MS);
  const drawLater = () => {
    if (loading.size === 0) settled.resolve();
    void settled.promise.then(() => {
      if (!stop.signal.aborted) draw();
    });
  };
  const load = async (section: Section) => {
    const { title } = section;
    loading.add(title);
    shown.set(title, [{ key: `waiting ${title}`, label: `$(loading~spin) ${section.waiting}` }]);
    drawLater();
    const entries = await section.load(stop.signal).catch((error: unknown) => [failedEntry(section, error)]);
    if (stop.signal.aborted) return;
    loading.delete(title);
    shown.set(
      title,
      entries.map((entry) => marked(entry, current)),
    );
    drawLater();
  };

  pick.onDidAccept(() => {
    const action = pick.activeItems[0]?.action;
    if (action === undefined) return;
    if (action.type === "load") {
      void load(action.section);
      return;
    }
    resolve(action);
    pick.hide();
  });
  pick.onDidHide(() => {
    stop.abort();
    clearTimeout(first);
    resolve(undefined);
    pick.dispose();
  });
  for (const section of modelSections(keys)) void load(section);
  pick.busy = true;
  pick.show();
  return promise;
}

function separator(title: string): Entry {
  return { key: `separator ${title}`, label: title, kind: vscode.QuickPickItemKind.Separator };
}

function marked(entry: Entry, current: ModelChoice): Entry {
  return entry.key === current.id ? { ...entry, label: `$(check) ${entry.label}` } : entry;
}
