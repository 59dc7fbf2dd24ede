import * as vscode from "vscode";
import type { FileReview, ReviewedHunk } from "../../core/review/review-file.ts";
import type { Proposal, ReviewDesk } from "./desk.ts";
import { placeOf } from "./proposal-uri.ts";
import { reviewedIn } from "./reviewed-file.ts";

/** How long several changes of one moment are waited for; marks move with the text meanwhile. */
const pause = 60;

/** Marks in the user's files where changes are proposed: beside the line numbers, on the lines, and in the overview ruler. */
export function registerDecorations(desk: ReviewDesk, extension: vscode.Uri): vscode.Disposable {
  const kinds = { lines: linesKind(extension), place: placeKind(extension), conflict: conflictKind() };
  let timer: NodeJS.Timeout | undefined;
  const markAll = () => {
    timer = undefined;
    for (const editor of vscode.window.visibleTextEditors) mark(editor);
  };
  const mark = (editor: vscode.TextEditor) => {
    // Diffs show by themselves what is changed; only editors of one file have a column.
    const isPlain = editor.viewColumn !== undefined && placeOf(editor.document.uri) === undefined;
    const reviewed = isPlain ? reviewedIn(desk, editor.document) : [];
    const marks = reviewed.flatMap(({ proposal, file }) => marksOf(proposal, file, editor.document));
    for (const kind of kindNames) {
      editor.setDecorations(
        kinds[kind],
        marks.filter((one) => one.kind === kind).map(({ options }) => options),
      );
    }
  };
  const soon = () => {
    timer ??= setTimeout(markAll, pause);
  };
  soon();
  return vscode.Disposable.from(
    ...kindNames.map((kind) => kinds[kind]),
    desk.onDidChange(soon),
    vscode.window.onDidChangeVisibleTextEditors(soon),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}

const kindNames = ["lines", "place", "conflict"] as const;

const pending = new vscode.ThemeColor("tessera.pendingBorder");

/** Lines that would be changed or taken out. */
function linesKind(extension: vscode.Uri): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    ...common(extension, pending),
    backgroundColor: new vscode.ThemeColor("tessera.pendingBackground"),
    borderWidth: "0 0 0 2px",
  });
}

/** A place between lines where some would be put in. */
function placeKind(extension: vscode.Uri): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({ ...common(extension, pending), borderWidth: "0 0 2px 0" });
}

/** Lines that the user and an agent have both changed. */
function conflictKind(): vscode.TextEditorDecorationType {
  const color = new vscode.ThemeColor("editorWarning.foreground");
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderStyle: "dotted",
    borderColor: color,
    borderWidth: "0 0 0 2px",
    overviewRulerColor: color,
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
}

function common(extension: vscode.Uri, color: vscode.ThemeColor): vscode.DecorationRenderOptions {
  const icon = (theme: string) => vscode.Uri.joinPath(extension, "media", `pending-${theme}.svg`);
  return {
    isWholeLine: true,
    borderStyle: "solid",
    borderColor: color,
    overviewRulerColor: color,
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    gutterIconSize: "contain",
    light: { gutterIconPath: icon("light") },
    dark: { gutterIconPath: icon("dark") },
  };
}

interface Mark {
  readonly kind: (typeof kindNames)[number];
  readonly options: vscode.DecorationOptions;
}

function marksOf(proposal: Proposal, { hunks }: FileReview, document: vscode.TextDocument): readonly Mark[] {
  const last = document.lineCount - 1;
  return hunks.flatMap((hunk): readonly Mark[] => {
    const { status, current } = hunk;
    if (status !== "waiting" && status !== "conflict") return [];
    const isPlace = current.from === current.to;
    const from = Math.min(isPlace ? Math.max(current.from - 1, 0) : current.from, last);
    const to = Math.min(Math.max(current.to - 1, from), last);
    const kind = status === "conflict" ? "conflict" : isPlace ? "place" : "lines";
    const range = new vscode.Range(from, 0, to, Number.MAX_SAFE_INTEGER);
    return [{ kind, options: { range, hoverMessage: hoverOf(proposal, hunk, document.languageId) } }];
  });
}

const mostLines = 30;

/** What agents say is text here, never Markdown: it can make no links, pictures or commands. */
function hoverOf(
  { agent, summary }: Proposal,
  { hunk, status }: ReviewedHunk,
  language: string,
): vscode.MarkdownString {
  const hover = new vscode.MarkdownString();
  hover.appendText(`${agent}: ${summary}\n`);
  if (status === "conflict") hover.appendText("You have changed the same lines. Compare the two to decide.\n");
  const shown = hunk.newLines.slice(0, mostLines);
  if (shown.length === 0) hover.appendText(hunk.kind === "delete" ? "Deletes the file." : "Takes these lines out.");
  else hover.appendCodeblock(shown.join(""), language);
  if (hunk.newLines.length > shown.length) hover.appendText(`… and ${hunk.newLines.length - shown.length} more lines`);
  return hover;
}
