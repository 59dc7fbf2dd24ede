import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";
import type { RunEvent } from "../../../src/core/run/events.ts";
import { reduce } from "../../../src/core/run/reduce.ts";
import { emptyRunState } from "../../../src/core/run/run-state.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

function shopFolder(): TemporaryFolder {
  const folder = new TemporaryFolder();
  folder.write(shop);
  return folder;
}

test("a right first answer is proved with one model call, and the user's files stay as they are", async () => {
  using folder = shopFolder();
  const before = folder.contents();
  const model = scriptedModel([propose(mend, "Grants the discount from 100.")]);

  const { state } = await run(folder.path, model);

  expect(state.status).toBe("proved");
  expect(model.prompts).toHaveLength(1);
  const report = state.workers.get("fix-1")?.report;
  expect(report).toMatchObject({ status: "proved", summary: "Grants the discount from 100." });
  expect(report?.evidence.map(({ check, verdict }) => [check, verdict])).toEqual([
    ["no-cheating", "proved"],
    ["exports-kept", "proved"],
    ["named-tests-pass", "proved"],
    ["related-still-pass", "proved"],
    ["control", "proved"],
  ]);
  expect(state.union[0]).toMatchObject({ verdict: "proved" });
  expect(folder.contents()).toEqual(before);
});

test("the first message holds the target, the failure, the failing test's source and the signatures it needs", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose(mend)]);

  await run(folder.path, model);

  const text = model.prompts[0]?.messages[0]?.text ?? "";
  expect(text).toContain("=== target src/price.js\nimport");
  expect(text).toContain(
    "=== failure test/price.test.js > a total of 100 already gets its discount\nexpected 10, actual 0",
  );
  expect(text).toContain("assert.equal(discount(100), 10);");
  expect(text).toContain("function percent(amount, rate)");
  expect(text).toContain("=== reach\ndiscount 3-6");
  expect(text).not.toContain("small totals");
});

test("a wrong proposal is told to the model with what still fails, and the next stands on the original text", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose({ find: "total > 100", replace: "total > 101" }), propose(mend)]);

  const { state } = await run(folder.path, model);

  expect(model.prompts[1]?.messages.at(-1)?.text).toContain('"a total of 100 already gets its discount" still fails');
  expect(state.status).toBe("proved");
  expect(state.workers.get("fix-1")?.revisions).toHaveLength(1);
});

test("a change that breaks a test that passed is not proved, and says which", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose({ find: "total > 100", replace: "total > 50" }), "I cannot do better."]);

  const { state } = await run(folder.path, model, { files: ["src/price.js"] });

  const report = state.workers.get("fix-1")?.report;
  expect(report?.status).toBe("failed");
  expect(report?.changeSet).toBeUndefined();
  expect(model.prompts[1]?.messages.at(-1)?.text).toContain('"small totals get none"');
});

test("an edit of another file is refused with what is allowed", async () => {
  using folder = shopFolder();
  const edit = {
    name: "propose",
    arguments: { edits: [{ path: "test/price.test.js", find: "10);", replace: "0);" }], summary: "No." },
  };
  const model = scriptedModel([edit, propose(mend)]);

  const { state } = await run(folder.path, model);

  expect(state.status).toBe("proved");
  expect(state.workers.get("fix-1")?.revisions[0]?.files.map(({ path }) => path)).toEqual(["src/price.js"]);
});

test("a find that occurs twice is refused with how often it occurs", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose({ find: "return", replace: "give" }), propose(mend)]);

  await run(folder.path, model);

  expect(model.prompts[1]?.messages.at(-1)?.text).toMatch(/occurs 3 times/);
});

test("plain text in place of a call is answered once, then the worker gives up with the model's words", async () => {
  using folder = shopFolder();
  const model = scriptedModel(["I would change the operator.", "I really would."]);

  const { state } = await run(folder.path, model, { files: ["src/price.js"] });

  expect(state.status).toBe("failed");
  expect(state.sentence).toContain("I would change the operator.");
  expect(model.prompts).toHaveLength(2);
});

test("nonsense from the model ends as a failure with a sentence, and nothing is proposed", async () => {
  using folder = shopFolder();
  const model = scriptedModel(
    Array.from({ length: 6 }, (_, turn) => ({ name: "launch", arguments: "{".repeat(turn + 1) })),
  );

  const { state } = await run(folder.path, model, { files: ["src/price.js"] });

  expect(state.status).toBe("failed");
  expect(model.prompts[1]?.messages.at(-1)?.text).toContain('There is no tool "launch"');
  expect(model.prompts.at(-1)?.toolChoice).toEqual({ name: "propose" });
});

test("when the best candidate yields nothing the plan grows by the next", async () => {
  using folder = shopFolder();
  folder.write({
    "src/price.js": shop["src/price.js"]?.replace("total > 100", "total >= 100") ?? "",
    "src/percent.js": "export function percent(amount, rate) {\n  return (amount * rate) / 10;\n}\n",
    "test/percent.test.js": "",
  });
  const model = scriptedModel(["Nothing is wrong here.", "No.", propose({ find: "/ 10;", replace: "/ 100;" })]);

  const { state } = await run(folder.path, model);

  expect(state.workers.get("fix-1")?.assignment.target).toBe("src/price.js");
  expect(state.workers.get("fix-1-next")?.assignment.target).toBe("src/percent.js");
  expect(state.status).toBe("proved");
});

