import { expect, test } from "vitest";
import { confidenceOf } from "../../../src/core/evidence/confidence.ts";
import type { Criticism, Finding } from "../../../src/core/evidence/criticism.ts";
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
    ["same-effects", "proved"],
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

const written = (passes: Verdict, killed: Verdict): readonly Evidence[] =>
  told([
    ["clean-text", "proved"],
    ["tests-kept", "proved"],
    ["tests-honest", "proved"],
    ["tests-assert", "proved"],
    ["new-tests-pass", passes],
    ["mutant-killed", killed],
    ["diagnostics-no-worse", "proved"],
  ]);

test.each([
  ["new tests hold in every respect", written("proved", "proved"), 20, 0.94],
  ["new tests notice no mutant", written("proved", "unknown"), 20, 0.74],
  ["new tests do not pass", written("refuted", "unknown"), 20, 0.1],
] as const)("confidence when %s", (_, found, changedLines, value) => {
  expect(confidenceOf({ evidence: found, changedLines }).value).toBe(value);
});

const found = (...severities: readonly Finding["severity"][]): Criticism => ({
  verdict: severities.length === 0 ? "good" : "revise",
  findings: severities.map((severity) => ({ path: "a.js", severity, text: `It is ${severity}.` })),
  dropped: 0,
});
const proved = evidence("proved", "proved", "proved", "proved");
const uncontrolled = evidence("proved", "proved", "unknown", "unknown");

test.each([
  ["finds nothing in what is proved", proved, found(), 0.99],
  ["knows too little to praise", proved, { ...found(), verdict: "unsure" }, 0.97],
  ["finds nothing in what is doubtful, which stays so", uncontrolled, found(), 0.74],
  ["has a note", proved, found("note"), 0.97],
  ["has two minor points", proved, found("minor", "minor"), 0.91],
  ["has many minor points, which come to no more than three", proved, found(...Array(9).fill("minor")), 0.88],
  ["has a major finding, which asks for a person", proved, found("minor", "major"), 0.7],
  ["has a blocker", proved, found("major", "blocker"), 0.4],
  [
    "has a blocker where a check is refuted anyway",
    evidence("proved", "proved", "refuted", "proved"),
    found("blocker"),
    0.1,
  ],
] as const)("confidence when a critic %s", (_, known, criticism, value) => {
  expect(confidenceOf({ evidence: known, changedLines: 2, criticism }).value).toBe(value);
});

test("what a critic objects to is told last, the worst of it in its own words", () => {
  const { reasons } = confidenceOf({ evidence: proved, changedLines: 2, criticism: found("major", "blocker") });

  expect(reasons.at(-1)).toBe("A critic objects: It is blocker. (and 1 more)");
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
