import { window } from "vscode";
import { AppError, asAppError } from "../../core/app-error.ts";
import type { Finding } from "../../core/evidence/criticism.ts";
import type { Path } from "../../core/ports/files.ts";
import { type Acceptance, acceptanceOf, allWaiting, type Choice, overlapping } from "../../core/review/acceptance.ts";
import { reanchorAbove } from "../../core/review/reanchor.ts";
import { waitingIds } from "../../core/review/review-file.ts";
import { hasWaiting, standingEvidence } from "../../core/review/review-worker.ts";
import {
  reversalOf,
  settleAcceptance,
  settleDismissal,
  settleRejection,
  settleReversal,
} from "../../core/review/settle.ts";
import type { Applied } from "../../core/run/run-state.ts";
import { inWords } from "../../core/run/waiting-proposal.ts";
import { isTakeable } from "../../core/worker/needs-person.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { Proposal, ReviewTarget } from "./desk.ts";
import type { Proposals } from "./proposals.ts";

/** What the user means by a target: the hunks that are named, or all that wait. */
export function choiceOf({ review }: Proposal, { path, hunks }: ReviewTarget): Choice {
  const files = review.files.filter((file) => path === undefined || file.path === path);
  return { review, hunks: new Set(hunks ?? files.flatMap(waitingIds)) };
}

/** The same for what is to be rejected: conflicts are done with as well. */
export function openChoiceOf({ review }: Proposal, { path, hunks }: ReviewTarget): Choice {
  const files = review.files.filter((file) => path === undefined || file.path === path);
  const open = files.flatMap((file) => file.hunks.filter(({ status }) => isOpen(status)).map(({ hunk }) => hunk.id));
  return { review, hunks: new Set(hunks ?? open) };
}

export interface Taken {
  readonly acceptance: Acceptance;
  /** Hunks of other runs that the user wants as well: they are taken next, over what is written then. */
  readonly next: readonly Choice[];
}

/**
 * Merges choices of one run into the user's files. Asks where hunks of others stand on the same lines (unless `asked` already),
 * and where a path needs its own confirmation. Undefined when the user thought better of it. Throws `conflict` or `tooling`, and
 * then nothing was written.
 */
export async function accept(
  open: OpenRun,
  choices: readonly Choice[],
  proposals: Proposals,
  asked = false,
): Promise<Taken | undefined> {
  const near = proposals.list.filter(({ folder }) => folder === open.place.folder).map(({ review }) => review);
  const others = asked ? [] : overlapping(choices, near);
  const answer = others.length === 0 ? "one" : await askAboutOverlap(choices, others);
  if (answer === undefined) return undefined;
  const [own, next] = answer === "both" ? split(others, ({ review }) => review.run === open.run) : [[], []];
  const acceptance = acceptanceOf([...choices, ...own]);
  if (acceptance.confirm.size > 0 && !(await confirmed(acceptance.confirm))) return undefined;
  if (acceptance.decided.length > 0) {
    const { blobs, files } = open.place;
    const paths = new Set(acceptance.confirm.keys());
    await settleAcceptance(open.log, acceptance, {
      blobs,
      folders: files.folders,
      write: async (writes) => tellUnsaved(await files.write(writes, paths)),
    });
  }
  return { acceptance, next };
}

/** What of earlier requests it builds on and still waits, lowest first. */
export function waitsUnder({ run, review }: Proposal, all: readonly Proposal[]): readonly Proposal[] {
  const below = new Set(review.changeSet.stackedOn?.map(({ id }) => id));
  return all.filter((one) => one.run !== run && below.has(one.review.changeSet.id) && hasWaiting(one.review));
}

/** Whether the user takes, before a proposal, what it builds on. */
export async function takesFirst(below: readonly Proposal[], { agent }: Proposal): Promise<boolean> {
  const names = below.map((one) => inWords({ agent: one.agent, target: one.asked.target })).join(" and ");
  const both = { title: "Accept Both" };
  const detail = `It builds on ${names}, which still waits: that is accepted first.`;
  const question = `What ${agent} proposes is not the first in its stack.`;
  return (await window.showWarningMessage(question, { modal: true, detail }, both)) === both;
}

