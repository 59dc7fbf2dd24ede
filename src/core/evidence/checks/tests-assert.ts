import type { Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { isCompiled } from "../written/compiled/compiled-tests.ts";
import { compiledEmptiness } from "../written/compiled/judged.ts";
import { emptiness } from "../written/judged-test.ts";
import { testChange } from "../written/test-change.ts";

const name = "tests-assert";

/** Each new test has at least one assertion that is reached, can fail, and looks at something the subject did. */
export const testsAssert: Check = {
  name,
  cost: "pure",
  async check(context) {
    let count = 0;
    for (const path of context.changes.keys()) {
      const change = await testChange(context, path);
      if (change === undefined)
        return says("unknown", `What the tests of ${path} assert cannot be read in its language.`);
      for (const test of change.fresh) {
        const judge = isCompiled(change.after) ? compiledEmptiness : emptiness;
        const complaint = judge(change.after, test, change.tests, change.names);
        if (complaint !== undefined) return says("refuted", `"${test.name}" ${complaint}.`);
      }
      count += change.fresh.length;
    }
    if (count === 0) return says("refuted", "No test is added: add at least one.");
    return says(
      "proved",
      `${counted(count, "new test")} ${count === 1 ? "states" : "state"} something about the result.`,
    );
  },
};

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
