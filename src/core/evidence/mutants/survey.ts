import * as z from "zod";
import type { ChosenMutant } from "./choose-mutants.ts";

/**
 * What became of one mutant when tests were run over it. "killed": a test that passes without it fails. "timeout": nothing ended, which
 * shows as well. "survived": every test passes. "invalid": it does not compile, which says nothing about the tests.
 */
const verdictSchema = z.enum(["killed", "timeout", "survived", "invalid"]);
export type MutantVerdict = z.infer<typeof verdictSchema>;

export interface MutantTrial {
  readonly mutant: ChosenMutant;
  readonly verdict: MutantVerdict;
  /** A test that failed by it: its file and name. */
  readonly by?: string;
}

/** The mutants of a subject against the tests there are today. */
export interface MutantSurvey {
  readonly trials: readonly MutantTrial[];
  /** How many of them were executed: where no test reaches the subject every mutant survives without that. */
  readonly executed: number;
  /** How many test files they were tried with, where more reach the subject. */
  readonly nearest?: { readonly files: number; readonly of: number };
}

/** The blob behind `detailRef` of what mutants have shown: one entry for each, for people to look at. */
export const mutantDetailSchema = z.object({
  kind: z.literal("mutants"),
  path: z.string(),
  mutants: z.array(
    z.object({
      line: z.int(),
      declaration: z.string().optional(),
      operator: z.string(),
      /** The lines it changes, "-" before and "+" after. */
      diff: z.string(),
      /** With the tests there were. */
      before: verdictSchema,
      /** With the new ones; absent for what was not tried again. */
      after: verdictSchema.optional(),
      /** The test that noticed it, of the new ones where it was tried with them. */
      by: z.string().exactOptional(),
    }),
  ),
});
export type MutantDetail = z.infer<typeof mutantDetailSchema>;

export function survivors({ trials }: MutantSurvey): readonly ChosenMutant[] {
  return trials.filter(({ verdict }) => verdict === "survived").map(({ mutant }) => mutant);
}
