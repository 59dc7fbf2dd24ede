import { basename } from "node:path/posix";
import * as vscode from "vscode";
import type { Path } from "../../core/ports/files.ts";
import { type FileReview, waitingIds } from "../../core/review/review-file.ts";
import type { Proposal, ReviewTarget } from "./desk.ts";
import { proposalUri, realUri, textUri } from "./proposal-uri.ts";
import { openHunks } from "./reviewed-file.ts";

export interface Showing {
  /**
   * Whether the cursor moves into the diff. Only where the user asked to go there from an editor or the palette; a click in a
   * list or the panel shows, and leaves the focus where it is.
   */
  readonly focus: boolean;
}

/** Opens what is proposed for one file beside the user's own file, at the first of the target's hunks. */
export async function openFileDiff(
  proposal: Proposal,
  file: FileReview,
  { hunks = [] }: Pick<ReviewTarget, "hunks">,
  { focus }: Showing,
): Promise<void> {
  const wanted = file.hunks.filter(({ hunk }) => hunks.includes(hunk.id));
  const meant = wanted.length > 0 ? wanted : openHunks(file);
  if (meant.length > 0 && meant.every(({ status }) => status === "conflict") && file.current !== null) {
    await openConflict(proposal, file.path, { focus });
    return;
  }
  const { left, right } = sidesOf(proposal, file);
  const first = (wanted[0] ?? file.hunks.find(({ status }) => status === "waiting"))?.document;
  await vscode.commands.executeCommand("vscode.diff", left, right, titleOf(proposal, file), {
    preview: true,
    preserveFocus: !focus,
    ...(first === undefined ? {} : { selection: new vscode.Range(first.from, 0, first.from, 0) }),
  });
}

/** Opens everything one agent proposes: the diff of its one file, or one editor with the diffs of all. */
export async function openAgentDiff(proposal: Proposal, showing: Showing): Promise<void> {
  const { files } = proposal.review;
  const [first, second] = files;
  if (first !== undefined && second === undefined) {
    await openFileDiff(proposal, first, {}, showing);
    return;
  }
  const title = `${proposal.agent}: ${proposal.summary}`;
  await closeChanges(title);
  const sides = files.map((file) => {
    const { real, left, right } = sidesOf(proposal, file);
    return [real, file.current === null ? undefined : left, file.document === null ? undefined : right];
  });
  await vscode.commands.executeCommand("vscode.changes", title, sides);
}

/**
 * Opens what an agent wrote beside the user's own text where both changed the same lines. The user's file is on the right, to be
 * edited: the diff's arrows take over the agent's lines.
 */
export async function openConflict(proposal: Proposal, path: Path, { focus }: Showing): Promise<void> {
  const title = `${basename(path)} (${proposal.agent}: conflicts with your text)`;
  const hunks = proposal.review.files.find((file) => file.path === path)?.hunks ?? [];
  const first = hunks.find(({ status }) => status === "conflict")?.current.from ?? 0;
  await vscode.commands.executeCommand(
    "vscode.diff",
    textUri("proposed", proposal, path),
    realUri(proposal, path),
    title,
    { preview: true, preserveFocus: !focus, selection: new vscode.Range(first, 0, first, 0) },
  );
}

function sidesOf(proposal: Proposal, { path, current }: FileReview) {
  const real = realUri(proposal, path);
  const left = current === null ? textUri("current", proposal, path) : real;
  return { real, left, right: proposalUri(proposal, path) };
}

function titleOf({ agent }: Proposal, { path, base, proposed, current }: FileReview): string {
  const kind = base === null ? "new file" : proposed === null ? "deletes it" : "proposed";
  return `${basename(path)} (${agent}: ${current === null && base !== null ? "the file is gone" : kind})`;
}

/** The editor opens another tab each time: the older one of the same name would only stay behind. Its input has no public type. */
async function closeChanges(title: string): Promise<void> {
  const older = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ label, input, isDirty }) => label.startsWith(title) && !isDirty && !isOfOneFile(input));
  if (older.length > 0) await vscode.window.tabGroups.close(older, true);
}

function isOfOneFile(input: unknown): boolean {
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputTextDiff;
}

/** Everything that waits, in the order in which it is gone through. */
export function waitingFiles(
  proposals: readonly Proposal[],
): readonly { readonly proposal: Proposal; readonly file: FileReview }[] {
  return proposals.flatMap((proposal) =>
    proposal.review.files.filter((file) => waitingIds(file).length > 0).map((file) => ({ proposal, file })),
  );
}
