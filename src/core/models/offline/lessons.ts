import type { Mutant } from "../../evidence/mutants/mutant.ts";
import { smallest } from "../../evidence/mutants/mutants-of.ts";
import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import { type Effect, effectsOf } from "./feedback.ts";
import type { Try } from "./task.ts";

export interface Ranked {
  readonly mutant: Mutant;
  /** Greater for what is likelier; only their order means something. */
  readonly score: number;
}

interface Tried {
  readonly mutant: Mutant;
  readonly effect: Effect;
}

/** The candidates that were not tried, best first: what earlier ones did to the failure raises or lowers the places they touched. */
export function learned(
  { text }: Pick<SyntaxTree, "text">,
  ranked: readonly Ranked[],
  tries: readonly Try[],
): readonly Ranked[] {
  if (tries.length === 0) return ranked;
  const effects = effectsOf(tries);
  const made = new Map(
    tries.map((one) => {
      const from = text.indexOf(one.find);
      return [changeOf(text, { from, to: from + one.find.length, replacement: one.replace }), one] as const;
    }),
  );
  const touched = new Map<string | undefined, Tried[]>();
  const open: Ranked[] = [];
  for (const candidate of ranked) {
    const { mutant } = candidate;
    const earlier = made.get(changeOf(text, mutant));
    if (earlier === undefined) {
      open.push(candidate);
      continue;
    }
    const place = touched.get(mutant.declaration) ?? [];
    place.push({ mutant, effect: effects.get(earlier) ?? "unknown" });
    touched.set(mutant.declaration, place);
  }
  return open
    .map(({ mutant, score }) => ({ mutant, score: score * lessons(touched.get(mutant.declaration) ?? [], mutant) }))
    .sort((one, other) => other.score - one.score);
}

/** The same for all edits that make the same text, however much of it they repeat. */
function changeOf(text: string, { from, to, replacement }: Pick<Mutant, "from" | "to" | "replacement">): string {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const next = text.indexOf("\n", to);
  const end = next < 0 ? text.length : next;
  const whole = text.slice(start, from) + replacement + text.slice(to, end);
  return Object.values(smallest(text, { from: start, to: end, replacement: whole })).join(":");
}

/**
 * Where changes show nothing, or nothing good, the mistake is less likely, but not for each of them anew: many kinds of failure
 * are told in the same words.
 */
const LEAST_OF_LINE = 0.7;
const LEAST_OF_FUNCTION = 0.7;

/** What the tries in one function say about another candidate of it. */
function lessons(touched: readonly Tried[], candidate: Mutant): number {
  let factor = 1;
  let line = 1;
  let around = 1;
  for (const { mutant, effect } of touched) {
    factor *= lesson(mutant, effect, candidate);
    const isLine = mutant.line === candidate.line;
    if (effect === "none" && isLine) line *= 0.85;
    if (effect === "other" || (effect === "none" && !isLine)) around *= 0.99;
  }
  return factor * Math.max(LEAST_OF_LINE, line) * Math.max(LEAST_OF_FUNCTION, around);
}

/** More of the same place is less likely, a place where a change mended something is likely. */
function lesson(tried: Mutant, effect: Effect, candidate: Mutant): number {
  const isSite = tried.from === candidate.from && tried.to === candidate.to;
  const isLine = tried.line === candidate.line;
  const spread = isSite ? 0.85 : isLine ? 0.99 : 1;
  switch (effect) {
    case "unknown":
    case "none":
    case "other":
      return spread;
    case "fixed":
      return spread * (isSite ? 1.5 : isLine ? 1.3 : 1);
  }
}
