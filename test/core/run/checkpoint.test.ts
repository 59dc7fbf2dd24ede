import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import { propose, type ScriptedReply } from "../../../src/core/models/scripted.ts";
import { RunControls } from "../../../src/core/run/controls.ts";
import type { RunEvent } from "../../../src/core/run/events.ts";
import type { Request } from "../../../src/core/run/request.ts";
import { resumeRun } from "../../../src/core/run/resume-run.ts";
import type { RunHost } from "../../../src/core/run/run-host.ts";
import type { RunLog } from "../../../src/core/run/run-log.ts";
import type { RunState } from "../../../src/core/run/run-state.ts";
import { type SuperviseOptions, supervise, workAgain } from "../../../src/core/run/supervise.ts";
import { openHost } from "../../../src/node/open-host.ts";
import { reopenRun } from "../../../src/node/run-store.ts";
import { type Crew, calls, crewModel, sectionOf } from "../../support/crew.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const documented = { find: "export function shipping", replace: "/** By weight. */\nexport function shipping" };
const share = { find: "export function percent", replace: "/** A share. */\nexport function percent" };
const objection = {
  path: "src/price.js",
  quote: "+  if (total >= 100) return percent(total, 10);",
  severity: "major",
  text: "Is the limit itself meant?",
};

/** The fix is proved, and a critic objects to it however often it is asked. */
const worker: Crew["worker"] = (target, _turn, prompt): ScriptedReply => {
  if (calls(prompt, "findings")) {
    const isFix = prompt.messages[0]?.text.includes("total >= 100") === true;
    return {
      name: "findings",
      arguments: isFix ? { findings: [objection], verdict: "revise" } : { findings: [], verdict: "good" },
    };
  }
  if (target === "src/percent.js") return propose(share, "Documents percent.");
  return sectionOf(prompt, "failure") === undefined
    ? propose(documented, "Documents shipping.")
    : propose(mend, "Grants it from 100.");
};

const request = {
  agent: "",
  instruction: "fix the failing tests, document src/price.js and document src/percent.js",
  critic: "always" as const,
};

async function over(options: SuperviseOptions, onEvent: (event: RunEvent, state: RunState) => void = () => {}) {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const model = crewModel({ worker });
  return { ...(await run(folder.path, model, request, undefined, onEvent, options)), model };
}

const statuses = ({ workers }: RunState) =>
  Object.fromEntries([...workers].map(([id, { report }]) => [id, report?.status]));

test("what builds on a doubtful proposal waits for the user's word, the rest does not, and both are in the journal", async () => {
  const asked: string[] = [];
  const { promise: othersEnded, resolve } = Promise.withResolvers<void>();
  const queued: (string | undefined)[] = [];
  const { state, events, model } = await over(
    {
      async ask(question, choices) {
        asked.push(question, ...choices);
        await othersEnded;
        return choices[0] ?? "";
      },
    },
    (event, now) => {
      if (event.type !== "reported" || event.report.assignment !== "doc-2") return;
      queued.push(now.workers.get("doc-1")?.status);
      resolve();
    },
  );

  expect(asked).toEqual([
    expect.stringMatching(
      /^fix src\/price\.js is proved, but with little confidence \(0\.\d\d\)\. A critic finds: .*Is the limit itself meant\?.* Go on with what builds on it \(doc src\/price\.js\)\?$/,
    ),
    "Go on",
    "Skip what builds on it",
  ]);
  expect(queued).toEqual(["queued"]);
  expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "proved", "doc-2": "proved" });
  expect(model.prompts.some((prompt) => sectionOf(prompt, "target")?.body.includes("total >= 100"))).toBe(true);
  expect(events.filter((event) => event.type === "asked" && event.kind === "user")).toMatchObject([{ actor: "fix-1" }]);
  expect(events).toContainEqual(expect.objectContaining({ type: "answered", kind: "user", choice: "Go on" }));
  // What a person has to look at is still theirs to take.
  expect(state.status).toBe("partial");
});

