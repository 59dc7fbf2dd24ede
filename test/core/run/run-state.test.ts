import { expect, test } from "vitest";
import { findingKey } from "../../../src/core/evidence/criticism.ts";
import { runEventSchema } from "../../../src/core/run/events.ts";
import { listed } from "../../../src/core/run/receipt.ts";
import { reduce } from "../../../src/core/run/reduce.ts";
import { emptyRunState, proposalOf } from "../../../src/core/run/run-state.ts";
import { assignment, events, planned, report, reported, stateAfter } from "../../support/run-parts.ts";

const one = assignment("one");
const changeSet = (revision: number) => ({ id: "r1/one", revision, by: "fix", files: [] });
const asked = {
  type: "asked" as const,
  actor: "one",
  kind: "model" as const,
  model: "openai:m",
  prompt: "0".repeat(64),
  reserved: 900,
};
const usage = { input: 100, output: 20, cacheRead: 0, cacheWrite: 0 };

test("a worker is queued when planned, works when assigned, and has ended when reported", () => {
  const assigned = { type: "assigned" as const, actor: "run", assignment: "one", model: "offline" };
  const step = { type: "step" as const, actor: "one", text: "Asking the model" };

  expect(stateAfter(planned([one])).workers.get("one")).toMatchObject({ status: "queued" });
  expect(stateAfter(planned([one]), assigned, step).workers.get("one")).toMatchObject({
    status: "working",
    step: "Asking the model",
    model: "offline",
    startedAt: 2000,
  });
  const ended = stateAfter(planned([one]), assigned, step, reported(report("one", "proved")));
  expect(ended.workers.get("one")).toMatchObject({ status: "ended", step: "", endedAt: 4000 });
});

test("a question is open until it is answered, and a model's answer counts for its worker", () => {
  const open = stateAfter(planned([one]), asked);
  const closed = stateAfter(planned([one]), asked, {
    type: "answered",
    actor: "one",
    cause: 2,
    kind: "model",
    ms: 5,
    usage,
  });

  expect([...open.open.keys()]).toEqual([2]);
  expect(closed.open.size).toBe(0);
  expect(closed.workers.get("one")).toMatchObject({ calls: 1, tokens: 120 });
});

test("the end of a run leaves no question open", () => {
  const spent = report("one", "cancelled").spent;

  const state = stateAfter(planned([one]), asked, {
    type: "ended",
    actor: "run",
    status: "cancelled",
    sentence: "Cancelled.",
    code: "cancelled",
    spent,
  });

  expect(state).toMatchObject({ status: "cancelled", code: "cancelled", sentence: "Cancelled." });
  expect(state.open.size).toBe(0);
});

test("a new revision keeps the old one, has no evidence of its own yet, and the report says which counts", () => {
  const evidence = [
    { check: "control", verdict: "proved" as const, sentence: "It fails again.", scope: "changeSet" as const },
  ];
  const state = stateAfter(
    planned([one]),
    { type: "proposed", actor: "one", changeSet: changeSet(1), summary: "One." },
    {
      type: "evidence",
      actor: "one",
      changeSet: "r1/one",
      revision: 1,
      evidence,
      provenance: { base: {}, proposed: {} },
    },
    { type: "proposed", actor: "one", changeSet: changeSet(2), summary: "Two." },
    reported(report("one", "unproved", { changeSet: { id: "r1/one", revision: 1 } })),
  );
  const worker = state.workers.get("one");

  expect(worker?.revisions.map(({ revision }) => revision)).toEqual([1, 2]);
  expect(worker?.evidence).toEqual([]);
  expect(worker && proposalOf(worker)).toEqual(changeSet(1));
});

test("a decision is kept with the worker whose ChangeSet it is about", () => {
  const decided = { type: "decided" as const, actor: "user", revision: 1, decision: "accepted" as const };
  const proposed = { type: "proposed" as const, actor: "one", changeSet: changeSet(1), summary: "One." };

  const state = stateAfter(planned([one, assignment("two")]), proposed, { ...decided, changeSet: "r1/one" });

  expect(state.workers.get("one")?.decisions).toEqual([
    { seq: 3, revision: 1, hunks: undefined, decision: "accepted" },
  ]);
  expect(state.workers.get("two")?.decisions).toEqual([]);
});

test("an event of a worker that is not in the plan changes nothing but the last number", () => {
  const before = stateAfter(planned([one]));

  const after = stateAfter(planned([one]), { type: "step", actor: "ghost", text: "Boo" });

  expect(after).toEqual({ ...before, lastSeq: 2 });
});

test("a state is never changed in place", () => {
  const [first, second] = events(planned([one]), asked);
  if (first === undefined || second === undefined) throw new Error("two events were made");
  const state = reduce(emptyRunState("r1"), first);
  const copy = structuredClone(state);

  reduce(state, second);

  expect(state).toEqual(copy);
});

