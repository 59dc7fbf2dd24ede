import { type ExtensionContext, window } from "vscode";
import { mendState } from "../node/mend-state.ts";
import { stateRoot } from "../node/state-root.ts";
import { registerCommands } from "./commands.ts";
import { openModels } from "./models/models.ts";
import { registerStatusBar } from "./models/status-bar.ts";
import { ChatView } from "./panel/chat-view.ts";
import { Requests } from "./requests.ts";
import { OpenDesk } from "./review/open-desk.ts";
import { Proposals } from "./review/proposals.ts";
import { Recheck } from "./review/recheck.ts";
import { registerReview } from "./review/register-review.ts";
import { Runs } from "./runs/runs.ts";
import { runningTotals } from "./runs/totals.ts";

/**
 * Wires the parts together. Nothing is loaded, started or read here that the first use could load, start or read, but for the
 * leftovers of an apply that a crash cut off.
 */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel("Tessera", { log: true });
  const report = (error: unknown) => output.error(error instanceof Error ? error : String(error));
  const models = openModels(context);
  const runs = new Runs({ models, memory: context.workspaceState, report });
  const proposals = new Proposals(runs, report);
  const recheck = new Recheck(runs, proposals, report);
  const desk = new OpenDesk(
    runs,
    proposals,
    mended(report).then(() => runs.restore()),
  );
  const requests = new Requests(runs);
  const { extensionUri } = context;
  const documents = registerReview(desk, extensionUri);
  const chat = new ChatView({ extensionUri, runs, proposals, desk, recheck, requests, models, report });
  context.subscriptions.push(
    output,
    runs,
    proposals,
    recheck,
    chat,
    window.registerWebviewViewProvider("tessera.chat", chat, { webviewOptions: { retainContextWhenHidden: false } }),
    documents,
    registerStatusBar({ models, onDidChangeRuns: runningTotals(runs) }),
    ...registerCommands({ runs, desk, documents, requests, chat, report }),
  );
  desk.ready.catch(report);
}

/** Finishes or takes back what a crash has left half applied, before anything is shown of it, and says so. */
async function mended(report: (error: unknown) => void): Promise<void> {
  try {
    const recoveries = await mendState(stateRoot(process.env, process.platform));
    const told = recoveries.filter(({ outcome }) => outcome !== "left");
    for (const { outcome, paths } of told) {
      const files = paths.length === 1 ? paths[0] : `${paths.length} files`;
      window.showInformationMessage(`Tessera was cut off while it wrote ${files}: that was ${outcome} now.`);
    }
  } catch (error) {
    report(error);
  }
}
