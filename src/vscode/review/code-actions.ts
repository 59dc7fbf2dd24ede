import * as vscode from "vscode";

/** Languages whose tests Tessera runs, and those it reads as well. */
const tested = ["javascript", "javascriptreact", "typescript", "typescriptreact", "python"];
const languages = [...tested, "go", "rust", "java", "csharp"];

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;

/** What is offered for selected lines. Each command goes by the selection of the active editor, which is what was asked about. */
const rewrites = [
  { title: "Write tests with Tessera", command: "tessera.testSelection", languages: tested },
  { title: "Document with Tessera", command: "tessera.docSelection", languages },
  { title: "Refactor with Tessera…", command: "tessera.refactorSelection", languages },
];

/** Offers "Fix with Tessera" beside an error or warning, given the file's address; and the other agents for selected lines. */
export function registerCodeActions(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, range, { diagnostics, only }) {
      if (!vscode.workspace.isTrusted || vscode.workspace.getWorkspaceFolder(document.uri) === undefined) return [];
      const actions = [...fixes(document, diagnostics), ...(range.isEmpty ? [] : rewritesOf(document))];
      return actions.filter(({ kind }) => only === undefined || (kind !== undefined && only.contains(kind)));
    },
  };
  return vscode.languages.registerCodeActionsProvider(
    languages.map((language) => ({ language, scheme: "file" })),
    provider,
    { providedCodeActionKinds: [QuickFix, RefactorRewrite] },
  );
}

function fixes(
  { uri, languageId }: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): readonly vscode.CodeAction[] {
  const wrong = diagnostics.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
  if (wrong.length === 0 || !tested.includes(languageId)) return [];
  const action = new vscode.CodeAction("Fix with Tessera", QuickFix);
  action.command = { command: "tessera.fixFile", title: action.title, arguments: [uri] };
  action.diagnostics = wrong;
  return [action];
}

function rewritesOf({ languageId }: vscode.TextDocument): readonly vscode.CodeAction[] {
  return rewrites.flatMap(({ title, command, languages: own }) => {
    if (!own.includes(languageId)) return [];
    const action = new vscode.CodeAction(title, RefactorRewrite);
    action.command = { command, title };
    return [action];
  });
}