test("a server that fails blocks the run with its sentence and code", async () => {
  using folder = shopFolder();
  const model = scriptedModel([new AppError("key", "The key was refused: set OPENAI_API_KEY.")]);

  const { state } = await run(folder.path, model);

  expect(state).toMatchObject({ status: "blocked", code: "key" });
  expect(state.sentence).toContain("set OPENAI_API_KEY");
});

test("a budget that allows no call ends the run before anything is sent", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose(mend)]);

  const { state } = await run(folder.path, model, { limits: { tokens: 50 } });

  expect(state).toMatchObject({ status: "budget", code: "budget" });
  expect(model.prompts).toHaveLength(0);
});

test("a project whose tests pass leaves nothing to do", async () => {
  using folder = shopFolder();
  folder.write({ "src/price.js": shop["src/price.js"]?.replace(mend.find, mend.replace) ?? "" });

  const { state } = await run(folder.path, scriptedModel([]));

  expect(state).toMatchObject({ status: "nothing", sentence: "Nothing fails: 4 tests pass." });
});

test("an unknown file and a glob without matches are refused with a sentence", async () => {
  using folder = shopFolder();

  const unknown = await run(folder.path, scriptedModel([]), { files: ["src/prize.js"] });
  const nothing = await run(folder.path, scriptedModel([]), { files: ["lib/**/*.js"] });

  expect(unknown.state).toMatchObject({ status: "blocked", code: "usage" });
  expect(unknown.state.sentence).toContain("There is no file src/prize.js");
  expect(nothing.state.sentence).toContain("No file matches lib/**/*.js");
});

test("a cancelled run ends as cancelled", async () => {
  using folder = shopFolder();
  const stop = new AbortController();
  const model = scriptedModel([
    () => {
      stop.abort();
      return propose(mend);
    },
  ]);

  const { state } = await run(folder.path, model, {}, stop.signal);

  expect(state.status).toBe("cancelled");
});

test("the events of a run fit their schema, follow each other without gaps, and give the state again", async () => {
  using folder = shopFolder();

  const { state, events } = await run(folder.path, scriptedModel([propose(mend)]));

  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)?.type).toBe("ended");
  expect(events.reduce(reduce, emptyRunState(state.run))).toEqual(state);
  const asked = events.filter(({ type }) => type === "asked").map(({ seq }) => seq);
  const answered = events.filter(({ type }) => type === "answered").map(({ cause }) => cause);
  expect(answered.toSorted()).toEqual(asked.toSorted());
});

test("the journal on disk holds every event, and the transcript every message", async () => {
  using folder = shopFolder();
  const wrong = propose({ find: "total > 100", replace: "total > 101" });

  const { events, journal, transcripts } = await run(folder.path, scriptedModel([wrong, propose(mend)]));

  expect(journal).toEqual(JSON.parse(JSON.stringify(events)));
  expect(transcripts["fix-1"]).toMatchObject([
    { role: "user", text: expect.stringContaining("=== target src/price.js") },
    { role: "assistant", toolCalls: [{ name: "propose" }] },
    { role: "tool", text: expect.stringContaining("still fails") },
    { role: "assistant", toolCalls: [{ name: "propose" }] },
  ]);
});

test("one cause that fails tests of two files is mended once, and the others are seen to pass with it", async () => {
  using folder = shopFolder();
  folder.write({
    "src/price.js": shop["src/price.js"]?.replace("total > 100", "total >= 100") ?? "",
    "src/percent.js": "export function percent(amount, rate) {\n  return (amount * rate) / 10;\n}\n",
  });
  const model = scriptedModel([propose({ find: "/ 10;", replace: "/ 100;" })]);

  const { state } = await run(folder.path, model);

  expect(state.status).toBe("proved");
  expect(model.prompts).toHaveLength(1);
  expect([...state.workers.values()].flatMap(({ report }) => report?.changeSet?.id ?? [])).toHaveLength(1);
});

test("a target that was edited between plan and work is left to the user, and no other file is suspected instead", async () => {
  using folder = shopFolder();
  const edited = `${shop["src/price.js"]}// mine\n`;
  const whenPlanned = (event: RunEvent) => {
    if (event.type === "planned") folder.write({ "src/price.js": edited });
  };

  const { state } = await run(folder.path, scriptedModel([]), {}, undefined, whenPlanned);

  expect(state.status).toBe("failed");
  expect(state.sentence).toContain("src/price.js was changed after its tests were run");
  expect(state.workers.size).toBe(1);
});

test("a failing test that no file can be changed for keeps the run from ending well", async () => {
  using folder = shopFolder();
  folder.write({
    "src/price.js": shop["src/price.js"]?.replace(mend.find, mend.replace) ?? "",
    "test/alone.test.js": 'import { test } from "node:test";\ntest("alone", () => {\n  throw new Error("no");\n});\n',
  });

  const { state } = await run(folder.path, scriptedModel([]));

  expect(state.status).toBe("failed");
  expect(state.sentence).toContain('"alone" fails, but no source file of the workspace is reached by it');
});

test("tests that cannot be run at all are no good news", async () => {
  using folder = new TemporaryFolder();
  folder.write({
    "package.json": shop["package.json"] ?? "",
    "src/price.js": "export const price = 1;\n",
    "test/none.test.js": "",
  });

  const { state } = await run(folder.path, scriptedModel([]));

  expect(state).toMatchObject({ status: "blocked", code: "tooling" });
});
