import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ToPanel } from "../../src/protocol/messages.ts";
import type { CardView, InboxItem, QuestionView } from "../../src/protocol/views.ts";
import { findChromium } from "../support/chromium.ts";
import { card, cards, conversation, frame, head, receipt, sample, shell } from "./conversation.ts";
import { type PanelSite, servePanel } from "./page.ts";

const queued = (id: string, part: Partial<CardView>): CardView =>
  card(id, {
    status: "queued",
    startedAt: undefined,
    endedAt: undefined,
    calls: 0,
    receipts: [],
    files: [],
    evidence: [],
    confidence: undefined,
    summary: "",
    ...part,
  });

const plan = [
  queued("fix-1", { target: "src/a.js" }),
  queued("doc-1", { agent: "doc", target: "src/a.js", after: ["fix-1"], instruction: "Document it." }),
];
const range = (least: number, most: number) => ({ least, most });
const aboutPlan: QuestionView = {
  id: "5",
  who: "run",
  icon: "list-tree",
  text: "Start 2 agents on 1 file?",
  choices: ["Start", "Cancel"],
  words: false,
  plan: { cards: ["fix-1", "doc-1"], calls: range(2, 12), tokens: range(2_400, 60_000), usd: range(0.003, 0.4) },
};
const aboutWords: QuestionView = {
  id: "9",
  who: "supervisor",
  icon: "question",
  text: "To even, or up?",
  choices: ["To even", "Up"],
  words: true,
};

const waitingPlan = conversation({ head: { ...head, ended: 0, questions: [aboutPlan] }, cards: plan });

function inbox(...items: readonly InboxItem[]): ToPanel {
  return { type: "shell", shell: { ...shell, inbox: [...items] } };
}

const planItem: InboxItem = {
  run: "run-1",
  question: "5",
  type: "plan",
  icon: "list-tree",
  title: "Plan",
  text: aboutPlan.text,
};

