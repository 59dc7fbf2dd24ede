import { expect, test } from "vitest";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { propose, type ScriptedReply } from "../../../src/core/models/scripted.ts";
import { reanchorAbove } from "../../../src/core/review/reanchor.ts";
import { proposalOf } from "../../../src/core/run/run-state.ts";
import { type SuperviseOptions, supervise } from "../../../src/core/run/supervise.ts";
import { verifyAgain } from "../../../src/core/run/verify-again.ts";
import { openHost } from "../../../src/node/open-host.ts";
import { type Crew, calls, crewModel, sectionOf } from "../../support/crew.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { sandboxed } from "../../support/sandboxed.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const documented = {
  find: "export function percent",
  replace: "/** A share of an amount. */\nexport function percent",
};
const onPrice = { find: "export function shipping", replace: "/** By weight. */\nexport function shipping" };

const worker: Crew["worker"] = (target) =>
  target === "src/price.js" ? propose(mend, "Discounts from 100 on.") : propose(documented, "Documents percent.");

async function over(crew: Crew, instruction: string, options: SuperviseOptions = {}) {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const model = crewModel(crew);
  const request = { agent: "", instruction, concurrency: 4 };
  return { ...(await run(folder.path, model, request, undefined, undefined, options)), model };
}

const many = "the shop does not charge what it should, and nobody understands percent";

test("words that tell who is asked cost no call beside the workers' own", async () => {
  const { state, model, events } = await over({ worker }, "fix the failing tests and document src/percent.js");

  expect(state).toMatchObject({ status: "proved", route: "direct" });
  expect([...state.workers.values()].map(({ assignment }) => `${assignment.agent} ${assignment.target}`)).toEqual([
    "fix src/price.js",
    "doc src/percent.js",
  ]);
  expect(model.prompts).toHaveLength(2);
  expect(events).toContainEqual(expect.objectContaining({ type: "routed", by: "words" }));
});

test("other words are routed by one call, and its tasks become the plan", async () => {
  const route = { name: "route", arguments: { tasks: [{ agent: "doc", files: "src/percent.js" }], confidence: 0.9 } };
  const { state, model } = await over({ route, worker }, "nobody understands percent");

  expect(state).toMatchObject({ status: "proved", route: "direct" });
  expect(model.prompts.map((prompt) => calls(prompt, "route"))).toEqual([true, false]);
  expect(state.spent).toMatchObject({ calls: 2 });
});

test("a route to a file that is not there is refused, and the model may say it again", async () => {
  const answers = ["src/gone.js", "src/percent.js"];
  const route = () => ({
    name: "route",
    arguments: { tasks: [{ agent: "doc", files: answers.shift() }], confidence: "90" },
  });
  const { state, model } = await over({ route, worker }, "nobody understands percent");

  expect(state.status).toBe("proved");
  expect(model.prompts[1] && sectionOf(model.prompts[1], "answer")?.body).toContain("There is no file src/gone.js");
});

test("where the model is not sure the user is asked; without anyone to ask the run ends with the question", async () => {
  const route = { name: "route", arguments: { tasks: [{ agent: "doc", files: "src/percent.js" }], confidence: 0.3 } };
  const { state, events } = await over({ route, worker }, "do something about percent");

  expect(state).toMatchObject({
    status: "blocked",
    code: "usage",
    sentence: expect.stringContaining("Is this what you mean: doc src/percent.js?"),
  });
  expect(events).toContainEqual(expect.objectContaining({ type: "asked", kind: "user" }));
  expect(state.workers.size).toBe(0);
});

test("the user's answer is read with the request", async () => {
  const sure = { tasks: [{ agent: "doc", files: "src/percent.js" }], confidence: 1 };
  const answers = [{ question: "Document it, or test it?", confidence: 0 }, sure];
  const route = () => ({ name: "route", arguments: answers.shift() });
  const ask = async () => "document it";
  const { state, model, events } = await over({ route, worker }, "do something about percent", {
    ask,
  });

  expect(state.status).toBe("proved");
  expect(model.prompts[1] && sectionOf(model.prompts[1], "task")?.body).toContain("or test it? document it");
  expect(events).toContainEqual(expect.objectContaining({ type: "answered", kind: "user", choice: "document it" }));
});

const asksForMany = { name: "route", arguments: { supervise: true, confidence: 1 } };
const delegate = (...tasks: readonly object[]) => ({ name: "delegate", arguments: { tasks } });

test("a supervisor plans everything in one call, and a plan that is proved ends the run without another", async () => {
  const lead = [delegate({ agent: "fix" }, { agent: "doc", files: "src/{percent,none}.js" })];
  const { state, model, journal } = await over({ route: asksForMany, lead, worker }, many);

  expect(state).toMatchObject({ status: "proved", route: "supervised", sentence: "All 2 proved." });
  expect(model.prompts.filter((prompt) => calls(prompt, "delegate"))).toHaveLength(1);
  expect(state.managers.map(({ assignment }) => assignment)).toEqual(["router", "supervisor"]);
  expect(state.spent?.calls).toBe(4);
  expect(journal).toContainEqual(expect.objectContaining({ type: "planned" }));
});

