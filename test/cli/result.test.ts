import { expect, test } from "vitest";
import { resultText } from "../../src/cli/result.ts";
import { palette } from "../../src/cli/terminal.ts";
import { assignment, planned, report, reported, stateAfter } from "../support/run-parts.ts";

const one = assignment("one");
const spent = { calls: 1, input: 3000, output: 400, cacheRead: 0, usd: 0.0123, seconds: 4.2 };
const proof = {
  check: "control",
  verdict: "proved" as const,
  sentence: "Broken again, it fails again.",
  scope: "changeSet" as const,
};
const ended = { type: "ended" as const, actor: "run", status: "proved" as const, sentence: "Proved.", spent };
const diffs = new Map([["one", "--- a/src/one.js\n+++ b/src/one.js\n-old\n+new\n"]]);

test("a proved worker is a card with summary, cost, evidence and diff, and the run is one line", () => {
  const state = stateAfter(planned([one]), reported(report("one", "proved", { spent, evidence: [proof] })), ended);

  expect(resultText(state, diffs, palette(false), { explain: false })).toBe(
    [
      "✓ fix src/one.js  proved  1 call · 3.4k tokens · 4.2 s",
      "  What became of one.",
      "  ✓ Broken again, it fails again.",
      "  --- a/src/one.js",
      "  +++ b/src/one.js",
      "  -old",
      "  +new",
      "",
      "Proved. 1 call · 3.4k tokens · $0.0123 · 4.2 s",
      "",
    ].join("\n"),
  );
});

test("what is not proved says why, without what was therefore not checked", () => {
  const evidence = [
    { ...proof, check: "named-tests-pass", verdict: "refuted" as const, sentence: '"adds up" still fails.' },
    { ...proof, verdict: "unknown" as const, sentence: "Not checked, since named-tests-pass does not hold." },
  ];
  const failed = report("one", "failed", { evidence, problem: { sentence: "The model gave up." } });

  const text = resultText(stateAfter(planned([one]), reported(failed)), new Map(), palette(false), { explain: false });

  expect(text).toContain('✗ "adds up" still fails.');
  expect(text).toContain("The model gave up.");
  expect(text).not.toContain("Not checked");
});

test("what holds for all together, what is nobody's assignment and the notes stand below the cards", () => {
  const union = { ...proof, check: "union", verdict: "unknown" as const, sentence: "Together: 4 of 9 ran and pass." };
  const state = stateAfter(
    planned([one], ['"adds up" fails, but nothing of the workspace is reached by it.']),
    reported(report("one", "proved")),
    { type: "union", actor: "run", changeSets: [], evidence: [union] },
  );

  const text = resultText(state, new Map(), palette(false), {
    explain: false,
    notes: ["src/one.js was edited meanwhile."],
  });

  expect(text).toContain("\n? Together: 4 of 9 ran and pass.\n");
  expect(text).toContain('\n? "adds up" fails, but');
  expect(text).toContain("\nsrc/one.js was edited meanwhile.\n");
});

test("an assignment that was only planned says why its file was chosen", () => {
  const text = resultText(stateAfter(planned([one])), new Map(), palette(false), { explain: false });

  expect(text).toContain("○ fix src/one.js  did not run\n  The failure comes through line 3 of it.");
});

test("explained, a card tells the choice, the checks, the confidence, the bytes and the rung", () => {
  const provenance = { base: {}, proposed: { "src/one.js": "a".repeat(64) }, stamp: "s", rung: "bind" as const };
  const changeSet = { id: "r1/one", revision: 1, by: "fix", files: [] };
  const state = stateAfter(
    planned([one]),
    { type: "assigned", actor: "run", assignment: "one", model: "offline" },
    { type: "proposed", actor: "one", changeSet, summary: "Mends it." },
    { type: "evidence", actor: "one", changeSet: "r1/one", revision: 1, evidence: [proof], provenance },
    reported(report("one", "proved", { evidence: [proof] })),
  );

  const text = resultText(state, new Map(), palette(false), { explain: true });

  expect(text).toContain("Chosen: The failure comes through line 3 of it.");
  expect(text).toContain("control proved (changeSet)");
  expect(text).toContain("Confidence 0.90: Its tests pass.");
  expect(text).toContain("src/one.js@aaaaaaaaaaaa, sandbox: bind; model: offline");
});

test("T59: a diff that holds escape sequences is shown without them", () => {
  const state = stateAfter(planned([one]), reported(report("one", "proved")));

  const text = resultText(state, new Map([["one", "+\u001b[2Jnew\u202e\n"]]), palette(false), { explain: false });

  expect(text).toContain("  +new\n");
});