describe.skipIf(findChromium() === undefined)("what waits for the user", () => {
  let site: PanelSite;
  beforeAll(async () => {
    site = await servePanel();
  });
  afterAll(() => site.close());

  test("a plan is shown with its order and its estimate in place of cards, and started by keys alone", async () => {
    const { page, say, heard } = await site.open();
    await say(inbox(planItem), waitingPlan);
    await heard();

    expect(await page.getByRole("article").count()).toBe(0);
    const rows = page.getByRole("list", { name: "Plan" }).getByRole("listitem");
    expect(await rows.allTextContents()).toEqual([
      "fixsrc/a.jsMake the failing tests pass.",
      "docsrc/a.jsAfter fix src/a.js. Document it.",
    ]);
    expect(await rows.nth(1).locator(".rail.last").count()).toBe(1);
    expect(await page.locator(".estimate").textContent()).toBe("About 2–12 calls · 2.4k–60k tokens · $0.003–$0.40");

    await page.getByRole("button", { name: /^Plan Start 2/ }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Start");
    await page.keyboard.press("Enter");
    expect(await heard()).toEqual([{ type: "answer", run: "run-1", question: "5", answer: "Start" }]);
  });

  test("once it has begun the plan is folded, tells how far each is, and cards say whom they wait for", async () => {
    const { page, say } = await site.open();
    await say(inbox(planItem), waitingPlan);
    await page.getByRole("button", { name: "Start", exact: true }).focus();
    const begun = [card("fix-1", { status: "working", target: "src/a.js", files: [] }), ...plan.slice(1)];
    await say(inbox(), conversation({ head: { ...head, questions: [] }, cards: begun }));

    expect(await page.locator(".question, .inbox").count()).toBe(0);
    expect(await page.getByRole("article").last().textContent()).toContain("After fix a.js");
    // The button under the focus is gone: the focus stays in the run.
    expect(await page.evaluate("document.activeElement.className")).toBe("who");
    const fold = page.getByRole("button", { name: "Plan 2 agents, 1 after others" });
    expect(await fold.getAttribute("aria-expanded")).toBe("false");
    await fold.click();
    const rows = page.getByRole("list", { name: "Plan" }).getByRole("listitem");
    expect(await rows.first().getByRole("img").getAttribute("aria-label")).toBe("Working");
    await rows.first().getByRole("button").click();
    await expect
      .poll(() => page.evaluate("document.activeElement.closest('[data-card]')?.dataset.card"))
      .toBe("run-1\nfix-1");
  });

  test("what was not started stands in its plan alone", async () => {
    const { page, say } = await site.open();
    const declined = plan.map((one) => ({ ...one, status: "cancelled" as const }));
    await say(inbox(), conversation({ head: { ...head, working: false, status: "cancelled" }, cards: declined }));

    expect(await page.getByRole("article").count()).toBe(0);
    await page.getByRole("button", { name: /^Plan/ }).click();
    expect(await page.getByRole("img", { name: "Cancelled" }).count()).toBe(2);
  });

  test("a question is answered with a choice or in own words", async () => {
    const { page, say, heard } = await site.open();
    await say(frame, conversation({ head: { ...head, questions: [aboutWords] }, cards }));
    await heard();
    await page.getByRole("button", { name: "Up", exact: true }).click();
    await page.getByLabel("Answer in your own words").fill("  as the tests say  ");
    await page.keyboard.press("Enter");
    await page.getByLabel("Answer in your own words").fill("   ");
    await page.keyboard.press("Enter");

    const place = { type: "answer", run: "run-1", question: "9" };
    expect(await heard()).toEqual([
      { ...place, answer: "Up" },
      { ...place, answer: "as the tests say" },
    ]);
  });

  test("an answer that is half typed is there after a reload, until it is given", async () => {
    const { page, say, heard } = await site.open();
    const asks = conversation({ head: { ...head, questions: [aboutWords, { ...aboutWords, id: "11" }] }, cards });
    const field = (index: number) => page.getByLabel("Answer in your own words").nth(index);
    await say(frame, asks);
    await field(0).fill("as the te");
    await page.reload();
    await say(frame, asks);
    expect(await field(0).inputValue()).toBe("as the te");
    expect(await field(1).inputValue()).toBe("");

    await field(0).press("Enter");
    expect(await heard()).toContainEqual({ type: "answer", run: "run-1", question: "9", answer: "as the te" });
    await page.reload();
    await say(frame, asks);
    expect(await field(0).inputValue()).toBe("");
  });

  test("one list holds all that waits, folded while that is mere review, and leads to each", async () => {
    const { page, say } = await site.open({ height: 420 });
    const review: InboxItem = {
      run: "run-1",
      card: "fix-1",
      type: "review",
      icon: "wrench",
      title: "fix src/rounding.js",
      text: "1 hunk to review",
    };
    const doubt: InboxItem = {
      ...review,
      card: "test-1",
      type: "doubt",
      title: "test interest",
      text: "A mutant lives",
    };
    await say(inbox(review), sample);
    const fold = page.getByRole("button", { name: "Waiting for you" });
    expect(await fold.getAttribute("aria-expanded")).toBe("false");
    await fold.click();
    await page
      .getByRole("button", { name: /^fix src\/rounding.js/ })
      .last()
      .click();
    await page.getByRole("button", { name: /1 hunk to review/ }).click();
    await expect.poll(() => page.evaluate("document.activeElement.dataset.hunk")).toBe("waiting");

    await say(inbox(doubt, review));
    expect(await fold.getAttribute("aria-expanded")).toBe("true");
    expect(await fold.locator(".count").textContent()).toBe("2");
    // The card was folded by the press on its head above, and this one is further down than can be seen.
    await page.getByRole("button", { name: /A mutant lives/ }).click();
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Ask for more");
    await expect
      .poll(() =>
        page.getByRole("button", { name: "Ask for more" }).evaluate((element) => {
          const box = element.getBoundingClientRect();
          return box.bottom <= innerHeight && box.top >= 0;
        }),
      )
      .toBe(true);
  });

  test("what is doubted stands beside the decision", async () => {
    const { page, say, heard } = await site.open();
    const doubted = card("test-1", {
      confidence: { value: 0.62, reasons: ["6 of 9 mutants killed"] },
      question: "Waits for you",
      doubts: ["6 of 9 mutants killed", "A critic finds: 2000 is a leap year"],
      actions: [{ id: "accept", label: "Accept Anyway" }],
    });
    await say(frame, conversation({ head, cards: [doubted] }));
    await heard();

    const gate = page.locator(".gate");
    expect(await gate.locator(".warn").textContent()).toBe("Waits for you: confidence 0.62, because");
    expect(await gate.getByRole("listitem").allTextContents()).toEqual(doubted.doubts);
    await gate.getByRole("button", { name: "Accept Anyway" }).click();
    expect(await heard()).toEqual([{ type: "action", run: "run-1", card: "test-1", action: "accept" }]);
  });

  test("a card tells in a line which model served it, and call by call when pressed; a run tells it by model", async () => {
    const { page, say } = await site.open();
    const receipts = [
      receipt({ asked: "openai:a", served: "openai:a", tier: "small", why: "the tier of fix", usd: 0.002 }),
      receipt({
        asked: "openai:b",
        served: "ollama:c",
        tier: "medium",
        why: "in place of openai:b: 429",
        failures: [{ model: "openai:b", sentence: "429" }],
        cached: 500,
        usd: 0,
      }),
    ];
    const models = [{ model: "openai:a", calls: 1, input: 700, output: 200, cached: 0 }];
    await say(frame, conversation({ head: { ...head, models }, cards: [card("fix-1", { receipts })] }));

    const line = page.locator("button.receipt");
    expect(await line.textContent()).toBe(
      "openai:a → ollama:c (medium) · for openai:b · 2 calls · 1.4k in (0.5k cached) · 0.4k out · $0.002 · 3 s",
    );
    await line.click();
    const calls = page.getByRole("list", { name: "Calls" }).getByRole("listitem");
    expect(await calls.first().textContent()).toBe("openai:a · the tier of fixsmall · 700 in · 200 out · $0.002 · 2 s");
    expect(await calls.last().textContent()).toContain("openai:b: 429");
    const silent = [
      receipt({ served: "", failures: [{ model: "openai:b", sentence: "Cancelled." }], input: 0, output: 0, usd: 0 }),
    ];
    await say({ type: "card", run: "run-1", card: card("fix-1", { receipts: silent }) });
    expect(await line.textContent()).toBe("offline · no answer · 1 call · 2 s");
    await page.getByTitle("By model").click();
    expect(await page.getByRole("row").last().textContent()).toBe("openai:a10.7k00.2knot known");
  });

  test("among fifty agents those at work are seen, the others stand aside, and each can still be brought into view", async () => {
    const { page, say } = await site.open();
    const many = Array.from({ length: 50 }, (_, index) =>
      index < 20
        ? card(`c${index}`, { target: `src/${index}.js` })
        : queued(`c${index}`, { target: `src/${index}.js`, status: index < 24 ? "working" : "queued" }),
    );
    await say(frame, conversation({ head: { ...head, total: 50 }, cards: many }));

    expect(await page.getByRole("article").count()).toBe(4);
    expect(await page.getByRole("button", { name: "20 proved" }).getAttribute("aria-expanded")).toBe("false");
    expect(await page.getByRole("button", { name: "26 queued" }).count()).toBe(1);
    await say({ type: "reveal", run: "run-1", card: "c3" });
    await page.getByRole("article", { name: "fix src/3.js" }).locator(".file").waitFor();

    await say({ type: "run", head: { ...head, total: 50, working: false } });
    expect(await page.getByRole("article").count()).toBe(50);
  });
});
