import * as vscode from "vscode";
import type { ReviewDesk, ReviewTarget } from "./desk.ts";
import { openHunks, type ReviewedFile, reviewedIn } from "./reviewed-file.ts";

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

function lensesOf(
  { proposal, file, side }: ReviewedFile,
  { lineCount }: vscode.TextDocument,
): readonly vscode.CodeLens[] {
  const { run, worker, agent, icon, summary } = proposal;
  const what = `${agent}: ${summary}`;
  return openHunks(file).flatMap((hunk) => {
    const line = Math.min(hunk[side].from, lineCount - 1);
    const range = new vscode.Range(line, 0, line, 0);
    const target: ReviewTarget = { run, worker, path: file.path, hunks: [hunk.hunk.id] };
    const lens = (title: string, tooltip: string, command: string) =>
      new vscode.CodeLens(range, { title, tooltip, command, arguments: [target] });
    const reject = lens(`$(close)${space}Reject`, `Reject this change (${what})`, "tessera.rejectHunk");
    if (hunk.status === "conflict") {
      const compare = "Both you and the agent have changed these lines: compare the two";
      return side === "document"
        ? []
        : [lens(`$(warning)${space}Conflict with ${short(what)}`, compare, "tessera.openDiff"), reject];
    }
    const accept = lens(`$(check)${space}Accept`, `Accept this change (${what})`, "tessera.acceptHunk");
    const show = lens(`$(${icon})${space}${short(what)}`, "Show this change beside the file", "tessera.openDiff");
    return side === "document" ? [accept, reject] : [accept, reject, show];
  });
}

/** One that the editor keeps behind an icon. */
const space = "\u00A0";
const longest = 80;

/** On one line, without anything a lens would read as an icon. */
function short(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").replaceAll("$(", "$ (");
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
