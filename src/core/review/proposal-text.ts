import { diffLines } from "../changes/line-diff.ts";
import { splitLines, withoutLineEnd } from "../changes/lines.ts";
import { regions } from "../changes/merge.ts";
import { type FileReview, type LineSpan, reviewFile } from "./review-file.ts";

/**
 * What an editor shows of a proposal: the document, an empty text where the file is to go, and the proposal itself where the
 * user's file has gone meanwhile, so that it can still be read and taken from.
 */
export function shownText(file: FileReview): string {
  const { base, current, document, proposed } = file;
  if (document !== null) return document;
  const gone = current === null && base !== null && file.hunks.some(({ status }) => status === "conflict");
  return gone ? (proposed ?? "") : "";
}

/**
 * What is to be saved where the user typed `typed` over the text `shown` while the document became `now`: what happened
 * meanwhile is kept, and on the same lines the typing wins. Lines that were not typed keep their own line ends, also where the
 * editor made those of a mixed file equal.
 */
export function typedOver(shown: string, typed: string, now: string): string {
  if (shown === typed) return now;
  const [before, mine, theirs] = [splitLines(shown), splitLines(typed), splitLines(now)];
  const mixed = new Set(shown.match(/\r\n?|\n/g)).size > 1;
  const keys = (lines: readonly string[]) => (mixed ? lines.map(withoutLineEnd) : lines);
  let text = "";
  let at = 0;
  for (const region of regions(diffLines(keys(before), keys(theirs)), diffLines(keys(before), keys(mine)))) {
    if (region.changed === "current") continue;
    text += theirs.slice(at, region.current.start).join("");
    text += mine.slice(region.proposed.start, region.proposed.end).join("");
    at = region.current.end;
  }
  return text + theirs.slice(at).join("");
}

export interface Toggled {
  /** Hunks that wait and are not in the text. */
  readonly rejected: readonly string[];
  /** Hunks that were rejected and are in the text. */
  readonly reopened: readonly string[];
}

/**
 * The decisions that an edited document stands for, where it differs from the document by whole hunks only: those taken out, as
 * the revert arrow of a diff does it, and those put back, as an undo does. Undefined for any other edit. Byte order marks and
 * line ends do not count.
 */
export function toggledHunks(changeSet: string, file: FileReview, text: string): Toggled | undefined {
  const { path, base, proposed, current, hunks } = file;
  const blocks = diffLines(plainLines(current ?? ""), plainLines(text));
  const open = hunks.filter(({ status }) => status === "waiting" || status === "rejected");
  const present = new Set(
    open
      .filter(({ current: span }) => blocks.some(({ oldStart, oldEnd }) => touch(span, { from: oldStart, to: oldEnd })))
      .map(({ hunk }) => hunk.id),
  );
  const rejected = new Set(open.map(({ hunk }) => hunk.id).filter((id) => !present.has(id)));
  const accepted = new Set(hunks.filter(({ status }) => status === "accepted").map(({ hunk }) => hunk.id));
  const wanted = reviewFile({ changeSet, path, base, proposed }, { accepted, rejected }, current);
  if (plain(shownText(wanted)) !== plain(text)) return undefined;
  const ids = (status: "waiting" | "rejected", here: boolean) =>
    open.filter((one) => one.status === status && present.has(one.hunk.id) === here).map(({ hunk }) => hunk.id);
  return { rejected: ids("waiting", false), reopened: ids("rejected", true) };
}

/** Whether two spans share a line or meet. */
export function touch(one: LineSpan, other: LineSpan): boolean {
  return one.from <= other.to && other.from <= one.to;
}

function plain(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

const plainLines = (text: string) => splitLines(plain(text));
