import type { Spent } from "./report.ts";

/** What both have used; seconds too, for what happened one after the other. */
export function addSpent(one: Spent, other: Spent): Spent {
  return {
    calls: one.calls + other.calls,
    input: one.input + other.input,
    output: one.output + other.output,
    cacheRead: one.cacheRead + other.cacheRead,
    ...(one.usd === undefined || other.usd === undefined ? {} : { usd: one.usd + other.usd }),
    seconds: one.seconds + other.seconds,
  };
}
