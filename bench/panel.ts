import * as z from "zod";
import type { ToPanel } from "../src/protocol.ts";
import { findChromium } from "../test/support/chromium.ts";
import { frame, manyHunks, sample } from "../test/webview/conversation.ts";
import { type PanelSite, servePanel } from "../test/webview/page.ts";
import { median, ms, printTable, ratio } from "./table.ts";

const rounds = 7;
const updates = 10_000;
const long = manyHunks(500);

/** What the chat panel takes to be seen, to show a long conversation, and to follow a busy one, in a headless Chromium. */
export async function benchPanel(): Promise<void> {
  if (findChromium() === undefined) {
    console.log("\nThe panel is not measured: there is no Chromium. Install one, or name it in CHROME_PATH.");
    return;
  }
  const site = await servePanel();
  try {
    const empty = await firstPaint(site, []);
    const paint = await firstPaint(site, [frame, sample]);
    const [plain, shown] = await longConversation(site);
    const [total, gap] = await busyConversation(site);
    printTable(`The panel, median of ${rounds}`, [
      ["", "time", "of bare"],
      ["an empty page, from its address to its first paint", ms(empty), ratio(1, 1)],
      ["the panel with a run, from its address to its first paint (at most 150 ms)", ms(paint), ratio(paint, empty)],
      ["500 hunks as one plain text", ms(plain), ratio(1, 1)],
      ["a conversation of 500 hunks, from its message to its paint (at most 300 ms)", ms(shown), ratio(shown, plain)],
      [`${updates.toLocaleString("en")} changes of a card among 500 hunks, 100 a frame`, ms(total), ""],
      ["the longest that a frame took meanwhile", ms(gap), ""],
    ]);
  } finally {
    await site.close();
  }
}

/** Without answers the panel draws nothing that would count as a paint: then it is a page of the same size with one word. */
async function firstPaint(site: PanelSite, answers: readonly ToPanel[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { page } = await site.open({ answers });
    if (answers.length === 0) await page.goto(new URL("/bare", page.url()).href);
    times.push(z.number().parse(await page.evaluate(painted)));
  }
  return median(times);
}

const painted = `new Promise((done) => new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") done(startTime);
}).observe({ type: "paint", buffered: true }))`;

async function longConversation(site: PanelSite): Promise<readonly [number, number]> {
  const plain: number[] = [];
  const shown: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { page, say } = await site.open();
    await say(frame);
    const text = long.type === "conversation" ? JSON.stringify(long.runs, undefined, 1) : "";
    plain.push(
      await timed(
        page,
        `document.body.append(Object.assign(document.createElement("pre"), { textContent: ${JSON.stringify(text)} }))`,
        "true",
      ),
    );
    await page.evaluate('document.querySelector("body > pre").remove()');
    shown.push(
      await timed(
        page,
        `window.postMessage(${JSON.stringify(long)})`,
        'document.querySelectorAll("[data-hunk]").length === 500',
      ),
    );
  }
  return [median(plain), median(shown)];
}

type Page = Awaited<ReturnType<PanelSite["open"]>>["page"];

/** From an act until its result is there and drawn, in milliseconds. */
async function timed(page: Page, act: string, there: string): Promise<number> {
  const script = `new Promise((done) => {
    const drawn = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - began);
      port2.postMessage(0);
    };
    const look = () => requestAnimationFrame(() => (${there}) ? drawn() : look());
    const began = performance.now();
    ${act};
    look();
  })`;
  return z.number().parse(await page.evaluate(script));
}

async function busyConversation(site: PanelSite): Promise<readonly [number, number]> {
  const { page, say } = await site.open();
  await say(frame, long);
  const script = `new Promise((done) => {
    const card = ${JSON.stringify(long.type === "conversation" ? long.runs[0]?.cards[7] : {})};
    const began = performance.now();
    let count = 0, last = began, gap = 0;
    const next = () => {
      const now = performance.now();
      gap = Math.max(gap, now - last);
      last = now;
      if (count >= ${updates}) return done([now - began, gap]);
      for (let n = 0; n < 100; n++, count++) {
        window.postMessage({ type: "card", run: "run-1", card: { ...card, status: "working", step: "Step " + count, calls: count } });
      }
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`;
  return z.tuple([z.number(), z.number()]).parse(await page.evaluate(script));
}