function split<Item>(items: readonly Item[], test: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

async function askAboutOverlap(
  choices: readonly Choice[],
  others: readonly Choice[],
): Promise<"one" | "both" | undefined> {
  const names = [...new Set(others.map(({ review }) => review.agent))].join(" and ");
  const paths = [...new Set(others.flatMap(({ review }) => review.files.map(({ path }) => path)))].join(", ");
  const mine = [...new Set(choices.map(({ review }) => review.agent))].join(" and ");
  const only = { title: `Accept Only ${mine}` };
  const both = { title: "Accept Both" };
  const detail = `${names} proposes other changes to the same lines of ${paths}. What cannot be merged stays open and is shown as a conflict.`;
  const picked = await window.showWarningMessage(
    "Two agents changed the same lines.",
    { modal: true, detail },
    only,
    both,
  );
  if (picked === undefined) return undefined;
  return picked === both ? "both" : "one";
}

async function confirmed(paths: ReadonlyMap<Path, readonly string[]>): Promise<boolean> {
  const detail = [...paths].map(([path, reasons]) => `${path}: ${reasons.join(", ")}.`).join("\n");
  const yes = { title: "Accept All the Same" };
  const question =
    paths.size === 1 ? "This file needs your own confirmation." : "These files need your own confirmation.";
  return (await window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** `shown`: the runs in which something may build on it. */
export async function reject(open: OpenRun, { review, hunks }: Choice, shown: readonly OpenRun[]): Promise<void> {
  const openIds = review.files.flatMap((file) =>
    file.hunks.filter(({ hunk, status }) => hunks.has(hunk.id) && isOpen(status)).map(({ hunk }) => hunk.id),
  );
  if (openIds.length === 0) return;
  await settleRejection(open.log, review, openIds, "rejected");
  const { blobs, files } = open.place;
  // What comes of it is checked again like any other text.
  for (const run of shown)
    if (run.hasBegun && run.place.root === open.place.root)
      await reanchorAbove(run.log, review.changeSet.id, { blobs, current: (path) => files.current(path) });
}

/** Takes rejections back: of the named hunks, or of all in the target. */
export async function reopen(open: OpenRun, { review }: Proposal, { path, hunks }: ReviewTarget): Promise<void> {
  const rejected = review.files
    .filter((file) => path === undefined || file.path === path)
    .flatMap((file) => file.hunks.filter(({ status }) => status === "rejected").map(({ hunk }) => hunk.id))
    .filter((id) => hunks === undefined || hunks.includes(id));
  if (rejected.length > 0) await settleRejection(open.log, review, rejected, "reopened");
}

/** Has a critic's finding shown no more. */
export function dismiss(open: OpenRun, { review }: Proposal, finding: Finding): Promise<void> {
  return settleDismissal(open.log, review, finding);
}

function isOpen(status: string): boolean {
  return status === "waiting" || status === "settled" || status === "conflict";
}

/**
 * What of a proposal is proved for the text that would result, needs no confirmation of its own, and was not refuted together with
 * what else the run proved; undefined when that is nothing, or while the run is still at it.
 */
export function provedChoice(open: OpenRun, { worker: id, review, status }: Proposal): Choice | undefined {
  const worker = open.state.workers.get(id);
  if (worker === undefined || status !== "proved" || open.live || !isTakeable(worker.report)) return undefined;
  if (open.state.union.some(({ verdict }) => verdict === "refuted")) return undefined;
  const evidence = standingEvidence(worker, review)?.evidence ?? [];
  if (evidence.length === 0 || evidence.some(({ verdict }) => verdict !== "proved")) return undefined;
  const choice = allWaiting(review);
  return choice.hunks.size === 0 || acceptanceOf([choice]).confirm.size > 0 ? undefined : choice;
}

/**
 * The user's own text for a file of a proposal, as a new revision: it stands on the text as it is now, so that what was decided is
 * behind it. Files with conflicts keep what was proposed for them, and what was rejected there stays so.
 */
export async function revise(open: OpenRun, { worker, review }: Proposal, path: Path, text: string): Promise<void> {
  const { blobs } = open.place;
  const blob = (of: string | null) => (of === null ? null : blobs.put(of));
  const kept = review.files.filter(
    (file) => file.path !== path && file.hunks.some(({ status }) => status === "conflict"),
  );
  const files = review.files.map((file) => {
    if (kept.includes(file)) return { path: file.path, base: blob(file.base), proposed: blob(file.proposed) };
    return { path: file.path, base: blob(file.current), proposed: blob(file.path === path ? text : file.document) };
  });
  await blobs.settled();
  const changeSet = { id: review.changeSet.id, revision: review.changeSet.revision + 1, by: "user", files };
  const summary = open.state.workers.get(worker)?.report?.summary ?? "";
  open.log.teller("user")({ type: "proposed", changeSet, summary });
  const rejected = kept.flatMap((file) =>
    file.hunks.filter(({ status }) => status === "rejected").map(({ hunk }) => hunk.id),
  );
  if (rejected.length > 0) await settleRejection(open.log, { ...review, changeSet }, rejected, "rejected");
  await open.log.settled();
}

/** Takes an apply back, or carries it out again, after it has said which files that changes. */
export async function reverse(open: OpenRun, applied: Applied): Promise<void> {
  const { blobs, files } = open.place;
  const reversal = await reversalOf(applied, { blobs, current: (path) => files.current(path) });
  const undo = applied.undone === undefined;
  if (reversal.conflicts.length > 0)
    throw new AppError(
      "conflict",
      `Nothing was ${undo ? "undone" : "redone"}: ${reversal.conflicts.join(", ")} was edited on the same lines since. Change it by hand.`,
    );
  const detail =
    reversal.writes.map(({ path }) => path).join("\n") || "No file changes: that is what they say already.";
  const yes = { title: undo ? "Undo" : "Redo" };
  const question = undo
    ? "Undo what was accepted in these files? Your later edits stay."
    : "Accept again what was undone in these files?";
  if ((await window.showInformationMessage(question, { modal: true, detail }, yes)) !== yes) return;
  const paths = new Set(reversal.writes.map(({ path }) => path));
  await settleReversal(open.log, applied, reversal, {
    blobs,
    folders: files.folders,
    write: async (writes) => tellUnsaved(await files.write(writes, paths)),
  });
}

/** What could not be saved is in the editor alone. Not awaited: nobody needs to answer. */
function tellUnsaved(paths: readonly Path[]): void {
  if (paths.length === 0) return;
  const [they, are] = paths.length === 1 ? ["it", "is"] : ["they", "are"];
  window.showWarningMessage(
    `${paths.join(", ")} could not be saved: what you accepted stands in the editor, where ${they} ${are} unsaved.`,
  );
}

/** Tells an expected failure; anything else is a bug and goes on. */
export function tellFailure(error: unknown): void {
  const expected = asAppError(error);
  if (expected === undefined) throw error;
  window.showErrorMessage(expected.message);
}
