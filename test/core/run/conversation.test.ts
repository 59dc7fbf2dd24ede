import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { propose } from "../../../src/core/models/scripted.ts";
import { conversationAfter, earlierReports } from "../../../src/core/run/conversation.ts";
import type { Request } from "../../../src/core/run/request.ts";
import type { RunState } from "../../../src/core/run/run-state.ts";
import { supervise } from "../../../src/core/run/supervise.ts";
import { openHost } from "../../../src/node/open-host.ts";
import { conversationAfterRun, loadRun } from "../../../src/node/run-store.ts";
import { type Crew, crewModel, sectionOf } from "../../support/crew.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { assignment, planned, report, reported, stateAfter, type Told } from "../../support/run-parts.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

function asked(said: string, follows?: string): Told {
  const conversation = follows === undefined ? {} : { conversation: { id: "r0", follows, earlier: "", files: [] } };
  const request = { agent: "", files: [], instruction: said, said, ...conversation, limits: {}, concurrency: 1 };
  return { type: "started", actor: "run", request, root: "/w", model: "offline", rung: "overlay" };
}

function over(status: RunState["status"] & Exclude<RunState["status"], "working">): Told {
  return { type: "ended", actor: "run", status, sentence: "", spent: report("a", "proved").spent };
}

const wordy = "Die Mehrwertsteuerberechnungen würden zweimal gerundet, weswegen die Quersumme nirgends mehr aufgeht.";

function large(run: string, workers: number, status: "proved" | "failed"): RunState {
  const ids = Array.from({ length: workers }, (_, index) => `refactor-${index}`);
  const all = ids.map((id) => assignment(id, { target: `packages/billing/src/internal/invoice-total-${id}.ts` }));
  const reports = ids.map((id) => reported(report(id, status, { summary: wordy, problem: { sentence: wordy } })));
  return { ...stateAfter(asked(wordy.repeat(3)), planned(all), ...reports, over(status)), run };
}

test("each earlier request is told in its words, with a row for each report and what of it is in use", () => {
  const changeSet = { id: "c1", revision: 1 };
  const first = stateAfter(
    asked("fix the failing tests"),
    planned([assignment("a"), assignment("b")]),
    reported(report("a", "proved", { changeSet, summary: "Rounds half to even." })),
    reported(report("b", "failed", { problem: { sentence: "No change helps." } })),
    over("partial"),
    { type: "applied", actor: "user", changeSets: ["c1"], decisions: [], written: [] },
  );
  const second = stateAfter(
    asked("document it"),
    planned([assignment("c")]),
    reported(report("c", "proved")),
    over("proved"),
  );

  expect(earlierReports([first, second])).toBe(
    [
      '"fix the failing tests": partial',
      "a proved,accepted src/a.js Rounds half to even.",
      "b failed src/b.js No change helps.",
      '"document it": proved',
      "c proved src/c.js What became of c.",
    ].join("\n"),
  );
});

test.each([1, 3, 30, 200])(
  "twenty requests of %i workers each are told in 400 tokens, the newest in rows",
  (workers) => {
    for (const status of ["proved", "failed"] as const) {
      const runs = Array.from({ length: 20 }, (_, index) => large(`r${index}`, workers, status));
      const text = earlierReports(runs);

      expect(countTokens(text)).toBeLessThanOrEqual(400);
      expect(text).toMatch(/^\d+ earlier requests: \d+ (proved|failed)\n"Die/);
      expect(text.split("\n").at(-1)).toMatch(/refactor|more/);
    }
  },
);

test("the runs before are found from one to the next, and those that are gone end the search", async () => {
  const state = (id: string, follows?: string, ...more: readonly Told[]) => ({
    ...stateAfter(asked(`request ${id}`, follows), ...more, over("proved")),
    run: id,
  });
  const stored = new Map(
    [state("r1", "r0", planned([assignment("a")])), state("r2", "r1")].map((one) => [one.run, one]),
  );

  const conversation = await conversationAfter(state("r3", "r2"), async (id) => stored.get(id));

  expect(conversation).toMatchObject({ id: "r0", follows: "r3", files: ["src/a.js"] });
  expect(conversation.earlier.match(/request r\d/g)).toEqual(["request r1", "request r2", "request r3"]);
});

const documented = { find: "export function shipping", replace: "/** By weight. */\nexport function shipping" };
const worker: Crew["worker"] = (_target, _turn, prompt) =>
  sectionOf(prompt, "failure") === undefined ? propose(documented, "Documents it.") : propose(mend, "From 100 on.");

/** Two requests, one after the other, over the same folder and state. */
async function twoRequests(first: Partial<Request>, second: Partial<Request>, route?: Crew["route"]) {
  using folder = new TemporaryFolder();
  using home = new TemporaryFolder();
  folder.write(shop);
  const model = crewModel({ worker, ...(route === undefined ? {} : { route }) });
  const ask = async (request: Partial<Request>) => {
    const env = { ...process.env, TESSERA_HOME: home.path };
    const options = { folder: folder.path, env, model: "offline", testCommand: undefined, withoutSandbox: false };
    const host = await openHost({ ...options, listeners: [] });
    try {
      const whole = {
        agent: "",
        files: [],
        instruction: "",
        critic: "never" as const,
        limits: {},
        concurrency: 1,
        ...request,
      };
      return (await supervise(whole, { ...host, model }, AbortSignal.timeout(60_000))).state;
    } finally {
      await host.close();
    }
  };
  const before = await ask(first);
  const stored = await loadRun(home.path, before.run);
  const after = await ask({ ...second, conversation: await conversationAfterRun(stored.state, home.path) });
  return { before, after, stored: await loadRun(home.path, after.run), model };
}

test('"now document it too" is about the files of the request before, and costs no call to find that out', async () => {
  const { before, after, stored, model } = await twoRequests(
    { instruction: "fix the failing tests" },
    { instruction: "Now document it too." },
  );

  expect(after).toMatchObject({ status: "proved", route: "direct" });
  expect([...after.workers.values()].map(({ assignment: { agent, target } }) => `${agent} ${target}`)).toEqual([
    "doc src/price.js",
  ]);
  expect(model.prompts).toHaveLength(2);
  expect(stored.state.request?.conversation).toMatchObject({ id: before.run, follows: before.run });
});

test("a router is shown what was asked before and came of it; a worker whose file is named is not", async () => {
  const route = { name: "route", arguments: { tasks: [{ agent: "doc", files: "src/price.js" }], confidence: 0.9 } };
  const { model } = await twoRequests(
    { instruction: "fix the failing tests" },
    { instruction: "try that once more, but with the other file" },
    route,
  );
  const [, router, last] = model.prompts;

  expect(router && sectionOf(router, "earlier")?.body).toBe(
    '"fix the failing tests": proved\nfix-1 proved src/price.js From 100 on.',
  );
  expect(JSON.stringify(last)).not.toContain("fix the failing tests");
});

test("what asks for an undo is told where that is done, and no model guesses at it", async () => {
  const { after, model } = await twoRequests(
    { instruction: "fix the failing tests" },
    { instruction: "undo what you did to the prices" },
  );

  expect(after).toMatchObject({ status: "blocked", sentence: expect.stringContaining("tessera undo RUN") });
  expect(model.prompts).toHaveLength(1);
});

test("a request that stands alone sees nothing of others", async () => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const route = { name: "route", arguments: { question: "Which file?", confidence: 0 } };
  const model = crewModel({ worker, route });
  await run(folder.path, model, { agent: "", instruction: "make it better" });

  expect(model.prompts.map((prompt) => sectionOf(prompt, "earlier"))).toEqual([undefined]);
});
