/** Tokens, short: 42, 0.9k, 3.4k, 50k, 1.2M. */
export function tokens(count: number): string {
  if (count < 100) return String(count);
  if (count < 9_950) return `${short(count / 1000)}k`;
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  return `${short(count / 1_000_000)}M`;
}

function short(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

/** Dollars with as many digits as matter: $0.0004, $0.003, $0.42, $12.30. */
export function dollars(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.001) return `$${usd.toFixed(4)}`;
  if (usd < 0.1) return `$${usd.toFixed(3)}`;
  return `$${usd.toFixed(2)}`;
}

/** "1", "2–12": as it is written by `words`. */
export function range(
  { least, most }: { readonly least: number; readonly most: number },
  words: (amount: number) => string,
): string {
  const [from, to] = [words(least), words(most)];
  return from === to ? from : `${from}–${to}`;
}

/** A span of milliseconds: 6 s, 1 min 5 s, 2 h 3 min. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long ago something was: now, 5 min, 3 h, 2 d. */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** "1 hunk", "3 hunks". */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** "5 calls · 3.4k · $0.003", and what is more. What is not known, or nothing, is left out. */
export function usage(
  { calls, tokens: used, usd }: { readonly calls: number; readonly tokens: number; readonly usd?: number | undefined },
  ...more: readonly string[]
): string {
  const parts = [
    calls === 0 ? "" : counted(calls, "call"),
    used === 0 ? "" : tokens(used),
    usd === undefined || usd === 0 ? "" : dollars(usd),
    ...more,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
