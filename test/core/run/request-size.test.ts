import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { agents } from "../../../src/core/agents/index.ts";
import { scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const many = Array.from(
  { length: 60 },
  (_, index) => `export function convertAmountNumber${index}(amount) {\n  return amount;\n}\n`,
);

/** Tokens of an agent's first request beside its target. */
async function besideTarget(agent: string, style: "tools" | "ensemble"): Promise<number> {
  using folder = new TemporaryFolder();
  const target = many.join("\n");
  folder.write({ "src/amounts.js": target, "package.json": "{}" });
  const model = scriptedModel(["Nothing.", "Nothing."]);
  const given = { agents: agents.map((one) => ({ ...one, style })) };

  await run(folder.path, model, { agent, files: ["src/amounts.js"] }, undefined, undefined, undefined, given);

  const [prompt] = model.prompts;
  const tools = prompt?.tools.length === 0 ? "" : JSON.stringify(prompt?.tools);
  const all = [prompt?.system ?? "", tools, prompt?.messages[0]?.text ?? ""];
  return all.reduce((sum, text) => sum + countTokens(text), 0) - countTokens(target);
}

test.each(["doc", "refactor"])(
  "a request of %s is at most its target and 600 tokens, however much the file exports",
  async (agent) => {
    expect(await besideTarget(agent, "tools")).toBeLessThanOrEqual(600);
  },
);

/** Tokens it takes to say in the role how tools are called, and how planner, coder and reviewer hand over. */
const handingOver = 110;

test.each(["doc", "refactor"])("the request of %s as an ensemble is at most 110 tokens more", async (agent) => {
  const tokens = await besideTarget(agent, "ensemble");

  expect(tokens - (await besideTarget(agent, "tools"))).toBeLessThanOrEqual(handingOver);
  expect(tokens).toBeLessThanOrEqual(600 + handingOver);
});
