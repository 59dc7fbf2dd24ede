import { expect, test } from "vitest";
import { outcomeOf, spentBy, standing } from "../../../src/core/run/outcome.ts";
import { assignment, planned, report, reported, stateAfter } from "../../support/run-parts.ts";

const [one, two] = [assignment("one"), assignment("two")];

test("a run whose plan is empty has nothing to do, and says why", () => {
  const plan = { route: "direct" as const, assignments: [], notes: ["Nothing fails: 4 tests pass."], unplanned: [] };

  expect(outcomeOf(stateAfter({ type: "planned", actor: "run", plan }))).toEqual({
    status: "nothing",
    sentence: "Nothing fails: 4 tests pass.",
  });
});

test("what fails and is nobody's assignment keeps a run from being proved", () => {
  const open = '"adds up" fails, but no source file of the workspace is reached by it.';

  expect(outcomeOf(stateAfter(planned([], [open])))).toEqual({ status: "failed", sentence: open });
  expect(outcomeOf(stateAfter(planned([one], [open]), reported(report("one", "proved"))))).toEqual({
    status: "partial",
    sentence: `1 of 1 proved. ${open}`,
  });
});

test("all proved is proved, unless they do not hold together", () => {
  const proved = [planned([one, two]), reported(report("one", "proved")), reported(report("two", "proved"))] as const;
  const sentence = 'Together the changes break "adds up" in test/sum.test.js.';
  const refuted = { check: "union", verdict: "refuted" as const, sentence, scope: "changeSet" as const };

  expect(outcomeOf(stateAfter(...proved))).toEqual({ status: "proved", sentence: "All 2 proved." });
  expect(
    outcomeOf(stateAfter(...proved, { type: "union", actor: "run", changeSets: [], evidence: [refuted] })),
  ).toEqual({ status: "partial", sentence: `2 of 2 proved. ${sentence}` });
});

test("one that could not go on decides the status and gives the sentence, the user's own word first", () => {
  const budget = report("one", "budget", { problem: { code: "budget", sentence: "The budget is used up." } });
  const cancelled = report("two", "cancelled", { problem: { code: "cancelled", sentence: "Cancelled." } });

  expect(outcomeOf(stateAfter(planned([one, two]), reported(report("two", "proved")), reported(budget)))).toEqual({
    status: "budget",
    sentence: "1 of 2 proved. The budget is used up.",
    code: "budget",
  });
  expect(outcomeOf(stateAfter(planned([one, two]), reported(budget), reported(cancelled))).status).toBe("cancelled");
});

test("without any proof the best of the others is the status", () => {
  const statusOf = (...statuses: readonly ("partial" | "unproved" | "failed")[]) => {
    const ids = statuses.map((_, index) => `w${index}`);
    const ends = statuses.map((status, index) => reported(report(`w${index}`, status)));
    return outcomeOf(stateAfter(planned(ids.map((id) => assignment(id))), ...ends)).status;
  };

  expect(statusOf("failed", "unproved")).toBe("unproved");
  expect(statusOf("failed", "failed")).toBe("failed");
  expect(statusOf("unproved", "partial")).toBe("partial");
});

test("a worker that another took the place of does not count, but was paid", () => {
  const next = assignment("one-next", { insteadOf: "one" });
  const state = stateAfter(
    planned([one]),
    reported(report("one", "failed")),
    { type: "grown", actor: "run", assignments: [next], why: "src/one.js does not seem to be to blame." },
    reported(report("one-next", "proved")),
  );

  expect(standing(state).map((worker) => worker.assignment.id)).toEqual(["one-next"]);
  expect(outcomeOf(state)).toEqual({ status: "proved", sentence: "Proved." });
  expect(spentBy(state, 9000)).toMatchObject({ calls: 2, input: 200, output: 40, usd: 0.002, seconds: 9 });
});

test("what one model without a price has cost is not known", () => {
  const { usd: _, ...unpriced } = report("two", "proved").spent;
  const state = stateAfter(
    planned([one, two]),
    reported(report("one", "proved")),
    reported(report("two", "proved", { spent: unpriced })),
  );

  expect(spentBy(state, 1000)).not.toHaveProperty("usd");
});
