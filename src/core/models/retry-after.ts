/**
 * How long a server asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date.
 * Undefined where it says nothing, or nothing that makes sense. Not capped: that is the limiter's business.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const precise = plainNumber(headers.get("retry-after-ms"));
  if (precise !== undefined) return precise;
  const value = headers.get("retry-after");
  const seconds = plainNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  if (value === null || !/[a-z]{3}/i.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function plainNumber(text: string | null): number | undefined {
  return text !== null && /^\s*\d{1,12}(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
