import type { Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { keepTests } from "../keep-detail.ts";
import { relatedPassing, stillPassing } from "../related-tests.ts";

const name = "related-still-pass";

/** No test that reaches the subject and passed at the baseline fails, is skipped or is missing now. */
export const relatedStillPass: Check = {
  name,
  cost: "execution",
  async check(context, signal) {
    const { tests, changes } = context;
    if (tests === undefined) return says({ verdict: "unknown", sentence: "No tests are known to go by." });
    const related = await relatedPassing(tests, signal);
    if (related.passed.length === 0) return says({ verdict: "proved", sentence: "No other test reaches the change." });
    const found = await stillPassing(related, tests, changes, signal);
    return { ...says(found), ...(found.verdict === "proved" ? keepTests(context, related.passed) : {}) };
  },
};

function says(found: Pick<Evidence, "verdict" | "sentence">): Evidence {
  return { check: name, ...found, scope: "changeSet" };
}
