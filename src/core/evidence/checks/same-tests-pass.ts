import type { Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { keepTests } from "../keep-detail.ts";
import { relatedPassing, stillPassing } from "../related-tests.ts";

const name = "same-tests-pass";

/**
 * For a change that must not be noticed: the tests that reach the subject are the proof, so that without any nothing is proved,
 * and no other proposal could be.
 */
export const sameTestsPass: Check = {
  name,
  cost: "execution",
  gate: "not-refuted",
  async check(context, signal) {
    const { tests, changes, subject } = context;
    if (tests === undefined) return nothingToGoBy("No tests were found that could be run");
    const related = await relatedPassing(tests, signal);
    if (related.passed.length > 0) {
      const found = await stillPassing(related, tests, changes, signal);
      return { ...says(found), ...(found.verdict === "proved" ? keepTests(context, related.passed) : {}) };
    }
    if (related.files.length === 0) return nothingToGoBy(`No test reaches ${subject}`);
    const [problem] = (await tests.baseline(signal)).problems;
    const why = problem === undefined ? "" : ` (${problem.message.replace(/[.\s]+$/, "")})`;
    return nothingToGoBy(`No test that reaches ${subject} passed before${why}`);
  },
};

function nothingToGoBy(why: string): Evidence {
  return {
    ...says({ verdict: "unknown", sentence: `${why}, so nothing shows that it still does the same.` }),
    beyond: true,
  };
}

function says(found: Pick<Evidence, "verdict" | "sentence">): Evidence {
  return { check: name, ...found, scope: "changeSet" };
}