test("an event with a wrong version, number or body is no event", () => {
  const [event] = events(planned([one]));

  expect(runEventSchema.safeParse(event).success).toBe(true);
  expect(runEventSchema.safeParse({ ...event, v: 2 }).success).toBe(false);
  expect(runEventSchema.safeParse({ ...event, seq: 0 }).success).toBe(false);
  expect(runEventSchema.safeParse({ ...event, plan: {} }).success).toBe(false);
});

test("what was said of a plan holds for each of its assignments, also when the run is taken up again", () => {
  const range = { least: 1, most: 2 };
  const plan = { assignments: ["one", "two"], estimate: { calls: range, tokens: range } };
  const question = {
    type: "asked" as const,
    actor: "run",
    kind: "user" as const,
    question: "Start?",
    choices: [],
    plan,
  };
  const answer = { type: "answered" as const, actor: "user", cause: 2, kind: "user" as const, choice: "Start" };
  const continued = { type: "continued" as const, actor: "run", model: "offline", rung: "overlay" };
  const both = planned([one, assignment("two")]);

  const waiting = stateAfter(both, question);
  expect(waiting.open.get(2)).toMatchObject({ actor: "run", plan });
  expect(waiting.approvals.size).toBe(0);
  const begun = [
    ["one", true],
    ["two", true],
  ];
  expect([...stateAfter(both, question, answer, continued).approvals]).toEqual(begun);
  expect(stateAfter(both, question, { ...answer, choice: "Cancel" }).approvals.get("two")).toBe(false);
});

test("a call's receipt names the model that was to answer, the one that did and why, whoever asked", () => {
  const route = {
    asked: "openai:m",
    served: "ollama:n",
    tier: "small",
    why: "in place of openai:m: 429",
    tries: [
      { model: "openai:m", ms: 1, waitedMs: 0, failure: "429", bill: "nothing" as const },
      { model: "ollama:n", ms: 4, waitedMs: 0, bill: "usage" as const },
    ],
    waitedMs: 0,
    usd: 0.002,
  };
  const answered = { type: "answered" as const, actor: "supervisor", cause: 2, kind: "model" as const, ms: 5, usage };
  const state = stateAfter(planned([one]), { ...asked, actor: "supervisor" }, { ...answered, route });
  const older = stateAfter(planned([one]), asked, {
    ...answered,
    actor: "one",
    usage: undefined,
    failure: { code: "provider", sentence: "The server is gone." },
  });

  expect(listed(state.receipts)).toEqual([
    {
      actor: "supervisor",
      asked: "openai:m",
      served: "ollama:n",
      tier: "small",
      why: "in place of openai:m: 429",
      failures: [{ model: "openai:m", sentence: "429" }],
      input: 100,
      output: 20,
      cacheRead: 0,
      usd: 0.002,
      ms: 5,
    },
  ]);
  expect(listed(older.receipts)).toMatchObject([
    {
      asked: "openai:m",
      served: undefined,
      failures: [{ model: "openai:m", sentence: "The server is gone." }],
      input: 0,
    },
  ]);
});

test("the receipt of one more call copies none of those before it", () => {
  const answered = { type: "answered" as const, actor: "one", kind: "model" as const, ms: 5, usage };
  const all = events(planned([one]), asked, { ...answered, cause: 2 }, asked, { ...answered, ms: 7, cause: 4 });
  const before = all.slice(0, -1).reduce(reduce, emptyRunState("r1"));
  const after = all.slice(-1).reduce(reduce, before);

  expect(after.receipts?.before).toBe(before.receipts);
  expect(listed(after.receipts).map(({ ms }) => ms)).toEqual([5, 7]);
});

test("of a run that is taken up again, calls count anew where they are answered from the record", () => {
  const answered = { type: "answered" as const, kind: "model" as const, ms: 5, usage };
  const state = stateAfter(
    planned([one, assignment("two")]),
    asked,
    { ...answered, actor: "one", cause: 2 },
    reported(report("one", "proved")),
    { ...asked, actor: "two" },
    { ...answered, actor: "two", cause: 5 },
    { type: "continued", actor: "run", model: "offline", rung: "overlay" },
  );

  expect(listed(state.receipts).map(({ actor }) => actor)).toEqual(["one"]);
});

test("a finding that was dismissed stays so for later revisions, and the criticism as it was", () => {
  const finding = { path: "src/a.js", hunk: "h1", severity: "major" as const, text: "Nobody uses it." };
  const proposed = { type: "proposed" as const, actor: "one", changeSet: changeSet(1), summary: "One." };
  const criticised = {
    type: "criticised" as const,
    actor: "one",
    changeSet: "r1/one",
    verdict: "revise" as const,
    findings: [finding],
    dropped: 0,
    revision: 1,
    answered: [],
  };
  const dismissed = { type: "dismissed" as const, actor: "user", changeSet: "r1/one", finding: findingKey(finding) };

  const worker = stateAfter(planned([one]), proposed, criticised, dismissed).workers.get("one");

  expect(worker?.dismissed).toEqual([findingKey(finding)]);
  expect(worker?.criticism?.findings).toEqual([finding]);
});
