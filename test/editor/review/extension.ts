import * as vscode from "vscode";
import { registerReview } from "../../../src/vscode/review/register-review.ts";
import { MemoryDesk } from "./memory-desk.ts";

/** The review part of the extension alone, over a desk whose proposals a test lays down. */
export function activate({ subscriptions, extensionUri }: vscode.ExtensionContext): void {
  const { TESSERA_TEST_PROPOSALS: source, TESSERA_TEST_CALLS: log } = process.env;
  if (source === undefined || log === undefined)
    throw new Error("Set TESSERA_TEST_PROPOSALS and TESSERA_TEST_CALLS to files.");
  const desk = new MemoryDesk(source, log);
  subscriptions.push(
    desk,
    registerReview(desk, extensionUri),
    vscode.commands.registerCommand("tessera.test.reload", () => desk.reload()),
    vscode.commands.registerCommand("tessera.fixFile", (uri: vscode.Uri) =>
      vscode.window.showInformationMessage(`Fixes ${uri.path}`),
    ),
    vscode.languages.createDiagnosticCollection("tessera-test"),
  );
}