test("where the user does not want to go on, or says something else, it is not begun", async () => {
  for (const answer of ["Skip what builds on it", "what do you mean?"]) {
    const { state, model } = await over({ ask: async () => answer });

    expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "blocked", "doc-2": "proved" });
    expect(state.workers.get("doc-1")?.report?.problem?.sentence).toContain("you did not want to go on");
    expect(model.prompts.some((prompt) => sectionOf(prompt, "target")?.body.includes("total >= 100"))).toBe(false);
  }
});

test("without anybody to ask, it says why it was not begun and what to do", async () => {
  const { state } = await over({});

  expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "blocked", "doc-2": "proved" });
  expect(state.workers.get("doc-1")?.report?.problem?.sentence).toMatch(
    /fix-1 \(fix src\/price\.js\), which it builds on, is doubtful \(confidence 0\.\d\d\), and nobody was there .* at a terminal or in the editor you are asked\.$/,
  );
  expect(state.status).toBe("partial");
});

test("one that waits for the answer can be stopped alone", async () => {
  const controls = new RunControls();
  const { state } = await over({
    controls,
    async ask() {
      controls.stop("doc-1");
      return new Promise(() => {});
    },
  });

  expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "cancelled", "doc-2": "proved" });
});

test("who works again while the question is open is asked about anew, and what builds on it waits for that", async () => {
  const controls = new RunControls();
  const open: number[] = [];
  let asked = 0;
  let now: RunState | undefined;
  const { state, events } = await over(
    {
      controls,
      async ask(_, [yes = ""], signal) {
        asked += 1;
        if (asked > 1) {
          open.push(...(now?.open.keys() ?? []));
          return yes;
        }
        queueMicrotask(() => controls.retry("fix-1", "Say so in the summary."));
        return new Promise((_, reject) =>
          signal.addEventListener("abort", () => reject(new AppError("cancelled", "Over."))),
        );
      },
    },
    (_, current) => {
      now = current;
    },
  );

  expect(asked).toBe(2);
  expect(open).toHaveLength(1);
  expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "proved", "doc-2": "proved" });
  expect(state.workers.get("doc-1")?.revisions.at(-1)?.stackedOn).toEqual([
    { id: state.workers.get("fix-1")?.revisions.at(-1)?.id, revision: 2 },
  ]);
  expect(events.filter(({ type }) => type === "trusted")).toHaveLength(1);
});

test("while only the user is waited for, none of the run's time is used", async () => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  let hours = 0;
  const now = () => Date.now() + hours * 3_600_000;
  const ask = async (_: string, [yes = ""]: readonly string[]) => {
    hours += 1;
    return yes;
  };
  const instruction = "fix the failing tests and document src/price.js";
  const limited = { ...request, instruction, limits: { seconds: 1800 } };
  const { state } = await run(folder.path, crewModel({ worker }), limited, undefined, undefined, { ask }, { now });

  expect(hours).toBe(1);
  expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "proved" });
});

test("the supervisor reads in a row that it is doubtful, and that what builds on it was not begun", async () => {
  const lead = [
    {
      name: "delegate",
      arguments: { tasks: [{ agent: "fix" }, { agent: "doc", files: "src/percent.js", after: [1] }] },
    },
    { name: "finish", arguments: { open: "The limit is doubtful." } },
  ];
  using folder = new TemporaryFolder();
  folder.write(shop);
  const route = { name: "route", arguments: { supervise: true, confidence: 1 } };
  const model = crewModel({ worker, route, lead });
  await run(folder.path, model, { ...request, instruction: "nobody understands what the shop charges" });

  const [, second] = model.prompts.filter((prompt) => calls(prompt, "delegate"));
  expect(second && sectionOf(second, "reports")?.body.split("\n")).toEqual([
    "fix-1 doubtful src/price.js Grants it from 100.",
    expect.stringMatching(/^doc-1 blocked src\/percent\.js Not begun: fix-1 /),
  ]);
});

/** Writes no journal. */
function silent(host: RunHost): RunHost {
  return { ...host, journal: () => ({ append() {}, settled: async () => {} }) };
}

