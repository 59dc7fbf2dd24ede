import type { Check } from "../check.ts";
import { type Breaking, breakings } from "../control-mutants.ts";
import { outcomeOf } from "../control-outcome.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { onlyNamed } from "../shared-tests.ts";

const name = "control";

/** Executions spent on looking for a mutant the named tests notice. */
const TRIES = 4;

/**
 * With a changed function broken again, the named tests fail again: so it is this code that makes them pass.
 * Proved by one mutant that fails an assertion; a mutant that does not load or does not end says nothing.
 */
export const control: Check = {
  name,
  cost: "execution",
  async check(context, signal) {
    const { tests } = context;
    if (tests === undefined || tests.named.length === 0) return says("unknown", "No failing test is known to go by.");
    const selection = onlyNamed(tests.named);
    let survived = 0;
    let tried = 0;
    let last: Breaking | undefined;
    for (const breaking of await breakings(context, TRIES)) {
      const run = await tests.run(selection, new Map([...context.changes, [breaking.path, breaking.text]]), signal);
      const outcome = outcomeOf(run, tests.named);
      tried += 1;
      if (outcome === "noticed") return says("proved", `Broken again (${breaking.what}), the tests fail again.`);
      if (outcome === "survived") {
        survived += 1;
        last = breaking;
      }
    }
    if (tried === 0) return says("unknown", "Nothing in the changed code could be broken again for a control.");
    if (survived < tried || last === undefined)
      return says(
        "unknown",
        `No control: the changed code, broken again ${counted(tried, "time")}, did not fail by an assertion.`,
      );
    return says(
      "refuted",
      `The tests pass even when the changed code is broken again (${last.what}): it is not what makes them pass.`,
    );
  },
};

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
