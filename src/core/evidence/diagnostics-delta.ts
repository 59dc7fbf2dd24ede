import type { Diagnostic } from "../ports/diagnostics.ts";

/**
 * The errors that are there after a change and were not before: by path, code and message, each as often as it came anew. Where
 * they stand does not count, since lines move.
 */
export function newErrors(before: readonly Diagnostic[], after: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Map<string, number>();
  for (const one of before) known.set(keyOf(one), (known.get(keyOf(one)) ?? 0) + 1);
  return after.filter((one) => {
    if (one.severity !== "error") return false;
    const left = known.get(keyOf(one)) ?? 0;
    known.set(keyOf(one), left - 1);
    return left <= 0;
  });
}

function keyOf({ path, code, message }: Diagnostic): string {
  return JSON.stringify([path, code, message]);
}
