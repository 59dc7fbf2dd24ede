import { expect, test } from "vitest";
import { agentNames } from "../../../src/core/agents/index.ts";
import { AppError } from "../../../src/core/app-error.ts";
import { systemClock } from "../../../src/core/models/clock.ts";
import { Connections } from "../../../src/core/models/connect.ts";
import { mapPlan, readModelPlan } from "../../../src/core/models/model-plan.ts";
import { propose, type ScriptedReply, scriptedModel } from "../../../src/core/models/scripted.ts";
import { Servers } from "../../../src/core/models/servers.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const wrong = (total: number) => propose({ find: "total > 100", replace: `total > ${total}` });

async function ran(text: string, replies: Readonly<Record<string, readonly ScriptedReply[]>>, limits = {}) {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const models = new Map(Object.entries(replies).map(([id, said]) => [id, scriptedModel(said, id)]));
  const connections = new Connections({
    servers: new Servers(systemClock),
    clock: systemClock,
    fetch,
    rules: { prices: { "s:m": { input: 1, output: 1, cacheRead: 1 }, "l:m": { input: 9, output: 9, cacheRead: 9 } } },
  });
  const plan = await mapPlan(readModelPlan(text, agentNames), (id) =>
    connections.other(models.get(id) ?? scriptedModel([], id)),
  );
  const asked = { files: ["src/price.js"], limits };
  const { state, events } = await run(folder.path, connections.routed(plan), asked);
  const calls = (id: string) => models.get(id)?.prompts ?? [];
  const receipts = events.flatMap((event) =>
    event.type === "answered" && event.kind === "model" ? [event.route] : [],
  );
  return { state, report: state.workers.get("fix-1")?.report, calls, receipts, events };
}

test("a model that does not do is followed by the next tier's, which begins afresh within the same budget", async () => {
  const { report, state, calls, receipts, events } = await ran("small=s:m,large=l:m", {
    "s:m": [wrong(101), wrong(102), wrong(103)],
    "l:m": [propose(mend)],
  });

  expect(report?.status).toBe("proved");
  expect(calls("s:m")).toHaveLength(3);
  expect(calls("l:m")[0]?.messages).toHaveLength(1);
  expect(events).toContainEqual(expect.objectContaining({ type: "escalated", from: "s:m", to: "l:m", tier: "large" }));
  expect(state.workers.get("fix-1")?.model).toBe("l:m");
  expect(receipts.map((receipt) => [receipt?.served, receipt?.tier])).toEqual([
    ["s:m", "small"],
    ["s:m", "small"],
    ["s:m", "small"],
    ["l:m", "large"],
  ]);
  expect(receipts.at(-1)?.usd).toBeGreaterThan(0);
  expect(report?.spent.calls).toBe(4);
});

test("a model that gives up leaves the rest of the calls to the next", async () => {
  const { report, calls } = await ran("small=s:m,large=l:m", {
    "s:m": ["I cannot.", "Really not."],
    "l:m": [wrong(101), wrong(102), wrong(103), propose(mend)],
  });

  expect(report?.status).toBe("proved");
  expect(calls("l:m")).toHaveLength(4);
});

test("what the first model proved in part stays when the next one does no better", async () => {
  const { report, calls } = await ran("small=s:m,large=l:m", {
    "s:m": [propose({ find: "total > 100", replace: "total > 50" }), "No more.", "No."],
    "l:m": ["I cannot.", "Really not."],
  });

  expect(report?.status).toBe("failed");
  expect(calls("l:m").length).toBeGreaterThan(0);
});

test("a pinned agent stays with its model", async () => {
  const { report, calls } = await ran("small=s:m,large=l:m,fix=p:m", { "p:m": ["No.", "No."], "s:m": [], "l:m": [] });

  expect(report?.status).toBe("failed");
  expect([calls("p:m"), calls("s:m"), calls("l:m")].map(({ length }) => length)).toEqual([2, 0, 0]);
});

test("a budget in dollars holds over both models, at the price of each", async () => {
  const { state, report, calls } = await ran(
    "small=s:m,large=l:m",
    { "s:m": ["No.", "No."], "l:m": [propose(mend)] },
    { usd: 0.03 },
  );

  expect(calls("s:m")).toHaveLength(2);
  expect(calls("l:m")).toHaveLength(0);
  expect(report?.status).toBe("budget");
  expect(state.status).toBe("budget");
  expect(state.spent?.usd).toBeLessThanOrEqual(0.03);
});

test("seconds are a budget that ends a call under way, and keeps what there is", async () => {
  const never: ScriptedReply = (_, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new AppError("cancelled", "Cancelled.")), { once: true });
    });
  const started = Date.now();
  const { state, report } = await ran("s:m", { "s:m": [wrong(101), never] }, { seconds: 3 });

  expect(Date.now() - started).toBeLessThan(6000);
  expect(report).toMatchObject({
    status: "budget",
    problem: { code: "budget", sentence: expect.stringContaining("3 seconds") },
  });
  expect(state.status).toBe("budget");
});