test("one that fails fails alone: what builds on it is blocked with a sentence, the rest goes on, and the supervisor sees rows only", async () => {
  const broken: Crew["worker"] = (target, turn, prompt) =>
    target === "src/price.js" ? "I cannot see what is wrong here." : worker(target, turn, prompt);
  const lead = [
    delegate(
      { agent: "fix" },
      { agent: "doc", files: "src/price.js", after: [1] },
      { agent: "doc", files: "src/percent.js" },
    ),
    { name: "finish", arguments: { open: "The discount is still wrong." } },
  ];
  const { state, model } = await over({ route: asksForMany, lead, worker: broken }, many);

  const statuses = Object.fromEntries([...state.workers].map(([id, { report }]) => [id, report?.status]));
  expect(statuses).toMatchObject({ "doc-1": "blocked", "doc-2": "proved" });
  expect(state.workers.get("doc-1")?.report?.problem?.sentence).toContain("which it builds on, is failed");
  expect(state).toMatchObject({ status: "partial", sentence: expect.stringContaining("The discount is still wrong.") });
  const [, second] = model.prompts.filter((prompt) => calls(prompt, "delegate"));
  expect(second?.messages).toHaveLength(1);
  expect(second && sectionOf(second, "reports")?.body.split("\n")).toEqual([
    expect.stringMatching(/^doc-1 blocked src\/price.js /),
    "doc-2 proved src/percent.js Documents percent.",
    expect.stringMatching(/^fix-1-next failed src\/percent.js /),
  ]);
});

test("what cannot be begun is told, and a second try takes the place of the first", async () => {
  const stubborn: Crew["worker"] = (target, turn, prompt) =>
    sectionOf(prompt, "task")?.body === "Look at the limit." ? worker(target, turn, prompt) : "No idea.";
  const lead = [
    delegate({ agent: "doc", files: "src/gone.js" }, { agent: "doc", files: "src/percent.js", task: "Say it well." }),
    delegate({ agent: "doc", files: "src/percent.js", task: "Look at the limit." }),
  ];
  const { state, model } = await over({ route: asksForMany, lead, worker: stubborn }, many);

  const [, second] = model.prompts.filter((prompt) => calls(prompt, "delegate"));
  expect(second && sectionOf(second, "answer")?.body).toContain("Task 1 was not begun: There is no file src/gone.js");
  expect(state.workers.get("doc-2")?.assignment.insteadOf).toBe("doc-1");
  expect(state).toMatchObject({ status: "proved", sentence: "Proved." });
});

test("details are shown on demand and not a turn longer", async () => {
  const lead = [
    { name: "delegate", arguments: { tasks: [{ agent: "doc", files: "src/percent.js" }], more: true } },
    { name: "read_report", arguments: { id: "doc-1", path: "src/percent.js" } },
    { name: "read_report", arguments: { id: "doc-9" } },
    { name: "finish", arguments: {} },
  ];
  const { state, model } = await over({ route: asksForMany, lead, worker }, many);

  const answers = model.prompts
    .filter((prompt) => calls(prompt, "delegate"))
    .map((prompt) => sectionOf(prompt, "answer"));
  expect(answers[2]?.body).toContain("+/** A share of an amount. */");
  expect(answers[3]?.body).toBe("There is no report doc-9: ids are the first word of a row.");
  expect(state.status).toBe("proved");
});

test("a fact that a worker posts is seen by the supervisor and by later workers", async () => {
  const posting: Crew["worker"] = (target) =>
    target === "src/price.js"
      ? { name: "propose", arguments: { edits: [mend], summary: "Mends.", facts: ["rates: in percent", 7] } }
      : propose(documented);
  const lead = [
    { name: "delegate", arguments: { tasks: [{ agent: "fix" }], more: true } },
    delegate({ agent: "doc", files: "src/percent.js" }),
  ];
  const { state, model } = await over({ route: asksForMany, lead, worker: posting }, many);

  expect(state.facts).toEqual([{ key: "rates", value: "in percent", source: "fix-1" }]);
  const seen = model.prompts.map((prompt) => sectionOf(prompt, "facts")?.body);
  expect(seen.slice(-2)).toEqual(["rates: in percent (fix-1)", "rates: in percent (fix-1)"]);
});

test("two agents on one file stack: the upper one starts from the lower one's proposal, and both hold together", async () => {
  const both: Crew["worker"] = (_, __, prompt) =>
    prompt.system.includes("You document") ? propose(onPrice, "Documents shipping.") : propose(mend);
  const { state, model } = await over({ worker: both }, "fix the failing tests and document src/price.js");

  expect(state).toMatchObject({ status: "proved", union: [{ verdict: "proved" }] });
  const [lower, upper] = [...state.workers.values()].map(proposalOf);
  expect(upper?.stackedOn).toEqual([{ id: lower?.id, revision: 1 }]);
  expect(upper?.files[0]?.base).toBe(lower?.files[0]?.proposed);
  const [, second] = model.prompts;
  expect(second && sectionOf(second, "target")?.body).toContain("total >= 100");
});

