import { type Hunk, hunksOf } from "../changes/hunks.ts";
import { type Block, diffLines } from "../changes/line-diff.ts";
import { lineEndOf, splitLines, usualLineEnd, withoutLineEnd } from "../changes/lines.ts";
import { changedLineEnds, type Region, regions } from "../changes/merge.ts";
import type { Path } from "../ports/files.ts";

/** One file as one worker proposes it, as blobs' texts; null is a file that does not exist. */
export interface ProposedFile {
  readonly changeSet: string;
  readonly path: Path;
  readonly base: string | null;
  readonly proposed: string | null;
}

/** What the user has said of a file's hunks, by id. */
export interface Decided {
  readonly accepted: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

/** 0-based half-open range of lines. */
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}

export interface ReviewedHunk {
  readonly hunk: Hunk;
  /**
   * "settled": the user's text already says so. "conflict": the user has changed the same lines, or the file is not there.
   * Only what is "waiting" is part of `FileReview.document`.
   */
  readonly status: "waiting" | "accepted" | "rejected" | "settled" | "conflict";
  /** Where it stands, or would stand, in the user's text and in the document; of decided hunks, where they were, as near as can be told. */
  readonly current: LineSpan;
  readonly document: LineSpan;
}

/** A proposal held against the user's text as it is now. Derived, never stored. */
export interface FileReview {
  readonly path: Path;
  readonly base: string | null;
  readonly proposed: string | null;
  readonly current: string | null;
  /** The user's text with all that waits; null where the file does not or would not exist. */
  readonly document: string | null;
  readonly hunks: readonly ReviewedHunk[];
}

/**
 * Holds one file of a proposal against the user's text: what is decided is left out, what waits is merged in hunk by hunk, and
 * what cannot be merged without guessing is left as the user has it. So the difference between `current` and `document` is what
 * waits and nothing else, whatever the user has typed meanwhile. Line ends and byte order mark stay the user's.
 */
export function reviewFile(file: ProposedFile, decided: Decided, current: string | null): FileReview {
  const { path, base, proposed } = file;
  const hunks = hunksOf(file.changeSet, path, base, proposed);
  const head = { path, base, proposed, current };
  if (base === null || proposed === null || current === null) return { ...head, ...reviewWhole(hunks, head, decided) };
  return { ...head, ...reviewLines(hunks, { base, current }, decided) };
}

/** The ids of what waits. */
export function waitingIds({ hunks }: FileReview): readonly string[] {
  return hunks.filter(({ status }) => status === "waiting").map(({ hunk }) => hunk.id);
}

type Reviewed = Pick<FileReview, "document" | "hunks">;

/** Where a file comes or goes as a whole, or has gone meanwhile, there is nothing to merge by lines. */
function reviewWhole(
  hunks: readonly Hunk[],
  { base, proposed, current }: Pick<FileReview, "base" | "proposed" | "current">,
  decided: Decided,
): Reviewed {
  const undecided = hunks.filter(({ id }) => statusOf(id, decided) === undefined);
  const open = current === proposed ? "settled" : current === base ? "waiting" : "conflict";
  const document = undecided.length > 0 && open === "waiting" ? proposed : current;
  const whole = { from: 0, to: splitLines(current ?? "").length };
  const shown = { from: 0, to: splitLines(document ?? "").length };
  return {
    document,
    hunks: hunks.map((hunk) => ({ hunk, status: statusOf(hunk.id, decided) ?? open, current: whole, document: shown })),
  };
}

function statusOf(id: string, { accepted, rejected }: Decided): "accepted" | "rejected" | undefined {
  if (accepted.has(id)) return "accepted";
  return rejected.has(id) ? "rejected" : undefined;
}

