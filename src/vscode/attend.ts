import { commands, window } from "vscode";
import type { OpenRun } from "./runs/open-run.ts";

/** Says how a run ended where nobody looks at the panel. */
export async function attend(started: Promise<OpenRun | undefined>, isSeen: () => boolean): Promise<void> {
  const open = await started;
  if (open === undefined || isSeen() || open.state.status === "cancelled") return;
  const waits = [...open.state.workers.values()].some(({ report }) => report?.changeSet !== undefined);
  const action = waits ? "Review" : "Show";
  // Not awaited: a message that nobody answers holds up nothing.
  window.showInformationMessage(`Tessera: ${open.state.sentence}`, action).then((picked) => {
    if (picked === undefined) return undefined;
    return commands.executeCommand(waits ? "tessera.review" : "tessera.chat.focus");
  });
}
