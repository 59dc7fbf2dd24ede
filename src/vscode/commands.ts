import { commands, type Disposable, Uri, window, workspace } from "vscode";
import { AppError, asAppError } from "../core/app-error.ts";
import { agentCommands } from "./agent-commands.ts";
import { attend } from "./attend.ts";
import { costText } from "./cost.ts";
import type { ChatView } from "./panel/chat-view.ts";
import type { Requests } from "./requests.ts";
import type { OpenDesk } from "./review/open-desk.ts";
import type { ProposalDocuments } from "./review/proposal-documents.ts";
import { requestText } from "./run-view.ts";
import type { OpenRun } from "./runs/open-run.ts";
import type { Runs } from "./runs/runs.ts";

export interface CommandParts {
  readonly runs: Runs;
  readonly desk: OpenDesk;
  /** What is typed into them is saved before anything is accepted. */
  readonly documents: Pick<ProposalDocuments, "flush">;
  readonly requests: Requests;
  readonly chat: ChatView;
  readonly report: (error: unknown) => void;
}

/** The commands that start and stop work and look at runs; those of review and models are registered beside these. */
export function registerCommands(parts: CommandParts): readonly Disposable[] {
  const { runs, desk, documents, requests, chat } = parts;
  const table: Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>> = {
    ...Object.fromEntries(
      Object.entries(agentCommands(requests)).map(([name, start]) => [
        name,
        (...args: readonly unknown[]) => showing(parts, start(...args)),
      ]),
    ),
    "tessera.ask": (text) => chat.compose(typeof text === "string" ? text : ""),
    "tessera.acceptProved": async () => {
      for (const { run, worker } of desk.proposals) if (!(await documents.flush({ run, worker }))) return;
      await desk.acceptProved();
    },
    "tessera.undoAccepted": () => desk.reverse("undo"),
    "tessera.redoAccepted": () => desk.reverse("redo"),
    "tessera.stop": async (run) => stop(runs, run),
    "tessera.newChat": async () => runs.clear(),
    "tessera.showHistory": () => showHistory(parts),
    "tessera.showJournal": (run) => showJournal(runs, run),
    "tessera.exportRun": (run) => exportRun(runs, run),
    "tessera.openSettings": async () =>
      commands.executeCommand("workbench.action.openSettings", "@ext:tessera.tessera"),
    "tessera.showCost": () => showText("markdown", costText(runs.shown.map(({ state }) => state))),
  };
  return Object.entries(table).map(([name, run]) =>
    commands.registerCommand(name, async (...args: unknown[]) => {
      try {
        await run(...args);
      } catch (error) {
        const expected = asAppError(error);
        if (expected === undefined) throw error;
        if (expected.code !== "cancelled") window.showErrorMessage(expected.message);
      }
    }),
  );
}

/** Shows the panel when the run begins; the focus stays where the user is at. */
async function showing({ chat }: CommandParts, started: Promise<OpenRun | undefined>): Promise<void> {
  const [shown, attended] = await Promise.allSettled([
    commands.executeCommand("tessera.chat.focus", { preserveFocus: true }),
    attend(started, () => chat.visible),
  ]);
  for (const outcome of [attended, shown]) if (outcome.status === "rejected") throw outcome.reason;
}

async function stop(runs: Runs, run: unknown): Promise<void> {
  for (const open of runs.shown) if (open.live && (typeof run !== "string" || open.run === run)) open.stop();
}

async function showHistory({ runs, chat }: CommandParts): Promise<void> {
  const past = await runs.history();
  const items = past.map((state) => ({
    label: requestText(state) || state.run,
    description: new Date(state.startedAt).toLocaleString(),
    detail: state.sentence,
    run: state.run,
  }));
  const placeHolder = items.length === 0 ? "There are no earlier runs of this folder yet" : "Which run shall be shown?";
  const picked = await window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  if (picked === undefined) return;
  await runs.show(picked.run);
  chat.reveal(picked.run);
}

/** The run that is named, or else the newest that has begun. */
function chosen(runs: Runs, run: unknown): OpenRun {
  const open = typeof run === "string" ? runs.find(run) : runs.shown.findLast((one) => one.hasBegun);
  if (open === undefined) throw new AppError("usage", "There is no run yet: start one first.");
  return open;
}

async function showJournal(runs: Runs, run: unknown): Promise<void> {
  const { journalFile } = await import("../node/journal.ts");
  const open = chosen(runs, run);
  const document = await workspace.openTextDocument(Uri.file(journalFile(open.place.state, open.run)));
  await window.showTextDocument(document, { preview: true });
}

async function exportRun(runs: Runs, run: unknown): Promise<void> {
  const open = chosen(runs, run);
  const { exportText } = await import("../core/run/export-run.ts");
  await showText("markdown", await exportText(open.state, open.place.blobs));
}

async function showText(language: string, content: string): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument({ language, content }), { preview: true });
}
