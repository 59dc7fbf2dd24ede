/**
 * One thing a change adds that a fix may not add.
 * "refuted": it can make a test pass that should not. "unknown": it might; a person has to look.
 */
export interface Finding {
  readonly verdict: "refuted" | "unknown";
  /** Offset in the proposed text. */
  readonly at: number;
  /** The token or short expression, as written. */
  readonly what: string;
  /** What is wrong with it and what to do instead: the rest of a sentence that starts with `what`. */
  readonly why: string;
}

/** Refuted ones first, then by place. */
export function byWeight(a: Finding, b: Finding): number {
  if (a.verdict !== b.verdict) return a.verdict === "refuted" ? -1 : 1;
  return a.at - b.at;
}

/** At most 60 characters on one line, for a sentence. */
export function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
