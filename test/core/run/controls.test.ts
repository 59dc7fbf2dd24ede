import { expect, test } from "vitest";
import { propose } from "../../../src/core/models/scripted.ts";
import { RunControls } from "../../../src/core/run/controls.ts";
import type { RunEvent } from "../../../src/core/run/events.ts";
import { resumeRun } from "../../../src/core/run/resume-run.ts";
import { proposalOf, type RunState } from "../../../src/core/run/run-state.ts";
import { supervise, workAgain } from "../../../src/core/run/supervise.ts";
import { openHost } from "../../../src/node/open-host.ts";
import { answering } from "../../support/answering.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { sandboxed } from "../../support/sandboxed.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const wrong = { find: "total > 100", replace: "total > 101" };
const comment = (words: string) => ({
  find: "export function percent",
  replace: `/** ${words} */\nexport function percent`,
});

async function over(
  model: ReturnType<typeof answering>,
  controls: RunControls,
  onEvent: (event: RunEvent, state: RunState) => void,
  request: Parameters<typeof run>[2] = {},
) {
  using folder = new TemporaryFolder();
  folder.write(shop);
  return await run(folder.path, model, request, undefined, onEvent, { controls });
}

test("what the user tells a worker is in its next turn, and in the journal as theirs", async () => {
  const controls = new RunControls();
  const model = answering((_, turn) => propose(turn === 1 ? wrong : mend));
  const { state, events } = await over(model, controls, (event) => {
    if (event.type === "proposed" || event.type !== "tool") return;
    if (model.prompts.length === 1) controls.steer(event.actor, "It is about the limit.");
  });

  expect(model.prompts[1]?.messages.at(-1)).toEqual({ role: "user", text: "It is about the limit." });
  expect(events).toContainEqual(expect.objectContaining({ type: "steered", actor: "user", assignment: "fix-1" }));
  expect(state).toMatchObject({ status: "proved" });
  expect(state.workers.get("fix-1")?.steered).toEqual(["It is about the limit."]);
});

test("a worker that is held asks nothing, its place is another's, and it goes on when it is let go", async () => {
  const controls = new RunControls();
  const model = answering((target) => propose(target === "src/price.js" ? mend : comment("A share.")));
  const ended: string[] = [];
  const { state } = await over(
    model,
    controls,
    (event) => {
      if (event.type === "assigned" && event.assignment === "fix-1") controls.pause("fix-1");
      if (event.type === "reported") ended.push(event.report.assignment);
      if (event.type === "reported" && event.report.assignment === "doc-1") {
        expect(model.prompts).toHaveLength(1);
        controls.resume("fix-1");
      }
    },
    { agent: "", instruction: "fix the failing tests and document src/percent.js", concurrency: 1 },
  );

  expect(ended).toEqual(["doc-1", "fix-1"]);
  expect(state.status).toBe("proved");
});

test("the time in which the user holds a worker is not used up, also when the run is cut off and goes on", {
  timeout: 120_000,
}, async () => {
  using folder = new TemporaryFolder();
  using home = new TemporaryFolder();
  folder.write(shop);
  let hours = 0;
  /** Lets a worker go an hour after it was held. */
  class LetsGo extends RunControls {
    override released(assignment: string, signal: AbortSignal): Promise<void> {
      hours += 1;
      this.resume(assignment);
      return super.released(assignment, signal);
    }
  }
  const controls = new LetsGo();
  const events: RunEvent[] = [];
  const opened = await openHost({
    folder: folder.path,
    env: { ...process.env, TESSERA_HOME: home.path },
    model: "offline",
    testCommand: undefined,
    withoutSandbox: !sandboxed,
    listeners: [
      (event) => {
        events.push(event);
        if (event.type === "assigned" && hours === 0) controls.pause("fix-1");
      },
    ],
  });
  const now = () => Date.now() + hours * 3_600_000;
  const host = { ...opened, now, model: answering(() => propose(mend)) };
  const request = { agent: "fix", files: [], instruction: "", limits: { seconds: 1800 }, concurrency: 1 };
  const signal = AbortSignal.timeout(60_000);

  const { state } = await supervise(request, host, signal, { controls });
  expect(hours).toBe(1);
  expect(state.status).toBe("proved");
  expect(state.workers.get("fix-1")?.report?.spent.seconds).toBeLessThan(1800);

  const cutOff = events.slice(0, events.findIndex(({ type }) => type === "resumed") + 1);
  const journal = () => ({ append() {}, settled: async () => {} });
  const resumed = await resumeRun(cutOff, { ...host, journal }, signal);
  await opened.close();
  expect(resumed.state.status).toBe("proved");
});

