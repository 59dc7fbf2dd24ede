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
 * line ends do not count. Where lines repeat and several readings are possible, the one with the fewest decisions.
 */
export function toggledHunks(changeSet: string, file: FileReview, text: string): Toggled | undefined {
  const { path, base, proposed, current, hunks } = file;
  const statuses = new Map(hunks.map(({ hunk, status }) => [hunk.id, status]));
  const accepted = new Set(hunks.filter(({ status }) => status === "accepted").map(({ hunk }) => hunk.id));
  const full = reviewFile({ changeSet, path, base, proposed }, { accepted, rejected: new Set() }, current);
  const [mine, theirs, wanted] = [plainLines(current ?? ""), plainLines(shownText(full)), plainLines(text)];
  let readings: ReadonlyMap<number, Reading> = new Map([[0, { cost: 0, previous: undefined, toggled: undefined }]]);
  let at = 0;
  for (const { hunk, status, ...spans } of full.hunks) {
    const isRejected = statuses.get(hunk.id) === "rejected";
    if (status !== "waiting" || (!isRejected && statuses.get(hunk.id) !== "waiting")) continue;
    readings = read(readings, wanted, [{ lines: mine.slice(at, spans.current.from), toggled: undefined }]);
    const [out, put] = [
      mine.slice(spans.current.from, spans.current.to),
      theirs.slice(spans.document.from, spans.document.to),
    ];
    readings = read(readings, wanted, [
      { lines: isRejected ? out : put, toggled: undefined },
      { lines: isRejected ? put : out, toggled: hunk.id },
    ]);
    at = spans.current.to;
  }
  readings = read(readings, wanted, [{ lines: mine.slice(at), toggled: undefined }]);
  const whole = readings.get(wanted.length);
  if (whole === undefined) return undefined;
  const toggled = new Set(toggledIn(whole));
  const ids = (status: "waiting" | "rejected") =>
    hunks.filter((one) => one.status === status && toggled.has(one.hunk.id)).map(({ hunk }) => hunk.id);
  return { rejected: ids("waiting"), reopened: ids("rejected") };
}

/** A way to understand the first lines of a text as pieces of the document, as a list from the last decision to the first. */
interface Reading {
  readonly cost: number;
  readonly previous: Reading | undefined;
  readonly toggled: string | undefined;
}

interface Alternative {
  readonly lines: readonly string[];
  readonly toggled: string | undefined;
}

/** The cheapest readings, by how many lines they explain, with one more piece. */
function read(
  readings: ReadonlyMap<number, Reading>,
  wanted: readonly string[],
  alternatives: readonly Alternative[],
): ReadonlyMap<number, Reading> {
  const next = new Map<number, Reading>();
  for (const [from, reading] of readings) {
    for (const { lines, toggled } of alternatives) {
      if (!lines.every((line, index) => line === wanted[from + index])) continue;
      const made = toggled === undefined ? reading : { cost: reading.cost + 1, previous: reading, toggled };
      const to = from + lines.length;
      if (made.cost < (next.get(to)?.cost ?? Number.POSITIVE_INFINITY)) next.set(to, made);
    }
  }
  return next;
}

function toggledIn(last: Reading): readonly string[] {
  const found: string[] = [];
  for (let one: Reading | undefined = last; one !== undefined; one = one.previous) {
    if (one.toggled !== undefined) found.push(one.toggled);
  }
  return found;
}

/** Whether two spans share a line or meet. */
export function touch(one: LineSpan, other: LineSpan): boolean {
  return one.from <= other.to && other.from <= one.to;
}

function plain(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

const plainLines = (text: string) => splitLines(plain(text));
