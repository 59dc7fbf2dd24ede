import * as vscode from "vscode";
import { waitingIds } from "../../core/review/review-file.ts";
import { selected } from "./choose-target.ts";
import type { ReviewDesk } from "./desk.ts";
import { proposalScheme, realUri } from "./proposal-uri.ts";
import { reviewedIn } from "./reviewed-file.ts";

/** How long several events of one moment are waited for. */
const pause = 50;

/**
 * Keeps the keys up to date that `when` clauses of commands, menus and keys go by: `tessera.hasProposals` (anything waits),
 * `tessera.fileHasProposals` and `tessera.hasHunkAtCursor` (in the active editor), `tessera.isProposal` (it shows a proposal),
 * `tessera.pendingPaths` (for `resourcePath in`).
 */
export function registerContextKeys(desk: ReviewDesk): vscode.Disposable {
  const known = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const set = (key: string, value: boolean | readonly string[]) => {
    const written = JSON.stringify(value);
    if (known.get(key) === written) return;
    known.set(key, written);
    void vscode.commands.executeCommand("setContext", `tessera.${key}`, value);
  };
  const setAll = () => {
    timer = undefined;
    const paths = pendingPaths(desk);
    const editor = vscode.window.activeTextEditor;
    const reviewed = editor === undefined ? [] : reviewedIn(desk, editor.document);
    set("pendingPaths", paths);
    set("hasProposals", paths.length > 0);
    set("isProposal", editor?.document.uri.scheme === proposalScheme);
    set(
      "fileHasProposals",
      reviewed.some(({ file }) => waitingIds(file).length > 0),
    );
    set("hasHunkAtCursor", editor !== undefined && reviewed.some((one) => selected(one, editor).length > 0));
  };
  const soon = () => {
    timer ??= setTimeout(setAll, pause);
  };
  setAll();
  return vscode.Disposable.from(
    desk.onDidChange(soon),
    vscode.window.onDidChangeActiveTextEditor(soon),
    vscode.window.onDidChangeTextEditorSelection(soon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) soon();
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}

function pendingPaths(desk: ReviewDesk): readonly string[] {
  const paths = desk.proposals.flatMap((proposal) =>
    proposal.review.files.filter((file) => waitingIds(file).length > 0).map(({ path }) => realUri(proposal, path)),
  );
  // What menus of the explorer compare with: the path as the file system writes it.
  return [...new Set(paths.map((uri) => uri.fsPath))].sort();
}
