import * as vscode from "vscode";

/** Languages whose tests Tessera runs. */
const languages = ["javascript", "javascriptreact", "typescript", "typescriptreact", "python"];

/** Offers "Fix with Tessera" beside an error or warning; the command `tessera.fixFile` is given the file's address. */
export function registerCodeActions(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions({ uri }, _range, { diagnostics }) {
      const wrong = diagnostics.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
      if (wrong.length === 0 || !vscode.workspace.isTrusted) return [];
      if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return [];
      const action = new vscode.CodeAction("Fix with Tessera", vscode.CodeActionKind.QuickFix);
      action.command = { command: "tessera.fixFile", title: action.title, arguments: [uri] };
      action.diagnostics = wrong;
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider(
    languages.map((language) => ({ language, scheme: "file" })),
    provider,
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
