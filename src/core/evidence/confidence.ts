import type { Criticism } from "./criticism.ts";
import type { Evidence } from "./evidence.ts";
import { isSevere } from "./finding-line.ts";

export interface Grounds {
  readonly evidence: readonly Evidence[];
  /** Lines removed and added, of all files. */
  readonly changedLines: number;
  /** The model's own estimate, 0 to 1. */
  readonly claim?: number;
  /** What a critic made of it, where one was asked. */
  readonly criticism?: Pick<Criticism, "verdict" | "findings">;
}

export interface Confidence {
  readonly value: number;
  readonly reasons: readonly string[];
}

/** What a proved, an unknown and a refuted check are worth, by name. Proved ones add up to 0.9; the rest is size and claim. */
const WORTH: Readonly<Record<string, { readonly proved: number; readonly unknown: number }>> = {
  "named-tests-pass": { proved: 0.4, unknown: 0 },
  "related-still-pass": { proved: 0.2, unknown: 0.05 },
  control: { proved: 0.15, unknown: 0.05 },
  "no-cheating": { proved: 0.15, unknown: 0 },
  "new-tests-pass": { proved: 0.3, unknown: 0 },
  "mutant-killed": { proved: 0.25, unknown: 0.05 },
  "tests-assert": { proved: 0.1, unknown: 0 },
  "tests-honest": { proved: 0.05, unknown: 0 },
  "tests-kept": { proved: 0.05, unknown: 0 },
  "same-tests-pass": { proved: 0.3, unknown: 0 },
  "tests-notice": { proved: 0.15, unknown: 0.05 },
  "exported-api": { proved: 0.1, unknown: 0 },
  "exports-kept": { proved: 0, unknown: 0 },
  "same-effects": { proved: 0.05, unknown: 0 },
  "diagnostics-no-worse": { proved: 0.1, unknown: 0.05 },
  "clean-text": { proved: 0.05, unknown: 0 },
  "comments-only": { proved: 0.75, unknown: 0 },
  doctests: { proved: 0.1, unknown: 0.05 },
};
const OTHER = { proved: 0.1, unknown: 0 };

/** However much else speaks for it, one refuted check keeps a change below this. */
const CEILING_REFUTED = 0.1;
/** What a contract stands on and nobody saw keeps it below these; a change that might be cheating stays below the threshold at which people are asked (0.8). */
const CEILING_NOT_SEEN = 0.3;
const CEILING_UNKNOWN: Readonly<Record<string, number>> = {
  "named-tests-pass": CEILING_NOT_SEEN,
  "same-tests-pass": CEILING_NOT_SEEN,
  "comments-only": CEILING_NOT_SEEN,
  "clean-text": 0.5,
  "tests-notice": 0.5,
  "exported-api": 0.5,
  "exports-kept": 0.5,
  "same-effects": 0.5,
  "no-cheating": 0.5,
};

const SIZES = [
  { lines: 5, worth: 0.07, words: "a small change" },
  { lines: 30, worth: 0.04, words: "a change of some lines" },
  { lines: 100, worth: 0.02, words: "a larger change" },
  { lines: Number.POSITIVE_INFINITY, worth: 0, words: "a large change" },
] as const;

/** The model's own claim decides over this much at most. */
const CLAIM = 0.03;

/** A critic is a model as well: its praise is worth little, and its severe findings keep a change below the threshold at which people are asked. */
const CRITIC = {
  good: 0.02,
  minor: -0.03,
  mostMinor: 3,
  ceiling: { blocker: 0.4, major: 0.7 },
} as const;

/** Below this a person is asked before anything is built on a change. */
export const THRESHOLD = 0.8;

/** The published table from evidence to a number from 0 to 1, with what led to it, the weightiest first. */
export function confidenceOf({ evidence, changedLines, claim, criticism }: Grounds): Confidence {
  let value = 0;
  let ceiling = 1;
  const reasons: string[] = [];
  for (const one of evidence) {
    const worth = WORTH[one.check] ?? OTHER;
    reasons.push(one.sentence);
    switch (one.verdict) {
      case "proved":
        value += worth.proved;
        break;
      case "unknown":
        value += worth.unknown;
        ceiling = Math.min(ceiling, CEILING_UNKNOWN[one.check] ?? 1);
        break;
      case "refuted":
        ceiling = CEILING_REFUTED;
        break;
    }
  }
  if (evidence.length === 0) {
    ceiling = CEILING_NOT_SEEN;
    reasons.push("Nothing was checked.");
  }
  const size = SIZES.find(({ lines }) => changedLines <= lines);
  if (size !== undefined) {
    value += size.worth;
    reasons.push(`It is ${size.words} (${changedLines} ${changedLines === 1 ? "line" : "lines"}).`);
  }
  if (claim !== undefined) {
    value += CLAIM * Math.min(1, Math.max(0, claim));
    reasons.push(`The model itself says ${claim}.`);
  }
  if (criticism !== undefined) {
    const { worth, ceiling: most, reason } = weighed(criticism);
    value += worth;
    ceiling = Math.min(ceiling, most);
    if (reason !== undefined) reasons.push(reason);
  }
  return { value: Math.round(Math.max(0, Math.min(value, ceiling, 1)) * 100) / 100, reasons };
}

function weighed({ verdict, findings }: NonNullable<Grounds["criticism"]>) {
  const of = (severity: string) => findings.filter((one) => one.severity === severity);
  const [blocker, major, minor] = [of("blocker"), of("major"), of("minor")];
  const severe = findings.filter(isSevere);
  const [worst] = [...blocker, ...major];
  if (worst !== undefined) {
    const more = severe.length > 1 ? ` (and ${severe.length - 1} more)` : "";
    return {
      worth: 0,
      ceiling: worst.severity === "blocker" ? CRITIC.ceiling.blocker : CRITIC.ceiling.major,
      reason: `A critic objects: ${worst.text}${more}`,
    };
  }
  if (minor.length > 0) {
    const points = minor.length === 1 ? "1 minor point" : `${minor.length} minor points`;
    return {
      worth: CRITIC.minor * Math.min(minor.length, CRITIC.mostMinor),
      ceiling: 1,
      reason: `A critic finds ${points}.`,
    };
  }
  if (verdict !== "good") return { worth: 0, ceiling: 1, reason: undefined };
  return { worth: CRITIC.good, ceiling: 1, reason: "A critic finds nothing to object to." };
}
