import { AppError } from "../app-error.ts";
import type { Check, CheckContext } from "./check.ts";
import { relatedStillPass } from "./checks/related-still-pass.ts";
import { checksNamed } from "./checks.ts";
import type { Evidence } from "./evidence.ts";
import { sharedTests } from "./shared-tests.ts";

/**
 * Establishes what the named checks say about a change: one piece of evidence for each name, in the order given.
 *
 * Pure checks come first, and nothing is executed once one of them is refuted. Gates come next (the tests that are to pass, or those that
 * have to stay as they were), and the rest only when they hold; the rest then run side by side. What was left out for such a reason is
 * `unknown` and says so.
 * Throws `usage` for a name that is not in the table, `cancelled` when the signal fires, and what `context.tests` throws.
 */
export async function verify(
  names: readonly string[],
  context: CheckContext,
  signal: AbortSignal,
): Promise<Evidence[]> {
  const wanted = checksNamed(names);
  const found = new Map<string, Evidence>();
  const shared = context.tests === undefined ? context : { ...context, tests: sharedTests(context.tests) };
  const holds = async (some: readonly Check[]): Promise<boolean> => {
    if (signal.aborted) throw new AppError("cancelled", "Cancelled.", { cause: signal.reason });
    const all = await Promise.all(some.map((check) => check.check(shared, signal)));
    for (const evidence of all) found.set(evidence.check, evidence);
    return all.every((evidence) => evidence.verdict !== "refuted");
  };

  const pure = wanted.filter((check) => check.cost === "pure");
  const gates = wanted.filter((check) => check.gate !== undefined);
  const rest = wanted.filter((check) => check.cost === "execution" && check.gate === undefined);
  const soFar = (await holds(pure)) && (await holds(gates));
  const named = gates.flatMap((check) => (check.gate === "proved" ? (found.get(check.name) ?? []) : []));
  if (soFar && named.every(({ verdict }) => verdict === "proved")) await holds(rest);
  // Some progress is worth showing where it breaks nothing.
  else if (named.some(({ partly }) => partly))
    await holds(rest.filter((check) => check.name === relatedStillPass.name));

  const broken = [...found.values()].find((evidence) => evidence.verdict !== "proved");
  return names.map((name) => found.get(name) ?? leftOut(name, broken));
}

function leftOut(check: string, cause: Evidence | undefined): Evidence {
  const sentence = cause === undefined ? "Not checked." : `Not checked, since ${cause.check} does not hold.`;
  return { check, verdict: "unknown", sentence, scope: "changeSet" };
}
