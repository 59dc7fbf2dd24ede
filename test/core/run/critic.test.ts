import { expect, test } from "vitest";
import { propose, type ScriptedCall, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

function shopFolder(): TemporaryFolder {
  const folder = new TemporaryFolder();
  folder.write(shop);
  return folder;
}

interface SaidFinding {
  readonly path?: string;
  readonly quote?: string;
  readonly line?: number;
  readonly severity: string;
  readonly text: string;
}

const findings = (said: readonly SaidFinding[], verdict = said.length === 0 ? "good" : "revise"): ScriptedCall => ({
  name: "findings",
  arguments: { findings: said, verdict },
});

const wrong = (severity: string): SaidFinding => ({
  path: "src/price.js",
  quote: "+  if (total >= 100) return percent(total, 10);",
  severity,
  text: "Say why the limit itself counts.",
});

const told = propose(
  {
    find: "  if (total > 100)",
    replace: "  // The limit itself counts.\n  if (total >= 100)",
  },
  "Grants the discount from 100, and says so.",
);

test("a sure and small proposal is read by no critic", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose(mend)]);

  const { state } = await run(folder.path, model, { critic: "doubtful" });

  expect(state.status).toBe("proved");
  expect(model.prompts).toHaveLength(1);
  expect(state.workers.get("fix-1")?.criticism).toBeUndefined();
});

test("a critic that is asked for sees the diff and the evidence, and nothing of the conversation", async () => {
  using folder = shopFolder();
  const model = scriptedModel(["Let me think of a discount.", propose(mend), findings([])]);

  const { state } = await run(folder.path, model, { critic: "always" });

  const [message, ...others] = model.prompts[2]?.messages ?? [];
  expect(others).toEqual([]);
  expect(message?.text).toContain("=== task\nfix src/price.js:");
  expect(message?.text).toContain("-  if (total > 100) return percent(total, 10);\n+  if (total >= 100)");
  expect(message?.text).toContain("=== evidence\nno-cheating proved:");
  expect(message?.text).not.toContain("Let me think");
  expect(model.prompts[2]?.tools.map(({ name }) => name)).toEqual(["findings"]);
  expect(model.prompts[2]?.toolChoice).toEqual({ name: "findings" });
  expect(model.prompts[2]?.system.split(/\s+/).length).toBeLessThanOrEqual(150);
  const worker = state.workers.get("fix-1");
  expect(worker?.criticism).toEqual({ verdict: "good", findings: [], dropped: 0 });
  expect(worker?.report?.confidence.reasons).toContain("A critic finds nothing to object to.");
  expect(worker?.report?.spent.calls).toBe(3);
  expect(state.status).toBe("proved");
});

test("severe findings are told to the model once, and the better proposal is what stands", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose(mend), findings([wrong("major")]), told, findings([])]);

  const { state, events } = await run(folder.path, model, { critic: "always" });

  const asked = model.prompts[2]?.messages ?? [];
  expect(asked).toHaveLength(1);
  expect(asked[0]?.text).toContain("=== target src/price.js");
  expect(asked[0]?.text).toContain("=== proposed\ndiff --git");
  expect(asked[0]?.text).toContain("- major src/price.js:4: Say why the limit itself counts.");
  const worker = state.workers.get("fix-1");
  expect(worker?.report).toMatchObject({ status: "proved", summary: "Grants the discount from 100, and says so." });
  expect(worker?.report?.confidence.value).toBeGreaterThanOrEqual(0.8);
  expect(worker?.revisions).toHaveLength(1);
  expect(events.find(({ type }) => type === "criticised")).toMatchObject({
    changeSet: worker?.report?.changeSet?.id,
    findings: [],
    answered: ["major src/price.js:4: Say why the limit itself counts."],
  });
});

