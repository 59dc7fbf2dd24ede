import { type Block, diffLines } from "./line-diff.ts";
import { lineEndOf, splitLines, usualLineEnd, withoutLineEnd } from "./lines.ts";

/** A place where both sides changed the same or touching lines of the base in different ways. */
export interface Conflict {
  /** 1-based line of the current text where it is, or where it would go. */
  readonly line: number;
  readonly base: string;
  readonly current: string;
  readonly proposed: string;
}

export type Merge =
  | { readonly status: "merged"; readonly text: string }
  | { readonly status: "conflict"; readonly conflicts: readonly Conflict[] };

/**
 * Three-way merge by lines: the user's text today, with what changed from base to proposed.
 *
 * The same change on both sides is no conflict; changes of touching lines are one, as in git. The user's line ends and byte order
 * mark are kept: if the user has changed line ends since the base, lines are compared without them and what is put in gets the
 * user's usual one.
 */
export function merge(base: string, current: string, proposed: string): Merge {
  if (current === base || current === proposed) return { status: "merged", text: proposed };
  if (proposed === base) return { status: "merged", text: current };
  const exact = mergeLines(splitLines(base), splitLines(current), splitLines(proposed), (lines) => lines);
  if (exact.status === "merged" || !changedLineEnds(base, current)) return exact;
  return mergeLoosely(base, current, proposed);
}

/** Whether the user has changed line ends or byte order mark since the base: then lines are compared without them. */
export function changedLineEnds(base: string, current: string): boolean {
  return usualLineEnd(base) !== usualLineEnd(current) || startsWithMark(base) !== startsWithMark(current);
}

const byteOrderMark = "\uFEFF";
const startsWithMark = (text: string) => text.startsWith(byteOrderMark);
const withoutMark = (text: string) => (startsWithMark(text) ? text.slice(1) : text);

function mergeLoosely(base: string, current: string, proposed: string): Merge {
  const lineEnd = usualLineEnd(current);
  const loosely = mergeLines(
    splitLines(withoutMark(base)),
    splitLines(withoutMark(current)),
    splitLines(withoutMark(proposed)),
    (lines) => lines.map(withoutLineEnd),
    (line) => (lineEndOf(line) === "" ? line : withoutLineEnd(line) + lineEnd),
  );
  if (loosely.status === "conflict") return loosely;
  return { status: "merged", text: (startsWithMark(current) ? byteOrderMark : "") + loosely.text };
}

/**
 * diff3 (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007) over our own bounded diff.
 * `keys` says by what lines are compared, `adapt` turns a proposed line into one of the current text.
 */
function mergeLines(
  base: readonly string[],
  current: readonly string[],
  proposed: readonly string[],
  keys: (lines: readonly string[]) => readonly string[],
  adapt: (line: string) => string = (line) => line,
): Merge {
  const parts: string[] = [];
  const conflicts: Conflict[] = [];
  let at = 0;
  const keep = (to: number) => {
    for (; at < to; at++) parts.push(current[at] ?? "");
  };
  for (const region of regions(diffLines(keys(base), keys(current)), diffLines(keys(base), keys(proposed)))) {
    keep(region.current.start);
    const mine = current.slice(region.current.start, region.current.end);
    const theirs = proposed.slice(region.proposed.start, region.proposed.end).map(adapt);
    if (region.changed === "proposed" || mine.join("") === theirs.join("")) {
      for (const line of theirs) parts.push(line);
      at = region.current.end;
    } else if (region.changed === "both") {
      conflicts.push({
        line: region.current.start + 1,
        base: base.slice(region.base.start, region.base.end).join(""),
        current: mine.join(""),
        proposed: theirs.join(""),
      });
    }
  }
  keep(current.length);
  return conflicts.length > 0 ? { status: "conflict", conflicts } : { status: "merged", text: parts.join("") };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Touching blocks of either side taken together, as ranges of all three texts. */
export interface Region {
  readonly changed: "current" | "proposed" | "both";
  readonly base: Range;
  readonly current: Range;
  readonly proposed: Range;
}

/** Where two diffs of one base change it, in order; `mine` leads to the current text, `theirs` to the proposed one. */
export function regions(mine: readonly Block[], theirs: readonly Block[]): readonly Region[] {
  const found: Region[] = [];
  let [myNext, theirNext] = [0, 0];
  // How far a line of the base has moved in each text by the blocks passed so far.
  let [myShift, theirShift] = [0, 0];
  while (myNext < mine.length || theirNext < theirs.length) {
    const start = Math.min(mine[myNext]?.oldStart ?? Infinity, theirs[theirNext]?.oldStart ?? Infinity);
    const starts = { mine: start + myShift, theirs: start + theirShift, myNext, theirNext };
    let end = start;
    for (let grew = true; grew; ) {
      grew = false;
      for (let block = mine[myNext]; block !== undefined && block.oldStart <= end; block = mine[++myNext]) {
        end = Math.max(end, block.oldEnd);
        myShift = block.newEnd - block.oldEnd;
        grew = true;
      }
      for (let block = theirs[theirNext]; block !== undefined && block.oldStart <= end; block = theirs[++theirNext]) {
        end = Math.max(end, block.oldEnd);
        theirShift = block.newEnd - block.oldEnd;
        grew = true;
      }
    }
    const changedMine = myNext > starts.myNext;
    const changedTheirs = theirNext > starts.theirNext;
    found.push({
      changed: changedMine && changedTheirs ? "both" : changedMine ? "current" : "proposed",
      base: { start, end },
      current: { start: starts.mine, end: end + myShift },
      proposed: { start: starts.theirs, end: end + theirShift },
    });
  }
  return found;
}
