import { expect, test } from "vitest";
import { agents } from "../../src/core/agents/index.ts";
import { hashText } from "../../src/core/hash.ts";
import { reviewFile } from "../../src/core/review/review-file.ts";
import type { RunState } from "../../src/core/run/run-state.ts";
import { cardViews, runView, type ViewContext } from "../../src/vscode/run-view.ts";
import { assignment, planned, report, reported, stateAfter, type Told } from "../support/run-parts.ts";

const context: ViewContext = { agents, reviews: new Map(), checking: new Set(), live: true };
const range = { least: 1, most: 2 };
const plan = planned([assignment("one"), assignment("two", { agent: "doc", dependsOn: ["one"] })]);
const question: Told = {
  type: "asked",
  actor: "run",
  kind: "user",
  question: "Start 2 agents?",
  choices: ["Start", "Cancel"],
  plan: { assignments: ["one", "two"], estimate: { calls: range, tokens: range } },
};
const called = (actor: string, served: string, usd?: number): Told => ({
  type: "answered",
  actor,
  kind: "model",
  ms: 1_000,
  served,
  usage: { input: 100, output: 20, cacheRead: 10, cacheWrite: 0 },
  route: {
    asked: "openai:m",
    served,
    why: "the only model",
    tries: [],
    waitedMs: 0,
    ...(usd === undefined ? {} : { usd }),
  },
});

const heads = (state: RunState, live = true) => runView(state, { ...context, live });

test("a plan that waits is a question of the run, which goes on with its answer also when its window went away", () => {
  const waiting = stateAfter(plan, question);

  expect(heads(waiting).questions).toEqual([
    {
      id: "2",
      who: "run",
      icon: "list-tree",
      text: "Start 2 agents?",
      choices: ["Start", "Cancel"],
      words: false,
      plan: { cards: ["one", "two"], calls: range, tokens: range },
    },
  ]);
  const away = heads(waiting, false);
  expect(away.sentence).toContain("goes on with your answer");
  expect(away.actions.map(({ id }) => id)).not.toContain("goOn");
  expect(heads(stateAfter(plan), false).actions.map(({ id }) => id)).toContain("goOn");
});

test("a question of a worker stands with its card and may be answered in own words", () => {
  const state = stateAfter(plan, { type: "asked", actor: "two", kind: "user", question: "Which?", choices: [] });

  expect(heads(state).questions).toMatchObject([{ card: "two", who: "doc", icon: "book", words: true }]);
});

test("a card waits for whoever stands in the place of those it waits for", () => {
  const next = assignment("next", { insteadOf: "one" });
  const state = stateAfter(plan, { type: "grown", actor: "run", assignments: [next], why: "Wrong file." });

  expect(cardViews(state, context).map(({ id, after }) => [id, after])).toEqual([
    ["two", ["next"]],
    ["next", []],
  ]);
});

test("what a run has used counts those who planned it, while it works, and by model", () => {
  const state = stateAfter(
    plan,
    called("supervisor", "openai:m", 0.01),
    called("one", "ollama:n", 0),
    called("one", "openai:m", 0.01),
    called("one", "openai:m", 0.01),
  );
  const { calls, tokens, usd, models } = heads(state);

  expect({ calls, tokens, usd }).toEqual({ calls: 4, tokens: 480, usd: 0.03 });
  expect(models).toEqual([
    { model: "openai:m", calls: 3, input: 300, output: 60, cached: 30, usd: 0.03 },
    { model: "ollama:n", calls: 1, input: 100, output: 20, cached: 10, usd: 0 },
  ]);
  expect(
    cardViews(state, context)[0]?.receipts.map(({ served, calls: times, input }) => [served, times, input]),
  ).toEqual([
    ["ollama:n", 1, 100],
    ["openai:m", 2, 200],
  ]);
  expect(heads(stateAfter(plan, called("one", "openai:m"))).usd).toBeUndefined();
});

test("what came to nothing can be asked for more while others still work", () => {
  const state = stateAfter(plan, reported(report("one", "failed")));

  expect(cardViews(state, context)[0]?.actions.map(({ id }) => id)).toEqual(["retry"]);
});

test("what is doubted of a proposal is said beside the decision, until it is decided", () => {
  const evidence = [
    { check: "named-tests-pass", verdict: "proved" as const, sentence: "1 test passes.", scope: "changeSet" as const },
    {
      check: "control",
      verdict: "unknown" as const,
      sentence: "Nothing could be broken again.",
      scope: "changeSet" as const,
    },
  ];
  const texts = { base: "a\n", proposed: "b\n" };
  const changeSet = { id: "r1/one", revision: 1, by: "fix", files: [] };
  const provenance = { base: {}, proposed: { "src/one.js": hashText(texts.proposed) } };
  const doubtful = report("one", "proved", {
    changeSet: { id: "r1/one", revision: 1 },
    confidence: { value: 0.62, reasons: ["1 test passes."] },
    evidence,
    openQuestions: ["Zero is not covered"],
  });
  const state = stateAfter(
    plan,
    { type: "proposed", actor: "one", changeSet, summary: "B." },
    { type: "evidence", actor: "one", changeSet: "r1/one", revision: 1, evidence, provenance },
    reported(doubtful),
  );
  const seen = (accepted: readonly string[]) => {
    const file = { changeSet: "r1/one", path: "src/one.js", ...texts };
    const reviewed = reviewFile(file, { accepted: new Set(accepted), rejected: new Set() }, texts.base);
    const review = { run: "r1", assignment: "one", agent: "fix", changeSet, files: [reviewed] };
    return { reviewed, card: cardViews(state, { ...context, reviews: new Map([["one", review]]) })[0] };
  };
  const { reviewed, card } = seen([]);

  expect(card?.question).toBe("Waits for you");
  expect(card?.doubts).toEqual(["Nothing could be broken again", "A critic finds: Zero is not covered"]);
  expect(card?.actions.map(({ id }) => id)).toEqual(["look", "accept", "reject", "retry"]);
  const decided = seen(reviewed.hunks.map(({ hunk }) => hunk.id)).card;
  expect(decided).toMatchObject({ question: "", doubts: [] });
});

test("what the line above the cards counts is not said once more", () => {
  const ended: Told = {
    type: "ended",
    actor: "run",
    status: "cancelled",
    sentence: "1 of 2 proved. Cancelled.",
    spent: report("one", "proved").spent,
  };
  const { proved, total, sentence } = heads(stateAfter(plan, reported(report("one", "proved")), ended));

  expect({ proved, total, sentence }).toEqual({ proved: 1, total: 2, sentence: "Cancelled." });
});
