import { type Piece, showHidden } from "./hidden.ts";
import type { Scope } from "./scopes.ts";
import type { Range } from "./word-diff.ts";

/** A stretch of a line that looks the same throughout. */
export interface Segment extends Piece {
  /** The innermost scope, or "". */
  readonly scope: string;
  readonly changed: boolean;
}

/** A line cut wherever its scope or its being changed differs, hidden characters apart. Joined, the unmarked texts are the line. */
export function segments(text: string, scopes: readonly Scope[], changed: readonly Range[]): readonly Segment[] {
  const cuts = new Set([0, text.length]);
  for (const { from, to } of [...scopes, ...changed]) {
    cuts.add(Math.min(from, text.length));
    cuts.add(Math.min(to, text.length));
  }
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(1).flatMap((to, index) => {
    const from = places[index] ?? 0;
    const holds = (range: Range) => range.from <= from && range.to >= to;
    const look = { scope: scopes.findLast(holds)?.name ?? "", changed: changed.some(holds) };
    return showHidden(text.slice(from, to)).map((piece) => ({ ...piece, ...look }));
  });
}

/** A line's segments in stretches that changed and stretches that did not. */
export function byChange(
  line: readonly Segment[],
): readonly { readonly changed: boolean; readonly segments: readonly Segment[] }[] {
  const stretches: { readonly changed: boolean; readonly segments: Segment[] }[] = [];
  for (const segment of line) {
    const last = stretches.at(-1);
    if (last?.changed === segment.changed) last.segments.push(segment);
    else stretches.push({ changed: segment.changed, segments: [segment] });
  }
  return stretches;
}
