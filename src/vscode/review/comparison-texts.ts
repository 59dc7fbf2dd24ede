import * as vscode from "vscode";
import type { ReviewDesk } from "./desk.ts";
import { textPlaceOf, textScheme } from "./proposal-uri.ts";
import { fileOf } from "./reviewed-file.ts";

/** Serves the read-only documents that proposals are compared with where the user's own file cannot be: it does not exist, or conflicts. */
export function registerComparisonTexts(desk: ReviewDesk): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      await desk.ready;
      const place = textPlaceOf(uri);
      const found = place === undefined ? undefined : fileOf(desk, place.id, place.path);
      if (place === undefined || found === undefined) return "";
      return (place.kind === "current" ? found.file.current : found.file.proposed) ?? "";
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(textScheme, provider),
    desk.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === textScheme) changed.fire(uri);
    }),
  );
}
