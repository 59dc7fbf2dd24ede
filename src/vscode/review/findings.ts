import * as vscode from "vscode";
import type { Finding } from "../../core/evidence/criticism.ts";
import { isSevere } from "../../core/evidence/finding-line.ts";
import type { FileReview } from "../../core/review/review-file.ts";
import { waitingIds } from "../../core/review/review-file.ts";
import type { Proposal, ReviewDesk } from "./desk.ts";
import { proposalUri, realUri } from "./proposal-uri.ts";

/** What `tessera.answerFinding` is given: a request that takes a finding into account. */
export interface FindingRequest {
  readonly agent: string;
  /** The file the agent is asked about. */
  readonly file: vscode.Uri;
  readonly instruction: string;
}

/** Findings as they are shown: where, and to which proposal they belong. */
interface Shown {
  readonly key: string;
  readonly proposal: Proposal;
  readonly file: FileReview;
  readonly finding: Finding;
  /** 0-based line of the proposal's document. */
  readonly line: number;
}

interface Open {
  readonly thread: vscode.CommentThread;
  readonly shown: Shown;
}

const titles: Readonly<Record<Finding["severity"], string>> = {
  blocker: "Blocker",
  major: "Major",
  minor: "Minor",
  note: "Note",
};

/**
 * What critics find, as comment threads on the documents of proposals, each at its hunk for as long as that waits. A thread can be
 * sent to the agent, as a request of its own, or dismissed. No setting of the user's is touched.
 */
export function registerFindings(desk: ReviewDesk): vscode.Disposable {
  const controller = vscode.comments.createCommentController("tessera.findings", "Tessera");
  const open = new Map<string, Open>();

  const update = () => {
    const wanted = new Map(desk.proposals.flatMap(shownOf).map((shown) => [shown.key, shown]));
    for (const [key, { thread }] of open) {
      if (wanted.has(key)) continue;
      thread.dispose();
      open.delete(key);
    }
    for (const [key, shown] of wanted) {
      const thread = open.get(key)?.thread ?? threadOf(controller, shown);
      if (thread.range?.start.line !== shown.line) thread.range = rangeAt(shown.line);
      open.set(key, { thread, shown });
    }
  };
  const found = (argument: unknown): Open | undefined => [...open.values()].find(({ thread }) => thread === argument);

  update();
  return vscode.Disposable.from(
    controller,
    desk.onDidChange(update),
    vscode.commands.registerCommand("tessera.sendFinding", async (argument: unknown) => {
      const one = found(argument);
      if (one === undefined) return;
      one.thread.contextValue = "tessera.findingSent";
      one.thread.state = vscode.CommentThreadState.Resolved;
      await vscode.commands.executeCommand("tessera.answerFinding", requestOf(one.shown));
    }),
    vscode.commands.registerCommand("tessera.dismissFinding", async (argument: unknown) => {
      const one = found(argument);
      if (one !== undefined) await desk.dismiss(one.shown.proposal, one.shown.finding);
    }),
  );
}

function shownOf(proposal: Proposal): readonly Shown[] {
  return proposal.findings.flatMap((finding) => {
    const file = proposal.review.files.find(({ path }) => path === finding.path);
    const line = file === undefined ? undefined : lineOf(finding, file);
    if (file === undefined || line === undefined) return [];
    return [{ key: JSON.stringify([proposal.review.changeSet.id, finding]), proposal, file, finding, line }];
  });
}

/** Undefined once there is nothing to be said about it any more: its hunk is decided, or was written otherwise. */
function lineOf({ hunk: id, line }: Finding, file: FileReview): number | undefined {
  if (file.document === null || waitingIds(file).length === 0) return undefined;
  if (id === undefined) return 0;
  const reviewed = file.hunks.find(({ hunk, status }) => hunk.id === id && status === "waiting");
  if (reviewed === undefined) return undefined;
  const { hunk, document } = reviewed;
  const within = line === undefined ? 0 : line - 1 - hunk.newStart;
  return Math.max(document.from, Math.min(document.from + within, document.to - 1));
}

function threadOf(
  controller: vscode.CommentController,
  { proposal, file, finding, line }: Shown,
): vscode.CommentThread {
  const body = new vscode.MarkdownString();
  body.appendText(finding.text);
  const comment = { body, mode: vscode.CommentMode.Preview, author: { name: "critic" } };
  const thread = controller.createCommentThread(proposalUri(proposal, file.path), rangeAt(line), [comment]);
  thread.label = `${titles[finding.severity]} (${proposal.agent})`;
  thread.contextValue = "tessera.finding";
  thread.canReply = false;
  thread.collapsibleState = isSevere(finding)
    ? vscode.CommentThreadCollapsibleState.Expanded
    : vscode.CommentThreadCollapsibleState.Collapsed;
  return thread;
}

function rangeAt(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}

/** The same request once more with what was found. It begins at the user's file, so the line that is meant goes along. */
function requestOf({ proposal, file, finding, line }: Shown): FindingRequest {
  const { agent, asked } = proposal;
  const quoted = finding.hunk === undefined ? "" : ((file.document ?? "").split("\n")[line] ?? "").trim();
  const about = quoted === "" ? "An earlier proposal" : `An earlier proposal with the line \`${quoted}\``;
  const instruction = `${asked.instruction} ${about} was criticised: ${finding.text}`.trim();
  return { agent, file: realUri(proposal, asked.target), instruction };
}
