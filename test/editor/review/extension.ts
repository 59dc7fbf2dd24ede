import * as vscode from "vscode";
import type { FindingRequest } from "../../../src/vscode/review/findings.ts";
import { registerReview } from "../../../src/vscode/review/register-review.ts";
import { MemoryDesk } from "./memory-desk.ts";

/** The review part of the extension alone, over a desk whose proposals a test lays down. */
export function activate({ subscriptions, extensionUri }: vscode.ExtensionContext): void {
  const { TESSERA_TEST_PROPOSALS: source, TESSERA_TEST_CALLS: log } = process.env;
  if (source === undefined || log === undefined)
    throw new Error("Set TESSERA_TEST_PROPOSALS and TESSERA_TEST_CALLS to files.");
  const desk = new MemoryDesk(source, log);
  const diagnostics = vscode.languages.createDiagnosticCollection("tessera-test");
  subscriptions.push(
    desk,
    registerReview(desk, extensionUri),
    vscode.commands.registerCommand("tessera.test.reload", () => desk.reload()),
    vscode.commands.registerCommand("tessera.fixFile", (uri: vscode.Uri) =>
      vscode.window.showInformationMessage(`Fixes ${vscode.workspace.asRelativePath(uri)}`),
    ),
    vscode.commands.registerCommand("tessera.answerFinding", ({ agent, file, instruction }: FindingRequest) =>
      vscode.window.showInformationMessage(`${agent} ${vscode.workspace.asRelativePath(file)}: ${instruction}`),
    ),
    diagnostics,
  );
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  const wrong = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 6), "This is wrong.");
  diagnostics.set(vscode.Uri.joinPath(folder.uri, "src/wrong.js"), [wrong]);
}
