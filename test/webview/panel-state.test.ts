import { expect, test } from "vitest";
import type { ToPanel } from "../../src/protocol/messages.ts";
import { afterMessage, emptyPanel, type PanelState } from "../../src/webview/panel-state.ts";
import { isToPanel } from "../../src/webview/read-message.ts";
import { card, cards, conversation, file, frame, head, hunk, sample, shell } from "./conversation.ts";

function after(...messages: readonly ToPanel[]): PanelState {
  return messages.reduce(afterMessage, emptyPanel);
}

const fix = card("fix-1");

test("a conversation replaces all runs, a run's head only itself", () => {
  const other = { ...head, run: "run-2", request: "Once more" };
  const state = after(sample, { type: "run", head: other }, { type: "run", head: { ...head, proved: 3 } });

  expect(state.runs.map((part) => [part.head.run, part.head.proved, part.cards.length])).toEqual([
    ["run-1", 3, 3],
    ["run-2", 1, 0],
  ]);
  expect(afterMessage(state, conversation()).runs).toEqual([]);
});

test("a card replaces the one with its id, and a new one comes last", () => {
  const state = after(
    sample,
    { type: "card", run: "run-1", card: card("test-1", { summary: "Changed." }) },
    { type: "card", run: "run-1", card: card("new") },
  );

  expect(state.runs[0]?.cards.map(({ id }) => id)).toEqual(["fix-1", "test-1", "doc-1", "new"]);
  expect(state.runs[0]?.cards[1]?.summary).toBe("Changed.");
});

test("a card of a run that is not shown changes nothing", () => {
  const state = after(sample);

  expect(afterMessage(state, { type: "card", run: "another", card: fix })).toBe(state);
});

test("a patch that says the same leaves the state as it is, and a patch of one card leaves the others", () => {
  const state = after(sample);
  const copy = structuredClone(cards[0]) ?? fix;

  expect(afterMessage(state, { type: "card", run: "run-1", card: copy })).toBe(state);

  const next = afterMessage(state, { type: "card", run: "run-1", card: { ...copy, step: "Running the tests…" } });
  expect(next.runs[0]?.cards[0]).not.toBe(state.runs[0]?.cards[0]);
  expect(next.runs[0]?.cards[0]?.files).toBe(state.runs[0]?.cards[0]?.files);
  expect(next.runs[0]?.cards[1]).toBe(state.runs[0]?.cards[1]);
});

test("of a file with one hunk decided, only that hunk is another object", () => {
  const files = [file("a.js", [hunk("one"), hunk("two")])];
  const before = after(conversation({ head, cards: [card("a", { files })] }));
  const decided = [file("a.js", [hunk("one"), hunk("two", { status: "accepted" })])];
  const next = afterMessage(before, { type: "card", run: "run-1", card: card("a", { files: decided }) });

  const [one, two] = next.runs[0]?.cards[0]?.files[0]?.hunks ?? [];
  expect(one).toBe(before.runs[0]?.cards[0]?.files[0]?.hunks[0]);
  expect(two?.status).toBe("accepted");
});

test("a conversation that is sent again keeps the cards that say the same", () => {
  const state = after(sample);
  const again = afterMessage(state, structuredClone(sample));

  expect(again.runs[0]?.cards[0]).toBe(state.runs[0]?.cards[0]);
});

test("a proof is forgotten when the evidence it is about changes, and else is kept", () => {
  const proof: ToPanel = { type: "detail", run: "run-1", card: "fix-1", evidence: 0, markdown: "Two tests ran." };
  const state = after(sample, proof);
  expect(state.details.get("run-1\nfix-1")?.get(0)).toBe("Two tests ran.");

  const stepped = afterMessage(state, { type: "card", run: "run-1", card: { ...fix, step: "More" } });
  expect(stepped.details.get("run-1\nfix-1")?.get(0)).toBe("Two tests ran.");

  const evidence = fix.evidence.map((one) => ({ ...one, sentence: "3 failing tests pass" }));
  const changed = afterMessage(state, { type: "card", run: "run-1", card: { ...fix, evidence } });
  expect(changed.details.get("run-1\nfix-1")).toBeUndefined();
});

test("texts for the composer and cards to show are told apart from the ones before them", () => {
  const state = after(
    { type: "compose", text: "/fix " },
    { type: "compose", text: "/fix " },
    { type: "reveal", run: "run-1" },
    { type: "reveal", run: "run-1", card: "fix-1" },
  );

  expect(state.compose).toEqual({ text: "/fix ", turn: 2 });
  expect(state.reveal).toEqual({ run: "run-1", card: "fix-1", turn: 2 });
});

test("the frame replaces the frame", () => {
  expect(after(frame, { type: "shell", shell: { ...shell, banner: "Careful." } }).shell?.banner).toBe("Careful.");
});

test("what is no message of the host is not taken for one", () => {
  const strange = [undefined, null, 7, "shell", [], {}, { type: 7 }, { type: "unknown" }, { type: "toString" }];

  expect(strange.filter(isToPanel)).toEqual([]);
  expect(isToPanel(frame)).toBe(true);
});

test("it says how a worker ended and that it waits, but none of its steps", () => {
  const working = card("fix-1", { status: "working", files: [] });
  const start = after(conversation({ head, cards: [working] }));
  const stepped = afterMessage(start, {
    type: "card",
    run: "run-1",
    card: { ...working, step: "Running the tests…", calls: 3 },
  });
  expect(stepped.said).toEqual([]);

  const ended = afterMessage(stepped, { type: "card", run: "run-1", card: fix });
  expect(ended.said.map(({ text }) => text)).toEqual(["fix src/rounding.js proved, waits for you"]);
});

test("it says what was decided, also by other ways than the panel", () => {
  const files = [file("a.js", [hunk("one", { status: "accepted" }), hunk("two", { status: "conflict" })])];
  const before = after(
    conversation({ head, cards: [card("fix-1", { files: [file("a.js", [hunk("one"), hunk("two")])] })] }),
  );
  const next = afterMessage(before, { type: "card", run: "run-1", card: card("fix-1", { files }) });

  expect(next.said.map(({ text }) => text)).toEqual([
    "fix src/rounding.js: 1 hunk accepted",
    "fix src/rounding.js: 1 hunk in conflict with your edits",
  ]);
});

test("it says once that a run has ended, and nothing when a conversation is shown again", () => {
  const done = { ...head, working: false, sentence: "2 of 3 are proved." };
  const state = after(sample, { type: "run", head: done }, { type: "run", head: { ...done, waiting: 0 } }, sample);

  expect(state.said.map(({ text }) => text)).toEqual(["2 of 3 are proved."]);
});

test("it says what is asked, once", () => {
  const question = {
    id: "5",
    who: "run",
    icon: "list-tree",
    text: "Start 2 agents?",
    choices: ["Start"],
    words: false,
  };
  const asking = { ...head, questions: [question] };
  const state = after(sample, { type: "run", head: asking }, { type: "run", head: { ...asking, calls: 6 } });

  expect(state.said.map(({ text }) => text)).toEqual(["Waits for you: Start 2 agents?"]);
});
