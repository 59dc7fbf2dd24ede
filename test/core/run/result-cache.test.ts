import { expect, test } from "vitest";
import { agents } from "../../../src/core/agents/index.ts";
import { propose, type ScriptedReply, scriptedModel } from "../../../src/core/models/scripted.ts";
import { RunControls } from "../../../src/core/run/controls.ts";
import type { RunEvent } from "../../../src/core/run/events.ts";
import type { RunHost } from "../../../src/core/run/run-host.ts";
import { openResultCache } from "../../../src/node/result-cache.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

interface Options {
  readonly id?: string;
  readonly given?: Partial<RunHost>;
  readonly controls?: RunControls;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Runs over the shop one after the other, with one cache for all. */
class Shop implements Disposable {
  readonly folder = new TemporaryFolder();
  readonly state = new TemporaryFolder();

  constructor() {
    this.folder.write(shop);
  }

  async fix(
    replies: readonly ScriptedReply[],
    { id = "scripted:model", given = {}, onEvent = () => {}, controls }: Options = {},
  ) {
    const model = scriptedModel(replies, id);
    const all = { cache: openResultCache(this.state.path), ...given };
    const request = { files: ["src/price.js"] };
    const options = controls === undefined ? {} : { controls };
    const { state, events } = await run(this.folder.path, model, request, undefined, onEvent, options, all);
    const worker = state.workers.get("fix-1");
    return { worker, report: worker?.report, calls: model.prompts.length, events, state };
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
    this.state[Symbol.dispose]();
  }
}

test("the same task a second time asks no model, and is proved anew", async () => {
  using place = new Shop();
  const first = await place.fix([propose(mend, "Grants the discount from 100.")]);

  const second = await place.fix([]);

  expect(second.report).toMatchObject({
    status: "proved",
    summary: "Grants the discount from 100.",
    spent: { calls: 0, input: 0, output: 0 },
  });
  expect(second.events.filter(({ type }) => type === "cached")).toMatchObject([{ isProved: true, actor: "fix-1" }]);
  expect(second.worker?.isCached).toBe(true);
  expect(second.worker?.revisions[0]?.files).toEqual(first.worker?.revisions[0]?.files);
  const ran = second.events.filter((event) => event.type === "asked" && event.kind === "execution");
  expect(ran.length).toBeGreaterThan(1);
  expect(second.report?.evidence).toEqual(first.report?.evidence);
});

test("a record that does not hold any more is not believed: the model is asked", async () => {
  using place = new Shop();
  await place.fix([propose(mend)]);
  const cache = openResultCache(place.state.path);
  const bad = new Map([["src/price.js", (shop["src/price.js"] ?? "").replace("total > 100", "total > 101")]]);
  const wrong = { ...cache, get: async () => ({ changes: bad, claim: { summary: "All is well." } }) };

  const { report, calls, events, worker } = await place.fix([propose(mend, "Mends it.")], { given: { cache: wrong } });

  expect(report).toMatchObject({ status: "proved", summary: "Mends it.", spent: { calls: 1 } });
  expect(calls).toBe(1);
  expect(events.filter(({ type }) => type === "cached")).toMatchObject([{ isProved: false }]);
  expect(worker?.isCached).toBe(false);
});

test("a record that changes more than the agent may is never applied, even if it could be proved", async () => {
  using place = new Shop();
  const { "src/price.js": price = "" } = shop;
  const changes = new Map([
    ["src/price.js", price.replace(mend.find, mend.replace)],
    ["src/new.js", "export const one = 1;\n"],
  ]);
  const cache = { get: async () => ({ changes, claim: { summary: "Easy." } }), put: async () => {} };

  const { worker, report, events } = await place.fix([propose(mend)], { given: { cache } });

  expect(report).toMatchObject({ status: "proved", spent: { calls: 1 } });
  expect(events.filter(({ type }) => type === "cached")).toMatchObject([{ isProved: false }]);
  expect(worker?.revisions[0]?.files.map(({ path }) => path)).toEqual(["src/price.js"]);
});

test("what was not proved is not recorded", async () => {
  using place = new Shop();
  await place.fix([propose({ find: "total > 100", replace: "total > 50" }), "I give up."]);

  const { calls, events } = await place.fix([propose(mend)]);

  expect(calls).toBe(1);
  expect(events.some(({ type }) => type === "cached")).toBe(false);
});

test.each<[string, (place: Shop) => { readonly id?: string; readonly given?: Partial<RunHost> }]>([
  ["another model", () => ({ id: "scripted:other" })],
  [
    "another version of the agent",
    () => ({ given: { agents: agents.map((agent) => ({ ...agent, budget: { ...agent.budget, calls: 3 } })) } }),
  ],
  [
    "another text of the target",
    ({ folder }) => {
      folder.write({ "src/price.js": `${shop["src/price.js"]}// The end.\n` });
      return {};
    },
  ],
  [
    "another text of a failing test",
    ({ folder }) => {
      const { "test/price.test.js": text = "" } = shop;
      folder.write({ "test/price.test.js": text.replace("discount(100), 10", "discount(100), 10.0") });
      return {};
    },
  ],
])("%s is another task", async (_, change) => {
  using place = new Shop();
  await place.fix([propose(mend)]);
  const changed = change(place);

  const { calls, report, events } = await place.fix([propose(mend)], changed);

  expect(calls).toBe(1);
  expect(report?.status).toBe("proved");
  expect(events.some(({ type }) => type === "cached")).toBe(false);
});

test("without a cache nothing is recorded", async () => {
  using place = new Shop();
  const model = scriptedModel([propose(mend)]);

  await run(place.folder.path, model, { files: ["src/price.js"] });

  expect((await place.fix([propose(mend)])).calls).toBe(1);
});

test("who is made to work again asks the model: the record is what the user did not want", async () => {
  using place = new Shop();
  await place.fix([propose(mend, "The first way.")]);
  const controls = new RunControls();
  const retried: string[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.type !== "reported" || retried.length > 0) return;
    retried.push(event.report.summary);
    controls.retry("fix-1", "Find another way.");
  };
  const other = propose({ find: "total > 100", replace: "100 <= total" }, "Another way.");

  const { calls, worker, report } = await place.fix([other], { controls, onEvent });

  expect(retried).toEqual(["The first way."]);
  expect(calls).toBe(1);
  expect(report).toMatchObject({ status: "proved", summary: "Another way." });
  expect(worker).toMatchObject({ isCached: false });
  expect(worker?.revisions.map(({ revision }) => revision)).toEqual([1, 2]);
});
