import * as vscode from "vscode";
import { asAppError } from "../../core/app-error.ts";
import { touch } from "../../core/review/proposal-text.ts";
import type { LineSpan, ReviewedHunk } from "../../core/review/review-file.ts";
import { chooseTarget, type Reach } from "./choose-target.ts";
import type { ReviewDesk, ReviewTarget } from "./desk.ts";
import { openAgentDiff, openFileDiff, waitingFiles } from "./open-diff.ts";
import type { ProposalDocuments } from "./proposal-documents.ts";
import { proposalUri } from "./proposal-uri.ts";
import { fileOf, openHunks, reviewedIn, spansOf } from "./reviewed-file.ts";

/**
 * The commands of review. Each takes what it is about as an argument (a `ReviewTarget`, or the address of a file), or goes by the
 * cursor of the active editor, be it on the proposal's side or the user's.
 */
export function registerHunkCommands(desk: ReviewDesk, documents: ProposalDocuments): vscode.Disposable {
  const decide = (decision: "accept" | "reject", reach: Reach) => async (argument: unknown) => {
    const editor = vscode.window.activeTextEditor;
    const target = await chooseTarget(desk, argument, reach);
    if (target === undefined) {
      await tellNothing(reach);
      return;
    }
    const aimed = await aim(desk, documents, target);
    if (aimed === undefined) return;
    if (decision === "accept") await desk.accept(aimed);
    else for (const part of withConflicts(desk, aimed)) await desk.reject(part);
    if (reach === "hunk" && argument === undefined && editor !== undefined) moveToNext(desk, editor);
  };
  return vscode.Disposable.from(
    command("tessera.acceptHunk", decide("accept", "hunk")),
    command("tessera.rejectHunk", decide("reject", "hunk")),
    command("tessera.acceptFile", decide("accept", "file")),
    command("tessera.rejectFile", decide("reject", "file")),
    command("tessera.acceptAgent", decide("accept", "agent")),
    command("tessera.rejectAgent", decide("reject", "agent")),
    command("tessera.nextHunk", () => step(desk, 1)),
    command("tessera.previousHunk", () => step(desk, -1)),
    command("tessera.review", () => openWaiting(desk, 0)),
    command("tessera.openDiff", async (argument) => {
      const target = await chooseTarget(desk, argument, "hunk").then(
        (one) => one ?? chooseTarget(desk, argument, "file"),
      );
      const found = target?.path === undefined ? undefined : fileOf(desk, target, target.path);
      if (target === undefined || found === undefined) return tellNothing("file");
      await openFileDiff(found.proposal, found.file, target, { focus: isByHand(argument) });
    }),
    command("tessera.openAgentChanges", async (argument) => {
      const target = await chooseTarget(desk, argument, "agent");
      const proposal = target === undefined ? undefined : desk.find(target);
      if (proposal === undefined) return tellNothing("agent");
      await openAgentDiff(proposal, { focus: isByHand(argument) });
    }),
  );
}

/** Rejecting a file or an agent is about everything that is open, and so also dismisses what conflicts with the user's text. */
function withConflicts(desk: ReviewDesk, target: ReviewTarget): readonly ReviewTarget[] {
  if (target.hunks !== undefined) return [target];
  const files = desk.find(target)?.review.files ?? [];
  return files
    .filter(({ path }) => target.path === undefined || target.path === path)
    .map((file) => ({ ...target, path: file.path, hunks: openHunks(file).map(({ hunk }) => hunk.id) }))
    .filter(({ hunks }) => hunks.length > 0);
}

/** Failures that can be expected are told in a sentence; any other is a bug, which the editor reports. */
function command(name: string, run: (argument: unknown) => Promise<void>): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (argument: unknown) => {
    try {
      await run(argument);
    } catch (error) {
      const expected = asAppError(error);
      if (expected === undefined) throw error;
      if (expected.code !== "cancelled") void vscode.window.showErrorMessage(expected.message);
    }
  });
}

/** From the palette, a key or an editor's menu the user goes there; from lists and the panel it is only shown. */
function isByHand(argument: unknown): boolean {
  return argument === undefined || argument instanceof vscode.Uri;
}

async function tellNothing(reach: Reach): Promise<void> {
  const sentence = {
    hunk: "No proposed change waits at the cursor.",
    file: "Nothing that is proposed for this file waits.",
    agent: "Nothing that an agent proposes for this file waits.",
  }[reach];
  void vscode.window.showInformationMessage(sentence);
}

