/** What a server said of one of its limits: how much of it is left, and in how many milliseconds it is whole again. */
export interface RateFact {
  readonly kind: "requests" | "tokens" | "input-tokens" | "output-tokens";
  readonly limit: number | undefined;
  readonly remaining: number;
  readonly resetMs: number;
}

const KINDS = ["requests", "tokens", "input-tokens", "output-tokens"] as const;

/** Limits are by the minute: what is said to last longer is asked again then. */
const LONGEST_RESET_MS = 60_000;

/**
 * The limits in a response's headers: `anthropic-ratelimit-KIND-remaining` and its like, `x-ratelimit-remaining-KIND`
 * of OpenAI and those who copy it, and the bare `x-ratelimit-remaining`. What makes no sense is left out.
 */
export function rateFacts(headers: Headers, now: number): readonly RateFact[] {
  const facts = KINDS.flatMap((kind) =>
    fact(
      kind,
      now,
      (what) => headers.get(`anthropic-ratelimit-${kind}-${what}`) ?? headers.get(`x-ratelimit-${what}-${kind}`),
    ),
  );
  return facts.length > 0 ? facts : fact("requests", now, (what) => headers.get(`x-ratelimit-${what}`));
}

function fact(
  kind: RateFact["kind"],
  now: number,
  header: (what: "limit" | "remaining" | "reset") => string | null,
): readonly RateFact[] {
  const remaining = count(header("remaining"));
  const resetMs = resetIn(header("reset"), now);
  if (remaining === undefined || resetMs === undefined) return [];
  const limit = count(header("limit"));
  return [{ kind, limit: limit === 0 ? undefined : limit, remaining, resetMs: Math.min(resetMs, LONGEST_RESET_MS) }];
}

function count(text: string | null): number | undefined {
  return text !== null && /^\s*\d{1,15}(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A date, a duration ("6m0s", "1.5s", "20ms"), seconds, or a time since the epoch in seconds or milliseconds. */
function resetIn(value: string | null, now: number): number | undefined {
  const text = value?.trim() ?? "";
  const number = count(text);
  if (number !== undefined) {
    if (number > 1e11) return Math.max(0, number - now);
    return number > 1e8 ? Math.max(0, number * 1000 - now) : number * 1000;
  }
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
    return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ""] ?? 0), 0);
  }
  const date = /[T:]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
