import { basename, dirname } from "node:path/posix";
import * as vscode from "vscode";
import { type FileReview, type ReviewedHunk, waitingIds } from "../../core/review/review-file.ts";
import type { Proposal, ReviewDesk, ReviewTarget } from "./desk.ts";
import { realUri } from "./proposal-uri.ts";
import { openHunks } from "./reviewed-file.ts";

/** What a row stands for. Rows are given to commands as they are: each names what is meant by it. */
type Row =
  | (ReviewTarget & { readonly type: "agent"; readonly proposal: Proposal })
  | (ReviewTarget & { readonly type: "file"; readonly proposal: Proposal; readonly file: FileReview })
  | (ReviewTarget & {
      readonly type: "hunk";
      readonly proposal: Proposal;
      readonly file: FileReview;
      readonly hunk: ReviewedHunk;
    });

/** The list of all that waits: agent, file, hunk; found without the chat, and gone through with the keyboard alone. */
export function registerPendingView(desk: ReviewDesk): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<Row>("tessera.pending", {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => [...(row === undefined ? agentRows(desk) : childrenOf(row))],
      getTreeItem: itemOf,
    },
    showCollapseAll: true,
  });
  const update = () => {
    const count = desk.proposals.flatMap(({ review }) => review.files.flatMap(waitingIds)).length;
    view.badge = count === 0 ? undefined : { value: count, tooltip: `${plural(count, "change")} to review` };
    changed.fire();
  };
  update();
  return vscode.Disposable.from(changed, view, desk.onDidChange(update));
}

function agentRows({ proposals }: ReviewDesk): readonly Row[] {
  return proposals
    .filter(({ review }) => review.files.some((file) => openHunks(file).length > 0))
    .map((proposal) => ({ type: "agent", run: proposal.run, worker: proposal.worker, proposal }));
}

function childrenOf(row: Row): readonly Row[] {
  const { run, worker, proposal } = row;
  switch (row.type) {
    case "agent":
      return proposal.review.files
        .filter((file) => openHunks(file).length > 0)
        .map((file) => ({ type: "file", run, worker, path: file.path, proposal, file }));
    case "file":
      return openHunks(row.file).map((hunk) => ({ ...row, type: "hunk", hunks: [hunk.hunk.id], hunk }));
    case "hunk":
      return [];
  }
}

function itemOf(row: Row): vscode.TreeItem {
  const item = itemOfType(row);
  item.id = JSON.stringify([row.run, row.worker, row.path, row.hunks]);
  if (row.type !== "agent") item.command = { command: "tessera.openDiff", title: "Open the Diff", arguments: [row] };
  return item;
}

function itemOfType(row: Row): vscode.TreeItem {
  switch (row.type) {
    case "agent":
      return agentItem(row.proposal);
    case "file":
      return fileItem(row.proposal, row.file);
    case "hunk":
      return hunkItem(row.hunk);
  }
}

function agentItem({ agent, icon, summary, status, review }: Proposal): vscode.TreeItem {
  const item = new vscode.TreeItem(agent, vscode.TreeItemCollapsibleState.Expanded);
  const count = review.files.flatMap(openHunks).length;
  item.description = summary;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = `${agent} (${status}): ${summary}`;
  item.contextValue = review.files.some(hasWaiting) ? "tessera.agent" : "tessera.agentConflict";
  item.accessibilityInformation = { label: `${agent}, ${status}, ${plural(count, "change")}: ${summary}` };
  return item;
}

function fileItem(proposal: Proposal, file: FileReview): vscode.TreeItem {
  const { path, base, proposed, current } = file;
  const item = new vscode.TreeItem(realUri(proposal, path), vscode.TreeItemCollapsibleState.Expanded);
  const folder = dirname(path);
  const kind =
    base === null ? "new" : proposed === null ? "deleted" : current === null ? "the file is gone" : undefined;
  const lines = linesOf(openHunks(file));
  item.label = basename(path);
  item.description = [folder === "." ? undefined : folder, lines, kind]
    .filter((part) => part !== undefined)
    .join(" · ");
  item.iconPath = vscode.ThemeIcon.File;
  item.tooltip = path;
  item.contextValue = hasWaiting(file) ? "tessera.file" : "tessera.fileConflict";
  item.accessibilityInformation = { label: `${path}, ${plural(openHunks(file).length, "change")}, ${lines}` };
  return item;
}

function hunkItem({ hunk, status, current }: ReviewedHunk): vscode.TreeItem {
  const { kind, oldLines, newLines } = hunk;
  const isConflict = status === "conflict";
  const line = (newLines.find(hasText) ?? oldLines.find(hasText) ?? "").trim();
  const item = new vscode.TreeItem(line === "" ? "(blank lines)" : line);
  const place = kind === "modify" ? `line ${current.from + 1}` : kind === "create" ? "new file" : "deletes the file";
  const icon = newLines.length === 0 ? "diff-removed" : oldLines.length === 0 ? "diff-added" : "diff-modified";
  item.description = isConflict ? `${place} · conflicts with your text` : `${place} · ${linesOf([{ hunk }])}`;
  item.iconPath = isConflict
    ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"))
    : new vscode.ThemeIcon(icon);
  item.tooltip = newLines.length > 0 ? newLines.slice(0, 20).join("") : oldLines.slice(0, 20).join("");
  item.contextValue = isConflict ? "tessera.conflict" : "tessera.hunk";
  item.accessibilityInformation = { label: `${isConflict ? "Conflict" : "Change"} at ${place}: ${line}` };
  return item;
}

const hasWaiting = (file: FileReview) => waitingIds(file).length > 0;
const hasText = (line: string) => line.trim() !== "";

function linesOf(hunks: readonly Pick<ReviewedHunk, "hunk">[]): string {
  const sum = (key: "newLines" | "oldLines") => hunks.reduce((total, { hunk }) => total + hunk[key].length, 0);
  const [added, removed] = [sum("newLines"), sum("oldLines")];
  return [added > 0 ? `+${added}` : "", removed > 0 ? `−${removed}` : ""].filter((part) => part !== "").join(" ");
}

function plural(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