/**
 * The target after typing in its documents was saved, which makes a new revision: hunks that have changed are found again by
 * the lines of the user's file they stand on. Undefined when the typing could not be saved, and nothing is to be decided.
 */
async function aim(
  desk: ReviewDesk,
  documents: ProposalDocuments,
  target: ReviewTarget,
): Promise<ReviewTarget | undefined> {
  const { path, hunks } = target;
  const before = path === undefined || hunks === undefined ? [] : spansNamed(desk, target, path, hunks);
  if (!(await documents.flush(target))) return undefined;
  if (path === undefined || hunks === undefined) return target;
  const now = fileOf(desk, target, path)?.file.hunks ?? [];
  if (hunks.every((id) => now.some(({ hunk }) => hunk.id === id))) return target;
  const found = now.filter(
    ({ hunk, status, current }) =>
      hunks.includes(hunk.id) || (status === "waiting" && before.some((span) => touch(span, current))),
  );
  return { ...target, hunks: found.map(({ hunk }) => hunk.id) };
}

function spansNamed(desk: ReviewDesk, target: ReviewTarget, path: string, ids: readonly string[]): readonly LineSpan[] {
  const found = fileOf(desk, target, path);
  if (found === undefined) return [];
  const saved = found.file.hunks;
  const key = proposalUri(found.proposal, path).toString();
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
  const typed = open === undefined ? [] : reviewedIn(desk, open).flatMap(({ file }) => file.hunks);
  const named = (hunks: readonly ReviewedHunk[]) => hunks.filter(({ hunk }) => ids.includes(hunk.id));
  return [...named(saved), ...named(typed)].map(({ current }) => current);
}

/** After a decision at the cursor: on to what waits next in the same editor, if anything does. */
function moveToNext(desk: ReviewDesk, editor: vscode.TextEditor): void {
  const lines = linesOf(desk, editor.document);
  const at = editor.selection.active.line;
  const next = lines.find((line) => line >= at) ?? lines[0];
  if (next !== undefined) moveTo(editor, next);
}

function linesOf(desk: ReviewDesk, document: vscode.TextDocument): readonly number[] {
  const lines = reviewedIn(desk, document).flatMap((one) => spansOf(one).map(({ span }) => span.from));
  return lines.map((line) => Math.min(line, document.lineCount - 1)).sort((one, other) => one - other);
}

function moveTo(editor: vscode.TextEditor, line: number): void {
  const range = new vscode.Range(line, 0, line, 0);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** To the next hunk of this editor's file, or on to the next file that has something waiting, round and round. */
async function step(desk: ReviewDesk, by: 1 | -1): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const at = editor?.selection.active.line ?? 0;
  const lines = editor === undefined ? [] : linesOf(desk, editor.document);
  const next = by === 1 ? lines.find((line) => line > at) : lines.findLast((line) => line < at);
  if (editor !== undefined && next !== undefined) {
    moveTo(editor, next);
    return;
  }
  const reviewed = editor === undefined ? [] : reviewedIn(desk, editor.document);
  const here = reviewed.at(by === 1 ? -1 : 0);
  const files = waitingFiles(desk.proposals);
  const index = files.findIndex(
    ({ proposal, file }) =>
      proposal.run === here?.proposal.run && proposal.worker === here.proposal.worker && file.path === here.file.path,
  );
  const wrapped = by === 1 ? lines[0] : lines.at(-1);
  if (editor !== undefined && wrapped !== undefined && files.length <= 1) moveTo(editor, wrapped);
  else await openWaiting(desk, index === -1 ? 0 : index + by, by);
}

/** Opens the file at this place of the list of all that wait, at its first or, going back, its last hunk. */
async function openWaiting(desk: ReviewDesk, place: number, by: 1 | -1 = 1): Promise<void> {
  await desk.ready;
  const files = waitingFiles(desk.proposals);
  const found = files.at(files.length === 0 ? 0 : place % files.length);
  if (found === undefined) {
    void vscode.window.showInformationMessage("Nothing waits for review.");
    return;
  }
  const waiting = found.file.hunks.filter(({ status }) => status === "waiting");
  const hunk = waiting.at(by === 1 ? 0 : -1)?.hunk.id;
  await openFileDiff(found.proposal, found.file, hunk === undefined ? {} : { hunks: [hunk] }, { focus: true });
}
