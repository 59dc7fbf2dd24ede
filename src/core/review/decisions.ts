import type { Hunk } from "../changes/hunks.ts";
import type { Applied, Decision } from "../run/run-state.ts";
import type { Decided } from "./review-file.ts";

/**
 * What counts of the decisions on one revision of a ChangeSet, for these of its hunks: the last word on each. What was accepted
 * counts once it is in the user's files, and until that is undone.
 */
export function decidedOf(
  hunks: readonly Hunk[],
  revision: number,
  decisions: readonly Decision[],
  applied: readonly Applied[],
): Decided {
  const inForce = new Set(applied.filter(({ undone }) => undone === undefined).flatMap((one) => one.decisions));
  const accepted = new Set<string>();
  const rejected = new Set<string>();
  for (const { seq, revision: on, hunks: named, decision } of decisions) {
    if (on !== revision || (decision === "accepted" && !inForce.has(seq))) continue;
    for (const id of named ?? hunks.map((hunk) => hunk.id)) {
      accepted.delete(id);
      rejected.delete(id);
      if (decision === "accepted") accepted.add(id);
      if (decision === "rejected") rejected.add(id);
    }
  }
  return { accepted, rejected };
}
