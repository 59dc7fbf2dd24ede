import * as vscode from "vscode";
import type { ReviewDesk, ReviewTarget } from "./desk.ts";
import { placeOf } from "./proposal-uri.ts";
import { type ReviewedFile, reviewedIn, spansOf } from "./reviewed-file.ts";

/**
 * Accept and reject above every waiting hunk, in the user's file and in the proposal. Diff editors hide lenses by default
 * (`diffEditor.codeLens`), so everything they do can be done by keys, menus and the list as well.
 */
export function registerCodeLenses(desk: ReviewDesk): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => reviewedIn(desk, document).flatMap((one) => lensesOf(one, document)),
  };
  return vscode.Disposable.from(
    changed,
    desk.onDidChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider("*", provider),
  );
}

function lensesOf(reviewed: ReviewedFile, { uri, lineCount }: vscode.TextDocument): readonly vscode.CodeLens[] {
  const { proposal, file } = reviewed;
  const isReal = placeOf(uri) === undefined;
  return spansOf(reviewed).flatMap(({ hunk, span }) => {
    const line = Math.min(span.from, lineCount - 1);
    const range = new vscode.Range(line, 0, line, 0);
    const target: ReviewTarget = { run: proposal.run, worker: proposal.worker, path: file.path, hunks: [hunk.hunk.id] };
    const what = `${proposal.agent}: ${proposal.summary}`;
    const lens = (title: string, tooltip: string, command: string) =>
      new vscode.CodeLens(range, { title, tooltip, command, arguments: [target] });
    return [
      lens("$(check) Accept", `Accept this change (${what})`, "tessera.acceptHunk"),
      lens("$(close) Reject", `Reject this change (${what})`, "tessera.rejectHunk"),
      ...(isReal
        ? [lens(`$(${proposal.icon}) ${short(what)}`, "Show this change beside the file", "tessera.openDiff")]
        : []),
    ];
  });
}

const longest = 80;

/** On one line, without anything a lens would read as an icon. */
function short(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").replaceAll("$(", "$ (");
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
