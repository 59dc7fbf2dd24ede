import type { Try } from "./task.ts";

/**
 * What a try did to the failing tests: nothing that shows, something else that still fails, or they pass and other tests
 * do not. "unknown" until there is something to compare with.
 */
export type Effect = "none" | "other" | "fixed" | "unknown";

/** An answer that several tries got alike is what the unchanged failure looks like. */
export function effectsOf(tries: readonly Try[]): ReadonlyMap<Try, Effect> {
  const counts = new Map<string, number>();
  for (const { answer } of tries) counts.set(plain(answer), (counts.get(plain(answer)) ?? 0) + 1);
  const [usual] = [...counts].sort(([, one], [, other]) => other - one);
  const isKnown = usual !== undefined && usual[1] > 1;
  return new Map(
    tries.map((one) => {
      const answer = plain(one.answer);
      if (/passed before/.test(answer) && !/still fails|did not run\b/.test(answer.split("passed before")[0] ?? ""))
        return [one, "fixed"];
      if (!isKnown || SAYS_LITTLE.test(answer)) return [one, "unknown"];
      return [one, answer === usual[0] ? "none" : "other"];
    }),
  );
}

/** Of two truth values a change may flip both and show nothing. */
const SAYS_LITTLE = /\b(true|false|True|False|None|undefined|null)\b/;

/** Without times, which differ from run to run. */
function plain(answer: string): string {
  return answer.replace(/\d+(\.\d+)? ?(ms|s|seconds)\b/g, "");
}
