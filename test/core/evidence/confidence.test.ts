import { expect, test } from "vitest";
import { confidenceOf } from "../../../src/core/evidence/confidence.ts";
import type { Evidence } from "../../../src/core/evidence/evidence.ts";

type Verdict = Evidence["verdict"];

const evidence = (cheating: Verdict, named: Verdict, related: Verdict, control: Verdict): readonly Evidence[] =>
  [
    ["no-cheating", cheating] as const,
    ["named-tests-pass", named] as const,
    ["related-still-pass", related] as const,
    ["control", control] as const,
  ].map(([check, verdict]) => ({ check, verdict, sentence: `${check} is ${verdict}.`, scope: "changeSet" }));

const golden = [
  ["everything is proved for one line", evidence("proved", "proved", "proved", "proved"), 2, undefined, 0.97],
  ["the same, and the model is sure", evidence("proved", "proved", "proved", "proved"), 2, 1, 1],
  ["the same, and the model is unsure", evidence("proved", "proved", "proved", "proved"), 2, 0, 0.97],
  ["everything is proved for a large change", evidence("proved", "proved", "proved", "proved"), 400, undefined, 0.9],
  ["no control could be made", evidence("proved", "proved", "proved", "unknown"), 2, undefined, 0.87],
  ["the related tests were cut short", evidence("proved", "proved", "unknown", "proved"), 2, undefined, 0.82],
  ["neither control nor all related tests", evidence("proved", "proved", "unknown", "unknown"), 2, undefined, 0.72],
  ["it might be cheating", evidence("unknown", "proved", "proved", "proved"), 2, 1, 0.5],
  ["it is cheating", evidence("refuted", "unknown", "unknown", "unknown"), 2, 1, 0.1],
  ["a related test broke", evidence("proved", "proved", "refuted", "proved"), 2, 1, 0.1],
  ["the control survived", evidence("proved", "proved", "proved", "refuted"), 2, 1, 0.1],
  ["the named tests were never seen passing", evidence("proved", "unknown", "unknown", "unknown"), 2, 1, 0.3],
  ["nothing was checked", [], 2, 1, 0.1],
] as const;

test.each(golden)("confidence when %s", (_, found, changedLines, claim, value) => {
  const confidence = confidenceOf({ evidence: found, changedLines, ...(claim === undefined ? {} : { claim }) });

  expect(confidence.value).toBe(value);
});

const doc = (comments: Verdict, clean: Verdict, examples: Verdict): readonly Evidence[] =>
  told([
    ["comments-only", comments],
    ["clean-text", clean],
    ["doctests", examples],
  ]);

const refactor = (
  tests: Verdict,
  notice: Verdict,
  diagnostics: Verdict,
  api: Verdict = "proved",
): readonly Evidence[] =>
  told([
    ["no-cheating", "proved"],
    ["clean-text", "proved"],
    ["exported-api", api],
    ["same-tests-pass", tests],
    ["tests-notice", notice],
    ["diagnostics-no-worse", diagnostics],
  ]);

function told(pairs: readonly (readonly [string, Verdict])[]): readonly Evidence[] {
  return pairs.map(([check, verdict]) => ({ check, verdict, sentence: `${check} is ${verdict}.`, scope: "changeSet" }));
}

test.each([
  ["a comment is only a comment", doc("proved", "proved", "proved"), 3, 0.97],
  ["a long text is only comments", doc("proved", "proved", "proved"), 60, 0.92],
  ["the examples could not be run", doc("proved", "proved", "unknown"), 3, 0.92],
  ["comments cannot be told from code", doc("unknown", "proved", "proved"), 3, 0.22],
  ["something looks like a secret", doc("proved", "unknown", "proved"), 3, 0.5],
  ["code changed under a comment", doc("refuted", "proved", "proved"), 3, 0.1],
  ["a refactoring holds in every respect", refactor("proved", "proved", "proved"), 4, 0.97],
  ["a large refactoring holds in every respect", refactor("proved", "proved", "proved"), 400, 0.9],
  ["the type checker could not be run", refactor("proved", "proved", "unknown"), 4, 0.92],
  ["no test looks at what was refactored", refactor("proved", "unknown", "proved"), 4, 0.5],
  ["no test reaches what was refactored", refactor("unknown", "unknown", "proved"), 4, 0.3],
  ["what is exported cannot be told", refactor("proved", "proved", "proved", "unknown"), 4, 0.5],
  ["a test broke by a refactoring", refactor("refuted", "unknown", "unknown"), 4, 0.1],
] as const)("confidence when %s", (_, found, changedLines, value) => {
  expect(confidenceOf({ evidence: found, changedLines }).value).toBe(value);
});

test("the reasons are what was found out, then the size, and the model's word last", () => {
  const { reasons } = confidenceOf({
    evidence: evidence("proved", "proved", "proved", "proved"),
    changedLines: 1,
    claim: 0.4,
  });

  expect(reasons.slice(-3)).toEqual([
    "control is proved.",
    "It is a small change (1 line).",
    "The model itself says 0.4.",
  ]);
});
