import { hashText } from "../hash.ts";
import type { Path } from "../ports/files.ts";
import { diffLines } from "./line-diff.ts";
import { splitLines } from "./lines.ts";

/** One zero-context block of the diff from a file's base to its proposal, decided on by the user as a whole. */
export interface Hunk {
  /** Names this hunk in decisions: a hash of ChangeSet, path, both texts and ordinal, so a later revision that leaves it alone keeps its id. */
  readonly id: string;
  readonly path: Path;
  /** "create" and "delete": the one hunk of a file that comes or goes as a whole. */
  readonly kind: "modify" | "create" | "delete";
  /** 0-based index in the base of the first line taken out; where nothing is taken out, of the line it goes before. */
  readonly oldStart: number;
  /** 0-based index in the proposal of the first line put in. */
  readonly newStart: number;
  /** With their line ends. */
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
  /** How many hunks with the same two texts come before it in the file. */
  readonly ordinal: number;
}

/** The hunks of one file, in order; null is a file that does not exist. */
export function hunksOf(
  changeSetId: string,
  path: Path,
  base: string | null,
  proposed: string | null,
): readonly Hunk[] {
  if (base === proposed) return [];
  const before = base === null ? [] : splitLines(base);
  const after = proposed === null ? [] : splitLines(proposed);
  const kind = base === null ? "create" : proposed === null ? "delete" : "modify";
  const blocks =
    kind === "modify"
      ? diffLines(before, after)
      : [{ oldStart: 0, oldEnd: before.length, newStart: 0, newEnd: after.length }];
  const seen = new Map<string, number>();
  return blocks.map(({ oldStart, oldEnd, newStart, newEnd }) => {
    const oldLines = before.slice(oldStart, oldEnd);
    const newLines = after.slice(newStart, newEnd);
    const texts = JSON.stringify([kind, oldLines, newLines]);
    const ordinal = seen.get(texts) ?? 0;
    seen.set(texts, ordinal + 1);
    const id = hashText(JSON.stringify([changeSetId, path, ordinal]) + texts);
    return { id, path, kind, oldStart, newStart, oldLines, newLines, ordinal };
  });
}

/** The base with only those of its hunks applied whose ids are in `keep`. All give the proposal, none the base. */
export function withHunks(base: string | null, hunks: readonly Hunk[], keep: ReadonlySet<string>): string | null {
  const kept = hunks.filter((hunk) => keep.has(hunk.id)).sort((one, other) => one.oldStart - other.oldStart);
  const first = kept[0];
  if (first === undefined) return base;
  if (first.kind === "delete") return null;
  const lines = base === null ? [] : splitLines(base);
  const parts: string[] = [];
  let at = 0;
  for (const { oldStart, oldLines, newLines } of kept) {
    for (; at < oldStart; at++) parts.push(lines[at] ?? "");
    for (const line of newLines) parts.push(line);
    at += oldLines.length;
  }
  for (; at < lines.length; at++) parts.push(lines[at] ?? "");
  return parts.join("");
}
