import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { startModelServer } from "../support/model-server.ts";
import { mend, shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const proposal = {
  toolCalls: [{ name: "propose", arguments: { edits: [mend], summary: "Grants the discount from 100." } }],
};
const finding = { quote: "if (total >= 100)", severity: "blocker", text: "Refunds below 100 count as well." };
const objection = { toolCalls: [{ name: "findings", arguments: { findings: [finding], verdict: "revise" } }] };

async function fix(args: readonly string[], answers: Parameters<typeof startModelServer>[0]) {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write(shop);
  const server = await startModelServer(answers);
  const env = { TESSERA_HOME: state.path, OPENAI_BASE_URL: server.openaiUrl };
  const ended = await tessera(["fix", "--repo", folder.path, ...args], { env });
  await server.close();
  return { ...ended, asked: server.requests.length, price: folder.contents()["src/price.js"] };
}

test("what a critic holds back is said, ends with 1, and is not applied", async () => {
  const stays = { text: "It should stay as it is." };

  const ended = await fix(["--critic", "--apply"], [proposal, objection, stays]);

  expect(ended.stdout).toContain("✓ 1 failing test passes.");
  expect(ended.stdout).toContain("! critic: blocker src/price.js:4: Refunds below 100 count as well.");
  expect(ended.stdout).toContain("Confidence 0.40 is below 0.8: look at it yourself; --apply leaves it out.");
  expect(ended.stdout).toContain("1 of 1 proved. What fix proposes for src/price.js needs your look");
  expect(ended.stdout).not.toContain("Applied to your files.");
  expect(ended.code).toBe(1);
  expect(ended.price).toBe(shop["src/price.js"]);
});

test("without being asked for, no critic reads what is sure; --explain shows the tests and how the change was broken", async () => {
  const ended = await fix(["--explain", "--apply"], [proposal]);

  expect(ended.asked).toBe(1);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain("- passed: `a total of 100 already gets its discount`");
  expect(ended.stdout).toMatch(/`src\/price\.js`, line 4: [\w-]+: a test fails: `a total of 100/);
  expect(ended.stdout).toContain("-  if (total >= 100) return percent(total, 10);");
  expect(ended.price).toContain(mend.replace);
});
