import * as vscode from "vscode";
import type { Models } from "./models.ts";
import { type RunTotals, statusText } from "./status-text.ts";

/** Shows the model in use, the agents at work and the cost of the shown runs; a click chooses another model. */
export function registerStatusBar(sources: {
  readonly models: Pick<Models, "current" | "onDidChange">;
  readonly onDidChangeRuns: vscode.Event<RunTotals>;
}): vscode.Disposable {
  const { models, onDidChangeRuns } = sources;
  const item = vscode.window.createStatusBarItem("tessera.model", vscode.StatusBarAlignment.Right, 100);
  item.name = "Tessera";
  item.command = "tessera.selectModel";
  let totals: RunTotals | undefined;
  const draw = () => {
    const { text, spoken, rows } = statusText(models.current, totals);
    item.text = text;
    item.accessibilityInformation = { label: spoken, role: "button" };
    item.tooltip = tooltipOf(rows);
  };
  const listeners = [
    models.onDidChange(draw),
    onDidChangeRuns((next) => {
      totals = next;
      draw();
    }),
  ];
  draw();
  item.show();
  return vscode.Disposable.from(item, ...listeners);
}

/** What models are called is foreign text: it is never read as Markdown. */
function tooltipOf(rows: StatusRows): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString("**Tessera**\n\n");
  for (const [what, much] of rows) tooltip.appendMarkdown(`${what}: `).appendText(much).appendMarkdown("\n\n");
  return tooltip.appendMarkdown("Select to choose another model.");
}

type StatusRows = ReturnType<typeof statusText>["rows"];
