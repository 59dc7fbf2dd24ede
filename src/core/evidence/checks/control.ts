import { brokenTry } from "../broken-try.ts";
import type { Check } from "../check.ts";
import { type Breaking, breakings } from "../control-mutants.ts";
import type { BrokenTry } from "../detail.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { keepDetail } from "../keep-detail.ts";
import { onlyNamed } from "../shared-tests.ts";

const name = "control";

/** Executions spent on looking for a mutant the named tests notice: a test that asks for an error alone misses many. */
const TRIES = 8;

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
    const tries: BrokenTry[] = [];
    let last: Breaking | undefined;
    for await (const breaking of breakings(context)) {
      if (tries.length === TRIES) break;
      const run = await tests.run(selection, new Map([...context.changes, [breaking.path, breaking.text]]), signal);
      const one = brokenTry({ ...breaking, proposed: context.changes.get(breaking.path) ?? "" }, run, tests.named);
      tries.push(one);
      if (one.outcome === "noticed")
        return { ...says("proved", `Broken again (${breaking.what}), the tests fail again.`), ...details() };
      if (one.outcome === "survived") last = breaking;
    }
    if (tries.length === 0) return says("unknown", "Nothing in the changed code could be broken again for a control.");
    if (last === undefined || tries.some(({ outcome }) => outcome !== "survived")) {
      const sentence = `No control: the changed code, broken again ${counted(tries.length, "time")}, did not fail by an assertion.`;
      return { ...says("unknown", sentence), ...details() };
    }
    return says(
      "refuted",
      `The tests pass even when the changed code is broken again (${last.what}): it is not what makes them pass.`,
    );

    function details(): Pick<Evidence, "detailRef"> {
      return keepDetail(context, { kind: "broken", tries });
    }
  },
};

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
