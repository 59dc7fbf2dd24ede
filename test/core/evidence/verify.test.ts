import { expect, test } from "vitest";
import { verify } from "../../../src/core/evidence/verify.ts";
import { bench, sumOf } from "./test-bench.ts";

const signal = new AbortController().signal;
const all = ["no-cheating", "named-tests-pass", "related-still-pass", "control"];
const wrong = "export function sum(a, b) {\n  return a - b;\n}\n";
const right = "export function sum(a, b) {\n  return a + b;\n}\n";
const adds = (text: string) => (sumOf(text, 2, 3) === 5 ? ("passed" as const) : ("failed" as const));

test("a right repair is proved by every check, in the order asked for", async () => {
  const { context } = bench({
    base: wrong,
    proposed: right,
    tests: { "sum.test.js > adds": adds, "other.test.js > loads": () => "passed" },
    named: ["adds"],
  });

  const evidence = await verify(all, context, signal);

  expect(evidence.map(({ check, verdict }) => [check, verdict])).toEqual(all.map((check) => [check, "proved"]));
  expect(evidence.map(({ sentence }) => sentence)).toEqual([
    "Adds nothing that reaches outside the code under test.",
    "1 failing test passes.",
    "1 related test still passes.",
    expect.stringMatching(/^Broken again \(line 2: .+\), the tests fail again\.$/),
  ]);
});

test("where time was over before all related tests had run on the untouched tree, that is said", async () => {
  const { context } = bench({
    base: wrong,
    proposed: right,
    tests: { "sum.test.js > adds": adds, "other.test.js > loads": () => "passed" },
    named: ["adds"],
    problems: (text) => (text === wrong ? [{ message: "The tests did not end within 300 s.", frames: [] }] : []),
  });

  const evidence = await verify(all, context, signal);

  expect(evidence[2]?.sentence).toBe(
    "1 related test still passes. Not all of them ran before the change: The tests did not end within 300 s.",
  );
});

test.each([
  ["where it was over before too, what ran is what counts", wrong, "proved"],
  ["where it was not, nothing is proved", "", "unknown"],
])("time that is over refutes nothing: %s", async (_, alsoOver, verdict) => {
  const { context } = bench({
    base: wrong,
    proposed: right,
    tests: { "sum.test.js > adds": adds, "other.test.js > loads": () => "passed" },
    named: [],
    problems: (text) =>
      text === alsoOver || text === right ? [{ message: `Did not end within ${text.length} s.`, frames: [] }] : [],
  });

  const evidence = await verify(["same-tests-pass"], context, signal);

  expect(evidence).toMatchObject([{ verdict, sentence: expect.stringContaining("still pass") }]);
});

test("of a large suite the nearest tests are run, and the sentence says how many there are", async () => {
  const { context, executions } = bench({
    base: wrong,
    proposed: right,
    tests: { "sum.test.js > loads": () => "passed", "other.test.js > loads": () => "passed" },
    named: [],
    unmeasured: ["far.test.js"],
  });

  const evidence = await verify(["same-tests-pass", "tests-notice"], context, signal);

  expect(evidence).toMatchObject([
    { verdict: "proved", sentence: "2 related tests in the nearest 2 of 3 test files still pass." },
    { verdict: "unknown", sentence: expect.stringContaining("No test in the nearest 2 of 3 test files notices when") },
  ]);
  expect(executions[0]?.selection).toEqual({ files: ["other.test.js", "sum.test.js"] });
});

test("a change outside of functions is controlled by what it uses", async () => {
  const wrong = "const LIMITS = { most: 3 };\nexport const settings = Object.assign({}, LIMIT, { loud: false });\n";
  const { context } = bench({
    base: wrong,
    proposed: wrong.replace("LIMIT,", "LIMITS,"),
    tests: { "sum.test.js > most": (text) => (/most: 3.*LIMITS,/s.test(text) ? "passed" : "failed") },
    named: ["most"],
  });

  const evidence = await verify(all, context, signal);

  expect(evidence[3]?.sentence).toMatch(/^Broken again \(line 1: .+\), the tests fail again\.$/);
});

