import { expect, test } from "vitest";
import type { CardView, QuestionView, RunView } from "../../../src/protocol/views.ts";
import { beyondReview, inboxOf } from "../../../src/vscode/panel/inbox.ts";
import { card, file, head, hunk } from "../../webview/conversation.ts";

const question: QuestionView = {
  id: "9",
  card: "fix-1",
  who: "fix",
  icon: "wrench",
  text: "Even or up?",
  choices: [],
  words: true,
};
const range = { least: 1, most: 2 };
const plan = { ...question, id: "5", who: "run", text: "Start?", plan: { cards: [], calls: range, tokens: range } };

const run = (part: Partial<RunView>, ...cards: readonly CardView[]) => ({ head: { ...head, ...part }, cards });
const decided = [file("src/rounding.js", [hunk("h", { status: "accepted" })])];

test("all that waits is told once, what keeps agents waiting first", () => {
  const paused = card("p", { status: "working", files: [], controls: [{ id: "resume", label: "Go on" }] });
  const doubted = card("d", { doubts: ["A mutant lives"] });
  const conflict = card("c", { files: [file("a.js", [hunk("x", { status: "conflict" })])] });
  const shown = run(
    { questions: [question, plan] },
    card("fix-1"),
    paused,
    doubted,
    conflict,
    card("done", { files: decided }),
  );

  expect(inboxOf([shown]).map(({ type, card: about, title, text }) => [type, about, title, text])).toEqual([
    ["question", "fix-1", "fix src/rounding.js", "Even or up?"],
    ["plan", "fix-1", "Plan", "Start?"],
    ["conflict", "c", "fix src/rounding.js", "Conflicts with your edits"],
    ["doubt", "d", "fix src/rounding.js", "A mutant lives"],
    ["paused", "p", "fix src/rounding.js", "Paused by you"],
    ["review", "fix-1", "fix src/rounding.js", "1 hunk to review"],
  ]);
  expect(beyondReview(inboxOf([shown])).map(({ type }) => type)).toEqual(["question", "plan", "conflict", "paused"]);
});

test("more than a few cards to review are one item, which leads to the first", () => {
  const cards = ["a", "b", "c", "d"].map((id) => card(id));

  expect(inboxOf([run({}, ...cards)])).toMatchObject([{ type: "review", card: "a", text: "What 4 agents propose" }]);
  expect(inboxOf([run({}, ...cards.slice(1))])).toHaveLength(3);
});

test("what a run needs the user's word for is asked as long as nothing else was asked since", () => {
  const blocked = run({ actions: [{ id: "withoutSandbox", label: "Run once" }] });
  const later = run({ run: "run-2" });

  expect(inboxOf([later, blocked])).toMatchObject([{ type: "approval", run: "run-1", title: "Sandbox" }]);
  expect(inboxOf([blocked, later])).toEqual([]);
});