/** A run over a folder, and what comes after it with a host of its own over the same state. */
async function and(
  ask: SuperviseOptions["ask"],
  then: (
    run: { readonly events: readonly RunEvent[]; readonly log: RunLog },
    host: RunHost & { readonly state: string },
  ) => Promise<void>,
): Promise<void> {
  using folder = new TemporaryFolder();
  using home = new TemporaryFolder();
  folder.write(shop);
  const events: RunEvent[] = [];
  const open = (listeners: RunHost["listeners"]) =>
    openHost({
      folder: folder.path,
      env: { ...process.env, TESSERA_HOME: home.path },
      model: "offline",
      testCommand: undefined,
      withoutSandbox: false,
      listeners,
    });
  const first = await open([(event) => events.push(event)]);
  const whole: Request = { files: [], limits: {}, concurrency: 2, ...request };
  const options = ask === undefined ? {} : { ask };
  const log = await supervise(whole, { ...first, model: crewModel({ worker }) }, AbortSignal.timeout(60_000), options);
  await first.close();
  const host = await open([]);
  try {
    await then({ events, log }, { ...host, model: crewModel({ worker }) });
  } finally {
    await host.close();
  }
}

test("a run that is cut off while the question is open asks it again when it goes on; one that was answered does not", {
  timeout: 120_000,
}, async () => {
  const asked: string[] = [];
  const ask = async (question: string, [yes = ""]: readonly string[]) => {
    asked.push(question);
    return yes;
  };
  await and(ask, async ({ events }, host) => {
    for (const [last, questions] of [
      ["asked", 1],
      ["trusted", 0],
    ] as const) {
      const end = events.findIndex((event) => event.type === last && (event.type !== "asked" || event.kind === "user"));
      asked.length = 0;
      const { state } = await resumeRun(events.slice(0, end + 1), silent(host), AbortSignal.timeout(60_000), { ask });

      expect(asked).toHaveLength(questions);
      expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "proved", "doc-2": "proved" });
    }
  });
});

test("nobody is asked about what has ended already, when a run goes on", { timeout: 120_000 }, async () => {
  await and(undefined, async ({ events }, host) => {
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return "Go on";
    };
    const { state } = await resumeRun(events.slice(0, -1), silent(host), AbortSignal.timeout(60_000), { ask });

    expect(asked).toEqual([]);
    expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "blocked", "doc-2": "proved" });
  });
});

test("the time in which a run that goes on has waited for the user is not used up", { timeout: 120_000 }, async () => {
  const ask = async (_: string, [yes = ""]: readonly string[]) => yes;
  await and(ask, async ({ events }, host) => {
    const isQuestion = (event: RunEvent) => event.type === "asked" && event.kind === "user";
    const [question, word] = [events.findIndex(isQuestion), events.findIndex(({ type }) => type === "trusted")];
    const thoughtOver = events
      .slice(0, word + 1)
      .map((event, index) => (index > question ? { ...event, at: event.at + 3_600_000 } : event))
      .map((event) =>
        event.type === "started" ? { ...event, request: { ...event.request, limits: { seconds: 1800 } } } : event,
      );
    const { state } = await resumeRun(thoughtOver, silent(host), AbortSignal.timeout(60_000), { ask });

    expect(statuses(state)).toEqual({ "fix-1": "proved", "doc-1": "proved", "doc-2": "proved" });
  });
});

test("what was skipped can be asked for again, and the user is asked anew", { timeout: 120_000 }, async () => {
  const answers = ["Skip what builds on it", "Go on"];
  const ask = async () => answers.shift() ?? "";
  await and(ask, async ({ log: before }, host) => {
    expect(statuses(before.state)["doc-1"]).toBe("blocked");
    const { log, close } = reopenRun(host.state, before.state, { now: Date.now, listeners: [] });
    await workAgain(log, "doc-1", host, AbortSignal.timeout(60_000), { ask });
    await close();

    expect(statuses(log.state)["doc-1"]).toBe("proved");
    expect(answers).toEqual([]);
  });
});