test("one that is held can be stopped, and the rest goes on", async () => {
  const controls = new RunControls();
  const model = answering(() => propose(comment("A share.")));
  const { state } = await over(
    model,
    controls,
    (event) => {
      if (event.type === "assigned" && event.assignment === "fix-1") controls.pause("fix-1");
      if (event.type === "reported" && event.report.assignment === "doc-1") controls.stop("fix-1");
    },
    { agent: "", instruction: "fix the failing tests and document src/percent.js", concurrency: 1 },
  );

  const statuses = [...state.workers.values()].map(({ report }) => report?.status);
  expect(statuses).toEqual(["cancelled", "proved"]);
});

test("a worker that works again adds a revision, while the run goes on", async () => {
  const controls = new RunControls();
  const words = ["A share.", "A share of an amount, in percent."];
  const model = answering(() => propose(comment(words[model.prompts.length - 1] ?? "")));
  const { state, events } = await over(
    model,
    controls,
    (event) => {
      if (event.type === "reported" && model.prompts.length === 1) controls.retry("doc-1", "Say of what.");
    },
    { agent: "doc", files: ["src/percent.js"] },
  );

  const worker = state.workers.get("doc-1");
  expect(worker?.revisions.map(({ revision }) => revision)).toEqual([1, 2]);
  expect(worker && proposalOf(worker)?.revision).toBe(2);
  expect(model.prompts[1]?.messages.at(-1)).toMatchObject({ text: "Say of what." });
  expect(model.prompts[1]?.messages[0]?.text).toContain("\n+/** A share. */\n");
  expect(events.filter(({ type }) => type === "ended")).toHaveLength(1);
  expect(state).toMatchObject({ status: "proved", spent: { calls: 2 } });
});

test("of a run that has ended, too; and what comes to nothing takes nothing away", async () => {
  using folder = new TemporaryFolder();
  using home = new TemporaryFolder();
  folder.write(shop);
  const model = answering((_, turn) => (model.prompts.length === 1 ? propose(mend) : `No idea, ${turn}.`));
  const options = { folder: folder.path, env: { ...process.env, TESSERA_HOME: home.path }, model: "offline" };
  const opened = await openHost({ ...options, testCommand: undefined, withoutSandbox: !sandboxed, listeners: [] });
  const host = { ...opened, model };
  const request = { agent: "fix", files: [], instruction: "", limits: {}, concurrency: 2 };
  const log = await supervise(request, host, new AbortController().signal);

  await workAgain(log, "fix-1", host, new AbortController().signal);
  const nobody = workAgain(log, "fix-9", host, new AbortController().signal);
  await expect(nobody).rejects.toThrow("fix-9 has no report in this run");
  await opened.close();

  const worker = log.state.workers.get("fix-1");
  expect(worker?.report).toMatchObject({ status: "proved", spent: { calls: 3 } });
  expect(worker && proposalOf(worker)?.revision).toBe(1);
  expect(log.state.status).toBe("proved");
});

test("those who want the user's word about one thing at a time ask together, and later ones anew", async () => {
  const controls = new RunControls();
  const { signal } = new AbortController();
  const asked: { readonly answer: () => void; readonly over: AbortSignal }[] = [];
  const ask = (over: AbortSignal) => new Promise<void>((answer) => asked.push({ answer, over }));

  const together = [controls.askTogether("a", ask, signal), controls.askTogether("a", ask, signal)];
  const other = controls.askTogether("b", ask, signal);
  expect(asked).toHaveLength(2);
  asked[0]?.answer();
  await Promise.all(together);
  const later = controls.askTogether("a", ask, signal);
  expect(asked).toHaveLength(3);
  await controls.askTogether("c", ask, AbortSignal.abort());
  expect(asked).toHaveLength(3);

  controls.end();
  expect(asked.map(({ over }) => over.aborted)).toEqual([false, true, true]);
  for (const { answer } of asked) answer();
  await Promise.all([other, later]);
});

test("a run that is over can be told nothing", () => {
  expect(() => new RunControls().steer("fix-1", "Stop.")).toThrow("This run is over");
});
