import type { CardView, FileView } from "../protocol/views.ts";

/**
 * The card as it came, with every part that says the same as before replaced by the object from before; the old card itself when
 * nothing differs. A message is always a fresh copy: without this one changed word would draw all hunks of a card again.
 */
export function shareCard(before: CardView | undefined, now: CardView): CardView {
  if (before === undefined) return now;
  if (saysTheSame(before, now)) return before;
  return {
    ...now,
    evidence: saysTheSame(before.evidence, now.evidence) ? before.evidence : now.evidence,
    receipts: saysTheSame(before.receipts, now.receipts) ? before.receipts : now.receipts,
    after: saysTheSame(before.after, now.after) ? before.after : now.after,
    actions: saysTheSame(before.actions, now.actions) ? before.actions : now.actions,
    files: saysTheSame(before.files, now.files)
      ? before.files
      : now.files.map((file) =>
          shareFile(
            before.files.find(({ id }) => id === file.id),
            file,
          ),
        ),
  };
}

function shareFile(before: FileView | undefined, now: FileView): FileView {
  if (before === undefined) return now;
  if (saysTheSame(before, now)) return before;
  const hunks = new Map(before.hunks.map((hunk) => [hunk.id, hunk]));
  return {
    ...now,
    hunks: now.hunks.map((hunk) => {
      const old = hunks.get(hunk.id);
      return old !== undefined && saysTheSame(old, hunk) ? old : hunk;
    }),
  };
}

/**
 * Whether two values of messages are alike. The host writes the properties of one kind of value in one order; if it ever does not,
 * something is drawn once too often.
 */
function saysTheSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
