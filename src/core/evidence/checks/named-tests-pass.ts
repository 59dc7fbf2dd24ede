import type { Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { keepTests } from "../keep-detail.ts";
import { type Result, resultsOf, titleOf } from "../named-tests.ts";
import { namedSelection } from "../shared-tests.ts";

const name = "named-tests-pass";

/** Every test the assignment is about is reported as passed. No tests, a missing one or a run with problems is no pass. */
export const namedTestsPass: Check = {
  name,
  cost: "execution",
  gate: "proved",
  async check(context, signal) {
    const { tests, changes } = context;
    if (tests === undefined || tests.named.length === 0) return says("unknown", "No failing test is known to go by.");
    const selection = await namedSelection(tests, signal);
    const run = await tests.run(selection, changes, signal);
    const own = new Set(tests.named.map((test) => test.file));
    // In a run of more files than their own, another file's trouble says nothing about the named tests.
    const problem = run.problems.find(
      ({ file }) => file === undefined || own.has(file) || selection.names !== undefined,
    );
    if (problem !== undefined) return says("refuted", `The tests did not run properly: ${problem.message}`);
    const results = resultsOf(tests.named, run);
    const open = results.find(({ status }) => status !== "passed");
    const count = results.length;
    if (open === undefined)
      return {
        ...says("proved", `${counted(count, "failing test")} ${count === 1 ? "passes" : "pass"}.`),
        ...details(),
      };
    // Of an attempt that comes to nothing nobody looks at the details.
    const passing = results.filter(({ status }) => status === "passed").length;
    if (passing === 0) return says("refuted", sentenceOf(open));
    const sentence = `${passing} of ${count} failing tests pass; ${sentenceOf(open)}`;
    return { ...says("refuted", sentence), partly: true, ...details() };

    function details(): Pick<Evidence, "detailRef"> {
      return keepTests(
        context,
        results.map(({ test, status }) => ({ file: test.file, name: test.name, status })),
      );
    }
  },
};

function sentenceOf({ test, status, shown }: Result): string {
  const title = titleOf(test);
  if (status === "missing") return `${title} did not run.`;
  if (status === "skipped") return `${title} was skipped.`;
  return `${title} still fails${shown?.message === undefined ? "" : `: ${shown.message}`}.`.replace(/\.\.$/, ".");
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