test("nothing is executed for a change that cheats", async () => {
  const { context, executions } = bench({
    base: wrong,
    proposed: wrong.replace("  return", "  process.exit(0);\n  return"),
    tests: { "sum.test.js > adds": adds },
    named: ["adds"],
  });

  const evidence = await verify(all, context, signal);

  expect(executions).toEqual([]);
  expect(evidence.map(({ verdict }) => verdict)).toEqual(["refuted", "unknown", "unknown", "unknown"]);
  expect(evidence[1]?.sentence).toBe("Not checked, since no-cheating does not hold.");
});

test("a try that does not make the tests pass costs one execution", async () => {
  const { context, executions } = bench({
    base: wrong,
    proposed: wrong.replace("a - b", "a * b"),
    tests: { "sum.test.js > adds": adds },
    named: ["adds"],
  });

  const evidence = await verify(all, context, signal);

  expect(executions.length).toBe(1);
  expect(evidence[1]).toMatchObject({ verdict: "refuted", sentence: '"adds" still fails.' });
});

test("quick related tests run together with the named ones, slow ones on their own", async () => {
  const parts = {
    base: wrong,
    proposed: right,
    tests: { "sum.test.js > adds": adds, "other.test.js > loads": () => "passed" as const },
    named: ["adds"],
  };
  const quick = bench(parts);
  const slow = bench({ ...parts, ms: 60_000 });

  await verify(["named-tests-pass", "related-still-pass"], quick.context, signal);
  await verify(["named-tests-pass", "related-still-pass"], slow.context, signal);

  expect(quick.executions.map(({ selection }) => selection)).toEqual([{ files: ["other.test.js", "sum.test.js"] }]);
  expect(slow.executions.map(({ selection }) => selection)).toEqual([
    { files: ["sum.test.js"], names: ["adds"] },
    { files: ["other.test.js", "sum.test.js"] },
  ]);
});

test("a named test that is skipped, missing or in a run with problems has not passed", async () => {
  const named = async (tests: Parameters<typeof bench>[0]["tests"], problem?: string) => {
    const { context } = bench({
      base: wrong,
      proposed: right,
      tests,
      named: ["adds"],
      problems: (text) => (problem === undefined || text === wrong ? [] : [{ message: problem, frames: [] }]),
    });
    const [evidence] = await verify(["named-tests-pass"], context, signal);
    return [evidence?.verdict, evidence?.sentence];
  };
  const becomes = (outcome: "skipped" | "missing" | "passed") => ({
    "sum.test.js > adds": (text: string) => (text === wrong ? ("failed" as const) : outcome),
  });

  expect(await named(becomes("skipped"))).toEqual(["refuted", '"adds" was skipped.']);
  expect(await named(becomes("missing"))).toEqual(["refuted", '"adds" did not run.']);
  expect(await named(becomes("passed"), "The process ended early.")).toEqual([
    "refuted",
    "The tests did not run properly: The process ended early.",
  ]);
});

test("a related test that fails, is skipped or is gone refutes, one that failed before does not", async () => {
  const related = async (before: "passed" | "failed", now: "failed" | "skipped" | "missing") => {
    const { context } = bench({
      base: wrong,
      proposed: right,
      tests: { "sum.test.js > adds": adds, "other.test.js > other": (text) => (text === wrong ? before : now) },
      named: ["adds"],
    });
    const [evidence] = await verify(["related-still-pass"], context, signal);
    return evidence;
  };

  expect(await related("passed", "failed")).toMatchObject({
    verdict: "refuted",
    sentence: '"other" in other.test.js passed before and fails now.',
  });
  expect(await related("passed", "skipped")).toMatchObject({ verdict: "refuted" });
  expect(await related("passed", "missing")).toMatchObject({ verdict: "refuted" });
  expect(await related("failed", "failed")).toMatchObject({
    verdict: "proved",
    sentence: "No other test reaches the change.",
  });
});

