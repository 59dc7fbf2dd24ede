import { expect, test } from "vitest";
import { agents } from "../../../src/core/agents/index.ts";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { type ScriptedReply, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { mend, shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const ensembles = { agents: agents.map((agent) => ({ ...agent, style: "ensemble" as const })) };

function answer(coder: object, review: object = { verdict: "accept" }): string {
  return `=== planner
{"plan":"The discount begins one too late; compare with >=."}
=== coder
${JSON.stringify(coder)}
=== reviewer
${JSON.stringify(review)}`;
}
const right = { edits: [mend], summary: "Grants the discount from 100." };
const wrong = { edits: [{ find: "total > 100", replace: "total > 101" }], summary: "Moves the bound." };

/** Runs `fix` over the shop. */
async function fix(replies: readonly ScriptedReply[], model: { readonly callsTools?: false } = {}) {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const scripted = { ...scriptedModel(replies), ...model };
  const given = model.callsTools === false ? {} : ensembles;
  const files = { files: ["src/price.js"] };
  const ran = await run(folder.path, scripted, files, undefined, undefined, undefined, given);
  return { ...ran, report: ran.state.workers.get("fix-1")?.report, prompts: scripted.prompts };
}

function toldLast(prompt: Prompt | undefined): string {
  return prompt?.messages.at(-1)?.text ?? "";
}

test("an ensemble's one completion is proved like any proposal, without a tool in the request", async () => {
  const { report, prompts } = await fix([answer(right)]);

  expect(report).toMatchObject({ status: "proved", summary: right.summary, spent: { calls: 1 } });
  expect(prompts).toHaveLength(1);
  expect(prompts[0]?.tools).toEqual([]);
  expect(prompts[0]?.toolChoice).toBeUndefined();
});

test("the reviewer's correction is what is proposed", async () => {
  const { report, prompts } = await fix([answer(wrong, { verdict: "correct", propose: right })]);

  expect(report).toMatchObject({ status: "proved", summary: right.summary });
  expect(prompts).toHaveLength(1);
});

test("sections that cannot be read are asked for once more, with what is wrong with them", async () => {
  const broken = answer(right).replace("=== reviewer", "=== critic");

  const { report, prompts } = await fix([broken, answer(right)]);

  expect(toldLast(prompts[1])).toContain("answer with planner, coder, reviewer, each once and in this order");
  expect(report?.status).toBe("proved");
});

test("what cannot be read twice ends the work, and nothing is proposed", async () => {
  const { report, prompts } = await fix([answer(right).replace('"edits"', "edits"), "=== planner\nNo."]);

  expect(prompts).toHaveLength(2);
  expect(report?.status).toBe("failed");
  expect(report?.changeSet).toBeUndefined();
});

test("a proposal that is not proved is told with the reason, and the next one stands on the original text", async () => {
  const { report, prompts } = await fix([answer(wrong), answer(right)]);

  expect(toldLast(prompts[1])).toContain('propose answered:\nNot proved. "a total of 100 already gets its discount"');
  expect(prompts[1]?.messages.filter(({ role }) => role === "assistant")).toEqual([
    { role: "assistant", text: answer(wrong), toolCalls: [] },
  ]);
  expect(report?.status).toBe("proved");
});

test("arguments that do not fit the tool are refused by it", async () => {
  const { report, prompts } = await fix([answer({ edits: [{ find: 1 }] }), answer(right)]);

  expect(toldLast(prompts[1])).toContain("propose: ");
  expect(report?.status).toBe("proved");
});

test("an ensemble may look at a file first", async () => {
  const { report, prompts } = await fix([
    '=== call\n{"name":"read","arguments":{"path":"src/percent.js"}}',
    answer(right),
  ]);

  expect(toldLast(prompts[1])).toContain("read answered:\nsrc/percent.js (3 lines)");
  expect(report?.status).toBe("proved");
});

test("a model that calls no tools is served so by itself, whatever the agent", async () => {
  const { report, prompts } = await fix([answer(right)], { callsTools: false });

  expect(prompts[0]?.tools).toEqual([]);
  expect(prompts[0]?.system).toContain("=== planner");
  expect(report).toMatchObject({ status: "proved", spent: { calls: 1 } });
});
