import type { TextDocument, Uri } from "vscode";
import type { Path } from "../../core/ports/files.ts";
import { shownText, typedOver } from "../../core/review/proposal-text.ts";
import { type FileReview, type LineSpan, type ReviewedHunk, reviewFile } from "../../core/review/review-file.ts";
import type { Proposal, ProposalId, ReviewDesk } from "./desk.ts";
import { pathIn, placeOf } from "./proposal-uri.ts";

/** One file of a proposal as an editor shows it: on the side of the user's file, or on that of the proposal. */
export interface ReviewedFile {
  readonly proposal: Proposal;
  readonly file: FileReview;
  readonly side: "current" | "document";
}

/** One file of a proposal, as the desk has it. */
export function fileOf(
  desk: ReviewDesk,
  id: ProposalId,
  path: Path,
): { readonly proposal: Proposal; readonly file: FileReview } | undefined {
  const proposal = desk.find(id);
  const file = proposal?.review.files.find((one) => one.path === path);
  return proposal === undefined || file === undefined ? undefined : { proposal, file };
}

/** The files of proposals that stand behind a document's address: several where agents propose changes to one file. */
export function reviewedBehind(desk: ReviewDesk, uri: Uri): readonly ReviewedFile[] {
  const place = placeOf(uri);
  if (place !== undefined) {
    const found = fileOf(desk, place.id, place.path);
    return found === undefined ? [] : [{ ...found, side: "document" }];
  }
  return desk.proposals.flatMap((proposal) => {
    const path = pathIn(proposal, uri);
    const file = path === undefined ? undefined : proposal.review.files.find((one) => one.path === path);
    return file === undefined ? [] : [{ proposal, file, side: "current" as const }];
  });
}

/** The same, with the lines of hunks where they are in the document at this moment, also when the desk has not followed yet. */
export function reviewedIn(desk: ReviewDesk, document: TextDocument): readonly ReviewedFile[] {
  return reviewedBehind(desk, document.uri).map((one) => ({ ...one, file: followed(one, document) }));
}

function followed({ proposal, file, side }: ReviewedFile, document: TextDocument): FileReview {
  const text = document.getText();
  const known = side === "current" ? (file.current ?? "") : shownText(file);
  if (withoutMark(known) === text) return file;
  const changeSet = proposal.review.changeSet.id;
  return side === "current" ? withCurrent(changeSet, file, text) : withTyping(changeSet, file, known, text);
}

function withCurrent(changeSet: string, file: FileReview, current: string): FileReview {
  const ids = (status: ReviewedHunk["status"]) =>
    new Set(file.hunks.filter((one) => one.status === status).map(({ hunk }) => hunk.id));
  const decided = { accepted: ids("accepted"), rejected: ids("rejected") };
  const { path, base, proposed } = file;
  return reviewFile({ changeSet, path, base, proposed }, decided, current);
}

/** The review as it will be once the typing is saved: everything that differs from the user's file waits. */
function withTyping(changeSet: string, { path, current }: FileReview, shown: string, text: string): FileReview {
  const nothing = { accepted: new Set<string>(), rejected: new Set<string>() };
  const mark = shown.slice(0, shown.length - withoutMark(shown).length);
  const proposed = mark + typedOver(withoutMark(shown), text, withoutMark(shown));
  return reviewFile({ changeSet, path, base: current, proposed }, nothing, current);
}

const withoutMark = (text: string) => (text.startsWith("\uFEFF") ? text.slice(1) : text);

/** What is not decided: what waits, and what cannot be merged. */
export function openHunks({ hunks }: FileReview): readonly ReviewedHunk[] {
  return hunks.filter(({ status }) => status === "waiting" || status === "conflict");
}

/** Where hunks that wait are in the document, in order. */
export function spansOf({
  file,
  side,
}: ReviewedFile): readonly { readonly hunk: ReviewedHunk; readonly span: LineSpan }[] {
  return file.hunks.filter(({ status }) => status === "waiting").map((hunk) => ({ hunk, span: hunk[side] }));
}

/** The waiting hunks on these lines, both included. A hunk without lines on this side is found on the lines beside it. */
export function hunksAt(reviewed: ReviewedFile, from: number, to: number): readonly ReviewedHunk[] {
  return spansOf(reviewed)
    .filter(({ span }) =>
      span.from === span.to ? from <= span.from && to >= span.from - 1 : from < span.to && to >= span.from,
    )
    .map(({ hunk }) => hunk);
}
