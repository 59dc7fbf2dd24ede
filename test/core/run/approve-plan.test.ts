import { expect, test } from "vitest";
import { propose } from "../../../src/core/models/scripted.ts";
import type { AskUser } from "../../../src/core/run/ask-user.ts";
import { RunControls } from "../../../src/core/run/controls.ts";
import type { RunEvent } from "../../../src/core/run/events.ts";
import type { ApprovedPlans } from "../../../src/core/run/run-host.ts";
import type { SuperviseOptions } from "../../../src/core/run/supervise.ts";
import { answering } from "../../support/answering.ts";
import { type Crew, calls, crewModel } from "../../support/crew.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const documented = propose({ find: "export function percent", replace: "/** A share. */\nexport function percent" });
const work: Crew["worker"] = (target) => (target === "src/price.js" ? propose(mend) : documented);
const words = { agent: "", instruction: "fix the failing tests and document src/percent.js" };

function saying(choice: string) {
  const asked: string[] = [];
  const ask: AskUser = async (question) => {
    asked.push(question);
    return choice;
  };
  return { asked, ask };
}

async function over(
  crew: Crew,
  request: Parameters<typeof run>[2],
  options: SuperviseOptions & { readonly signal?: AbortSignal },
  approvePlans: ApprovedPlans = "auto",
) {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const model = crewModel(crew);
  const { signal, ...rest } = options;
  return { ...(await run(folder.path, model, request, signal, undefined, rest, { approvePlans })), model };
}

test("a plan made from words is asked about once, with its estimate, before any of it begins", async () => {
  const { asked, ask } = saying("Start");
  const { state, events } = await over({ worker: work }, words, { ask });

  expect(asked).toEqual(["Start 2 agents on 2 files?"]);
  expect(state.status).toBe("proved");
  const order = events.flatMap((event) =>
    (event.type === "asked" || event.type === "answered") && event.kind === "user"
      ? [event.type]
      : event.type === "planned" || event.type === "assigned"
        ? [event.type]
        : [],
  );
  expect(order).toEqual(["planned", "asked", "answered", "assigned", "assigned"]);
  const question = events.find((event) => event.type === "asked" && event.kind === "user");
  expect(question).toMatchObject({
    choices: ["Start", "Cancel"],
    plan: { assignments: ["fix-1", "doc-1"], estimate: { calls: { least: 2 } } },
  });
  expect([...state.approvals]).toEqual([
    ["fix-1", true],
    ["doc-1", true],
  ]);
});

test("a plan that is not wanted costs nothing, and each of its agents says why it did not begin", async () => {
  const { asked, ask } = saying("Cancel");
  const { state, model } = await over({ worker: work }, { ...words, concurrency: 1 }, { ask });

  expect(asked).toHaveLength(1);
  expect(model.prompts).toEqual([]);
  expect(state).toMatchObject({ status: "cancelled", sentence: "0 of 2 proved. You did not start this plan." });
  expect([...state.workers.values()].map(({ report }) => report?.status)).toEqual(["cancelled", "cancelled"]);
});

test("one agent of a plan that was not wanted can be had by itself", async () => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const { asked, ask } = saying("Cancel");
  const controls = new RunControls();
  let retried = false;
  const again = (event: RunEvent) => {
    if (event.type !== "reported" || event.report.assignment !== "doc-1" || retried) return;
    retried = true;
    controls.retry("doc-1");
  };
  const { state } = await run(
    folder.path,
    crewModel({ worker: work }),
    words,
    undefined,
    again,
    { controls, ask },
    { approvePlans: "auto" },
  );

  expect(asked).toHaveLength(1);
  const became = [...state.workers].map(([id, { report }]) => [id, report?.status]);
  expect(became).toEqual([
    ["fix-1", "cancelled"],
    ["doc-1", "proved"],
  ]);
});

test("what names its agent begins at once, unless everything is asked about or it comes to many files", async () => {
  const named = { agent: "doc", files: ["src/*.js"] };
  const [auto, always, many] = [saying("Cancel"), saying("Cancel"), saying("Cancel")];
  const both: Crew["worker"] = (target) =>
    target === "src/price.js"
      ? propose({ find: "export function shipping", replace: "/** By weight. */\nexport function shipping" })
      : documented;
  await over({ worker: both }, named, auto);
  await over({ worker: both }, named, always, "always");
  using folder = new TemporaryFolder();
  folder.write(
    Object.fromEntries(
      Array.from({ length: 9 }, (_, at) => [`src/f${at}.js`, "export const rate = (of) => of / 2;\n"]),
    ),
  );
  const model = answering(() => "No.");
  await run(folder.path, model, named, undefined, undefined, many, { approvePlans: "auto" });

  expect(auto.asked).toEqual([]);
  expect(always.asked).toEqual(["Start 2 agents on 2 files?"]);
  expect(many.asked).toEqual(["Start 9 agents on 9 files?"]);
  expect(model.prompts).toEqual([]);
});

test("one agent alone is never asked about", async () => {
  const { asked, ask } = saying("Cancel");
  const { state } = await over({ worker: work }, { agent: "fix" }, { ask }, "always");

  expect(asked).toEqual([]);
  expect(state.status).toBe("proved");
});

test("what a supervisor delegates is asked about too, and a plan that is not wanted ends it without another call", async () => {
  const tasks = [{ agent: "fix" }, { agent: "doc", files: "src/percent.js", after: [1] }];
  const crew = {
    route: { name: "route", arguments: { supervise: true, confidence: 1 } },
    lead: [{ name: "delegate", arguments: { tasks } }],
    worker: work,
  };
  const { ask } = saying("Cancel");
  const { state, model } = await over(crew, { agent: "", instruction: "the shop charges wrong" }, { ask });

  expect(model.prompts.map((prompt) => calls(prompt, "route") || calls(prompt, "delegate"))).toEqual([true, true]);
  expect(state.status).toBe("cancelled");
  expect(state.sentence).toContain("You did not start this plan.");
});

test("a run that is stopped while its plan waits ends, and the question with it", async () => {
  const stop = new AbortController();
  const questionOver = Promise.withResolvers<void>();
  const ask: AskUser = (_, __, signal) => {
    signal.addEventListener("abort", () => questionOver.resolve(), { once: true });
    stop.abort();
    return new Promise(() => {});
  };
  const controls = new RunControls();
  const { state, model } = await over({ worker: work }, words, { signal: stop.signal, controls, ask });
  await questionOver.promise;

  expect(state).toMatchObject({ status: "cancelled" });
  expect(state.open.size).toBe(0);
  expect(model.prompts).toEqual([]);
});