test("related tests cut off by a time-out are said to be unknown, with the figures", async () => {
  const tests: Record<string, (text: string) => "passed" | "failed" | "missing"> = { "sum.test.js > adds": adds };
  for (let index = 0; index < 1200; index++)
    tests[`other.test.js > ${index}`] = (text) => (text === wrong || index < 45 ? "passed" : "missing");
  const { context } = bench({
    base: wrong,
    proposed: right,
    tests,
    named: ["adds"],
    problems: (text) => (text === wrong ? [] : [{ message: "Timed out after 10 s.", frames: [] }]),
  });

  const [evidence] = await verify(["related-still-pass"], context, signal);

  expect(evidence).toMatchObject({
    verdict: "unknown",
    sentence: "45 of 1,200 others ran and still pass: Timed out after 10 s.",
  });
});

test("a control that the tests do not notice refutes after eight tries", async () => {
  const { context, executions } = bench({
    base: wrong,
    proposed:
      "export function sum(a, b) {\n  const both = [a, b];\n  if (both.length < 2) return 0;\n  return both[0] + both[1];\n}\n",
    tests: { "sum.test.js > adds": (text) => (text === wrong ? "failed" : "passed") },
    named: ["adds"],
  });

  const [evidence] = await verify(["control"], context, signal);

  expect(evidence).toMatchObject({ check: "control", verdict: "refuted" });
  expect(executions.length).toBe(8);
});

test("a test that asks for an error alone notices some mutants only, and one of them is found", async () => {
  const base = `export function sum(a, b) {
  if (typeof a === "number" || b > 0) {
    return a + b;
  } else if (a === b) {
    return 0;
  } else if (a > 9) {
    return 1;
  } else if (a > 8) {
    return 2;
  }
  throw new Error("no numbers");
}
`;
  const { context } = bench({
    base,
    proposed: base.replace("||", "&&"),
    tests: { "sum.test.js > throws": (text) => (/&& b > 0/.test(text) ? "passed" : "failed") },
    named: ["throws"],
  });

  expect(await verify(["control"], context, signal)).toMatchObject([{ verdict: "proved" }]);
});

test("a regular expression outside of functions is broken again for its control", async () => {
  const base = "const NUMBER = /^[a-f]+$/;\nexport const isNumber = NUMBER.test.bind(NUMBER);\n";
  const { context } = bench({
    base,
    proposed: base.replace("+$/", "+$/i"),
    tests: { "sum.test.js > upper": (text) => (/\[a-f\]\+\$\/i/.test(text) ? "passed" : "failed") },
    named: ["upper"],
  });

  expect(await verify(["control"], context, signal)).toMatchObject([{ verdict: "proved" }]);
});

test("a mutant that does not load or times out is no control", async () => {
  for (const failed of [
    "SyntaxError: Unexpected token",
    "Test timed out in 5000ms.",
    "ReferenceError: x is not defined",
  ]) {
    const { context } = bench({
      base: wrong,
      proposed: right,
      tests: { "sum.test.js > adds": (text) => (text === right ? "passed" : { failed }) },
      named: ["adds"],
    });

    const [evidence] = await verify(["control"], context, signal);

    expect(evidence?.verdict).toBe("unknown");
  }
});

test("where nothing can be broken again the control is unknown", async () => {
  const { context } = bench({
    base: "export const unit = kg;\n",
    proposed: "export const unit = metre;\n",
    tests: { "sum.test.js > adds": (text) => (text.includes("metre") ? "passed" : "failed") },
    named: ["adds"],
  });

  const [evidence] = await verify(["control"], context, signal);

  expect(evidence).toMatchObject({ verdict: "unknown" });
});

test("an unknown check is a mistake in the contract, and a cancelled verification ends as cancelled", async () => {
  const { context } = bench({ base: wrong, proposed: right, tests: { "sum.test.js > adds": adds }, named: ["adds"] });

  await expect(verify(["proof"], context, signal)).rejects.toMatchObject({ code: "usage" });
  await expect(verify(all, context, AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
});