function reviewLines(
  hunks: readonly Hunk[],
  texts: { readonly base: string; readonly current: string },
  decided: Decided,
): Reviewed {
  // What was accepted is part of the ground: the user's text is compared with that, so that only the user's own edits are edits.
  const { ground, places } = groundOf(hunks, texts.base, decided);
  const loosely = changedLineEnds(ground.join(""), texts.current);
  const mark = loosely && texts.current.startsWith(byteOrderMark) ? byteOrderMark : "";
  const lines = splitLines(texts.current.slice(mark.length));
  const adapt = loosely ? adaptation(texts.current) : (line: string) => line;
  const open = places.filter(({ hunk }) => statusOf(hunk.id, decided) === undefined);
  const parts: string[] = [];
  const placed = new Map<string, ReviewedHunk>();
  const jumps: Jump[] = [];
  let at = 0;
  const keepTo = (line: number) => {
    for (; at < line; at++) parts.push(lines[at] ?? "");
  };
  let next = 0;
  for (const region of regions(editsOf(ground, lines, loosely), blocksOf(open))) {
    keepTo(region.current.start);
    const ours: Placed[] = [];
    for (
      let one = open[next];
      one !== undefined && one.start < Math.max(region.base.end, region.base.start + 1);
      one = open[++next]
    )
      ours.push(one);
    const wanted = replaced(region, ours, ground).map(adapt);
    const mine = lines.slice(region.current.start, region.current.end);
    const status = region.changed !== "both" ? "waiting" : mine.join("") === wanted.join("") ? "settled" : "conflict";
    const from = parts.length;
    if (status === "waiting" && ours.length > 0) {
      for (const line of wanted) parts.push(line);
      at = region.current.end;
    } else {
      keepTo(region.current.end);
    }
    const span = { from: region.current.start, to: region.current.end };
    for (const { hunk } of ours)
      placed.set(hunk.id, { hunk, status, current: span, document: { from, to: parts.length } });
    jumps.push({ ground: region.base.end, current: region.current.end, document: parts.length });
  }
  keepTo(lines.length);
  return {
    document: mark + parts.join(""),
    hunks: places.map((one) => placed.get(one.hunk.id) ?? decidedHunk(one, decided, jumps)),
  };
}

/** A hunk and the line of the ground it begins at. */
interface Placed {
  readonly hunk: Hunk;
  readonly start: number;
}

/** The base with what was accepted, and where each hunk stands in it. */
function groundOf(hunks: readonly Hunk[], base: string, decided: Decided) {
  const ground: string[] = [];
  const before = splitLines(base);
  let at = 0;
  const places = hunks.map((hunk): Placed => {
    for (; at < hunk.oldStart; at++) ground.push(before[at] ?? "");
    const start = ground.length;
    if (statusOf(hunk.id, decided) === "accepted") {
      for (const line of hunk.newLines) ground.push(line);
      at += hunk.oldLines.length;
    }
    return { hunk, start };
  });
  for (; at < before.length; at++) ground.push(before[at] ?? "");
  return { ground, places };
}

/** What the user has changed since. */
function editsOf(ground: readonly string[], lines: readonly string[], loosely: boolean): readonly Block[] {
  const keys = (of: readonly string[]) => (loosely ? of.map((line) => withoutLineEnd(withoutMark(line))) : of);
  return diffLines(keys(ground), keys(lines));
}

const byteOrderMark = "\uFEFF";
const withoutMark = (line: string) => (line.startsWith(byteOrderMark) ? line.slice(1) : line);

/** How a proposed line is written in a text with other line ends. */
function adaptation(current: string): (line: string) => string {
  const lineEnd = usualLineEnd(current);
  return (line) => (lineEndOf(line) === "" ? withoutMark(line) : withoutLineEnd(withoutMark(line)) + lineEnd);
}

/** The open hunks as blocks of a diff from the ground to the ground with all of them. */
function blocksOf(open: readonly Placed[]): readonly Block[] {
  let shift = 0;
  return open.map(({ hunk: { oldLines, newLines }, start }) => {
    const newStart = start + shift;
    shift += newLines.length - oldLines.length;
    return { oldStart: start, oldEnd: start + oldLines.length, newStart, newEnd: newStart + newLines.length };
  });
}

/** The region's lines of the ground with the hunks in it. */
function replaced({ base }: Region, ours: readonly Placed[], ground: readonly string[]): readonly string[] {
  const parts: string[] = [];
  let at = base.start;
  for (const { hunk, start } of ours) {
    for (; at < start; at++) parts.push(ground[at] ?? "");
    for (const line of hunk.newLines) parts.push(line);
    at = start + hunk.oldLines.length;
  }
  for (; at < base.end; at++) parts.push(ground[at] ?? "");
  return parts;
}

/** By how much lines have moved behind a place of the ground. */
interface Jump {
  readonly ground: number;
  readonly current: number;
  readonly document: number;
}

function decidedHunk({ hunk, start }: Placed, decided: Decided, jumps: readonly Jump[]): ReviewedHunk {
  const last = jumps.findLast(({ ground }) => ground <= start) ?? { ground: 0, current: 0, document: 0 };
  const status = statusOf(hunk.id, decided) ?? "conflict";
  const size = status === "accepted" ? hunk.newLines.length : hunk.oldLines.length;
  const span = (from: number) => ({ from, to: from + size });
  return {
    hunk,
    status,
    current: span(last.current + start - last.ground),
    document: span(last.document + start - last.ground),
  };
}
