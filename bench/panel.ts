import type { CDPSession } from "playwright-core";
import * as z from "zod";
import type { ToPanel } from "../src/protocol/messages.ts";
import { findChromium } from "../test/support/chromium.ts";
import { frame, manyHunks, sample } from "../test/webview/conversation.ts";
import { type PanelSite, servePanel } from "../test/webview/page.ts";
import { median, ms, printTable, ratio } from "./table.ts";

const rounds = 7;
const updates = 10_000;
const long = manyHunks(500);

/**
 * What the chat panel takes to be seen, to show a long conversation, and to follow a busy one, in a headless Chromium. Times are
 * those on the clock; beside them is what the page's main thread computed, which does not depend on what else the machine does.
 */
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
    const row = (name: string, { time, computed }: Cost, base: Cost) => [
      name,
      ms(time),
      ms(computed),
      ratio(time, base.time),
    ];
    printTable(`The panel, median of ${rounds}`, [
      ["", "time", "computed", "of bare"],
      row("an empty page, from its address to its first paint", empty, empty),
      row("the panel with a run, from its address to its first paint (at most 150 ms)", paint, empty),
      row("500 hunks as one plain text", plain, plain),
      row("a conversation of 500 hunks, from its message to its paint (at most 300 ms)", shown, plain),
      row(`${updates.toLocaleString("en")} changes of a card among 500 hunks, 100 a frame`, total, total),
      ["the longest that a frame took meanwhile", ms(gap), "", ""],
    ]);
  } finally {
    await site.close();
  }
}

/** Milliseconds on the clock and of the main thread. */
interface Cost {
  readonly time: number;
  readonly computed: number;
}

type Page = Awaited<ReturnType<PanelSite["open"]>>["page"];

/** Without answers the panel has nothing to draw: then it is a page with one word. */
async function firstPaint(site: PanelSite, answers: readonly ToPanel[]): Promise<Cost> {
  const bare = answers.length === 0;
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) {
    const { page } = await site.open({ answers });
    await page.addInitScript(`window.drawn = ${until("", `document.querySelector("${bare ? "p" : ".run-line"}")`)}`);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await computed(session);
    if (bare) await page.goto(new URL("/bare", page.url()).href);
    else await page.reload();
    await page.evaluate("window.drawn");
    const time = z.number().parse(await page.evaluate("window.drawnAt"));
    costs.push({ time, computed: (await computed(session)) - before });
  }
  return middle(costs);
}

async function longConversation(site: PanelSite): Promise<readonly [Cost, Cost]> {
  const plain: Cost[] = [];
  const shown: Cost[] = [];
  const text = JSON.stringify(JSON.stringify(long, undefined, 1));
  const append = `document.body.append(Object.assign(document.createElement("pre"), { textContent: ${text} }))`;
  for (let round = 0; round < rounds; round++) {
    const { page, say } = await site.open();
    await say(frame);
    plain.push(await cost(page, until(append, "true")));
    await page.evaluate('document.querySelector("body > pre").remove()');
    const post = `window.postMessage(${JSON.stringify(long)})`;
    shown.push(await cost(page, until(post, 'document.querySelectorAll("[data-hunk]").length === 500')));
  }
  return [middle(plain), middle(shown)];
}

/** A script that acts, waits until the result is there and drawn, and gives the milliseconds between; the page keeps since when it is there. */
function until(act: string, there: string): string {
  return `new Promise((done) => {
    const drawn = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        window.drawnAt = performance.now();
        done(window.drawnAt - began);
      };
      port2.postMessage(0);
    };
    const look = () => requestAnimationFrame(() => (${there}) ? drawn() : look());
    const began = performance.now();
    ${act};
    look();
  })`;
}

async function busyConversation(site: PanelSite): Promise<readonly [Cost, number]> {
  const { page, say } = await site.open();
  await say(frame, long);
  const one = long.type === "conversation" ? long.runs[0]?.cards[7] : undefined;
  const script = `new Promise((done) => {
    const card = ${JSON.stringify(one)};
    const began = performance.now();
    let count = 0, last = began;
    window.gap = 0;
    const next = () => {
      const now = performance.now();
      window.gap = Math.max(window.gap, now - last);
      last = now;
      if (count >= ${updates}) return done(now - began);
      for (let n = 0; n < 100; n++, count++) {
        const changed = { ...card, status: "working", step: "Step " + count, calls: count };
        window.postMessage({ type: "card", run: "run-1", card: changed });
      }
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`;
  return [await cost(page, script), z.number().parse(await page.evaluate("window.gap"))];
}

/** What a script that gives its own time costs. */
async function cost(page: Page, script: string): Promise<Cost> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await computed(session);
  const time = z.number().parse(await page.evaluate(script));
  return { time, computed: (await computed(session)) - before };
}

async function computed(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
}

function middle(costs: readonly Cost[]): Cost {
  return {
    time: median(costs.map(({ time }) => time)),
    computed: median(costs.map((one) => one.computed)),
  };
}