test("rejecting the lower one puts the upper one onto the user's own file, where it is verified again", async () => {
  using folder = new TemporaryFolder();
  using home = new TemporaryFolder();
  folder.write(shop);
  const model = crewModel({
    worker: (_, __, prompt) => (prompt.system.includes("You document") ? propose(onPrice) : propose(mend)),
  });
  const env = { ...process.env, TESSERA_HOME: home.path };
  const options = { folder: folder.path, env, model: "offline", testCommand: undefined, withoutSandbox: !sandboxed };
  const opened = await openHost({ ...options, listeners: [] });
  const request = {
    agent: "",
    files: [],
    instruction: "fix the tests, document src/price.js",
    limits: {},
    concurrency: 2,
  };
  const { signal } = new AbortController();
  const log = await supervise(request, { ...opened, model }, signal);

  const host = { blobs: opened.blobs, current: (path: string) => opened.files.read(path) };
  const moved = await reanchorAbove(log, `${log.run}/fix-1`, host);
  for (const { assignment, changes } of moved) await verifyAgain(log, assignment, changes, opened, signal);
  await opened.close();

  const upper = log.state.workers.get("doc-1");
  const proposal = upper && proposalOf(upper);
  expect(proposal).toMatchObject({ revision: 2, by: "run" });
  expect(proposal).not.toHaveProperty("stackedOn");
  expect(moved[0]?.changes.get("src/price.js")).toBe(shop["src/price.js"]?.replace(onPrice.find, onPrice.replace));
  expect(upper?.evidence.map(({ verdict }) => verdict)).not.toContain("refuted");
  expect(upper?.evidence.length).toBeGreaterThan(0);
});

test("the next file to blame may be one that another agent documents: they take turns", async () => {
  const third: Crew["worker"] = (target, _, prompt) => {
    if (prompt.system.includes("You document")) return propose(target === "src/price.js" ? onPrice : documented);
    return target === "src/price.js"
      ? "The fault is not here."
      : propose({ find: "amount * rate", replace: "amount * 1 * rate" });
  };
  const { state } = await over({ worker: third }, "fix the failing tests and document src/percent.js");

  const next = state.workers.get("fix-1-next");
  expect(next?.assignment.target).toBe("src/percent.js");
  expect(next?.assignment.stackedOn ?? []).toEqual(["doc-1"]);
  expect(state.workers.get("doc-1")?.report?.status).toBe("proved");
});

/** Answers once nobody waits for it any more. */
const hangs = (_: Prompt, signal: AbortSignal) =>
  new Promise<ScriptedReply>((resolve) => signal.addEventListener("abort", () => resolve("Too late."), { once: true }));

test("a supervised run that is cancelled ends all it began, and keeps what was proved", async () => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const stop = new AbortController();
  const lead = [delegate({ agent: "doc", files: "src/percent.js" }, { agent: "fix" })];
  const slow: Crew["worker"] = (target, turn, prompt) =>
    target === "src/price.js" ? hangs : worker(target, turn, prompt);
  const model = crewModel({ route: asksForMany, lead, worker: slow });
  const request = { agent: "", instruction: many, concurrency: 2 };
  const { state } = await run(folder.path, model, request, stop.signal, (event) => {
    if (event.type === "reported" && event.report.assignment === "doc-1") stop.abort();
  });

  expect(state.status).toBe("cancelled");
  expect([...state.workers.values()].map(({ report }) => report?.status)).toEqual(["proved", "cancelled"]);
  expect(state.managers.at(-1)?.status).toBe("cancelled");
});

test("that it was cancelled is said once, by whoever led it or was led", async () => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const stop = new AbortController();
  const lead = [delegate({ agent: "doc", files: "src/percent.js" }, { agent: "fix" })];
  const model = crewModel({ route: asksForMany, lead, worker: () => hangs });
  const { state } = await run(folder.path, model, { agent: "", instruction: many }, stop.signal, (_, { workers }) => {
    const asked = [...workers.values()].filter(({ step }) => step === "Asking the model");
    if (asked.length === 2) stop.abort();
  });

  expect(state.sentence).toBe("0 of 2 proved. Cancelled.");
  expect(state.managers.at(-1)?.summary).toBe("Cancelled.");
});

test("a budget that is used up while agents work ends the run as that", async () => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const lead = [delegate({ agent: "doc", files: "src/percent.js" }, { agent: "fix" })];
  const model = crewModel({ route: asksForMany, lead, worker });
  const request = { agent: "", instruction: many, concurrency: 1, limits: { tokens: 7_200 } };
  const { state } = await run(folder.path, model, request);

  expect(state).toMatchObject({ status: "budget", code: "budget" });
  const { input = 0, output = 0 } = state.spent ?? {};
  expect(input + output).toBeLessThanOrEqual(7_200);
});