test("a severe finding that stays holds what is proved back for a person", async () => {
  using folder = shopFolder();
  const model = scriptedModel([propose(mend), findings([wrong("blocker")]), "It should stay as it is."]);

  const { state } = await run(folder.path, model, { critic: "always" });

  const worker = state.workers.get("fix-1");
  expect(worker?.report).toMatchObject({ status: "proved", confidence: { value: 0.4 } });
  expect(worker?.report?.openQuestions).toEqual(["blocker src/price.js:4: Say why the limit itself counts."]);
  expect(state.status).toBe("partial");
  expect(state.sentence).toContain("needs your look before it is taken (confidence 0.40). A critic finds: blocker");
});

test("a second proposal that proves less, or that the critic likes less, does not replace the first", async () => {
  using folder = shopFolder();
  const worse = propose({ find: "total > 100", replace: "total > 99.5" }, "Compares with less.");
  const model = scriptedModel([
    propose(mend, "Compares otherwise."),
    findings([wrong("major")]),
    worse,
    findings([wrong("blocker")]),
  ]);

  const { state } = await run(folder.path, model, { critic: "always" });

  const worker = state.workers.get("fix-1");
  expect(worker?.report?.summary).toBe("Compares otherwise.");
  expect(worker?.criticism?.findings.map(({ severity }) => severity)).toEqual(["major"]);
  expect(model.prompts).toHaveLength(4);
});

test("each finding stands at the hunk it quotes, else at its file, and is dropped where the file is no part of the change", async () => {
  using folder = shopFolder();
  const said = [
    { quote: "if (total >= 100) return percent(total, 10);", severity: "minor", text: "Quoted." },
    { line: 4, severity: "note", text: "Numbered." },
    { path: "src/price.js", line: 1, severity: "note", text: "Nowhere in the diff." },
    { path: "src/percent.js", line: 1, severity: "blocker", text: "About another file." },
  ];
  const model = scriptedModel([propose(mend), findings(said)]);

  const { state } = await run(folder.path, model, { critic: "always" });

  const { findings: found = [], dropped } = state.workers.get("fix-1")?.criticism ?? {};
  expect(found.map(({ text, hunk, line }) => [text, hunk !== undefined, line])).toEqual([
    ["Quoted.", true, 4],
    ["Numbered.", true, 4],
    ["Nowhere in the diff.", false, undefined],
  ]);
  expect(dropped).toBe(1);
  expect(state.workers.get("fix-1")?.report?.confidence.reasons.at(-1)).toBe("A critic finds 1 minor point.");
});

test("what is doubtful is read without having been asked for, and a critic that fails changes nothing", async () => {
  using folder = new TemporaryFolder();
  folder.write({ "src/rate.js": "export function rate(amount) {\n  return amount * 1;\n}\n" });
  const model = scriptedModel([
    propose({ find: "return amount * 1;", replace: "return amount;" }),
    { name: "findings", arguments: { findings: [{ severity: "terrible", text: "No." }], verdict: "revise" } },
    "I cannot.",
  ]);

  const { state } = await run(folder.path, model, { agent: "refactor", files: ["src/rate.js"], critic: "doubtful" });

  expect(model.prompts[2]?.messages.at(-1)?.text).toContain("Call it again with arguments that fit its schema.");
  expect(state.workers.get("refactor-1")?.report?.status).toBe("unproved");
  expect(state.workers.get("refactor-1")?.criticism).toBeUndefined();
});

test("a run that is cancelled while the model is to answer a critic keeps what the critic found", async () => {
  using folder = shopFolder();
  const stop = new AbortController();
  const cancel = () => {
    stop.abort();
    return "It should stay.";
  };
  const model = scriptedModel([propose(mend), findings([wrong("blocker")]), cancel]);

  const { state } = await run(folder.path, model, { critic: "always" }, stop.signal);

  const report = state.workers.get("fix-1")?.report;
  expect(report).toMatchObject({ status: "proved", confidence: { value: 0.4 } });
  expect(state.workers.get("fix-1")?.criticism?.findings).toHaveLength(1);
});
