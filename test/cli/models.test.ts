import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { documented } from "../support/fleet.ts";
import { startModelServer } from "../support/model-server.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const text = "export function rate(amount) {\n  return amount / 100;\n}\n";

async function doc(options: readonly string[], env: Readonly<Record<string, string>> = {}, settings?: object) {
  using folder = new TemporaryFolder();
  using home = new TemporaryFolder();
  folder.write({ "src/a.js": text, "src/b.js": text });
  if (settings !== undefined) home.write({ "models.json": JSON.stringify(settings) });
  return await tessera(["doc", "src/*.js", "--repo", folder.path, ...options], {
    env: { TESSERA_HOME: home.path, ...env },
  });
}

test("with the first model's server gone the next one does the work, and the journal says so", async () => {
  const gone = await startModelServer([]);
  await gone.close();
  const server = await startModelServer(() => ({ toolCalls: [documented], usage: { input: 100, output: 20 } }));
  try {
    const env = { OPENAI_BASE_URL: gone.openaiUrl, ANTHROPIC_BASE_URL: server.anthropicUrl };
    const { code, stdout } = await doc(["--model", "openai:m,anthropic:n", "--json"], env);

    expect(code).toBe(0);
    expect(stdout).toContain('"served":"anthropic:n"');
    expect(stdout).toContain("in place of openai:m: Cannot reach");
  } finally {
    await server.close();
  }
});

test("a budget in dollars is kept at the price that was given, and reaching it is exit 3", async () => {
  const server = await startModelServer(() => ({ toolCalls: [documented], usage: { input: 1000, output: 500 } }));
  try {
    const env = { OPENAI_BASE_URL: server.openaiUrl };
    const asked = ["--model", "openai:m", "--budget-usd", "0.06", "--concurrency", "1"];

    const unpriced = await doc(asked, env);
    expect(unpriced).toMatchObject({ code: 3, stdout: expect.stringContaining("no known price") });
    expect(server.requests).toHaveLength(0);

    const priced = await doc([...asked, "--price", "openai:m=5/10"], env);
    expect(priced).toMatchObject({ code: 3, stdout: expect.stringContaining("$0.06") });
    expect(priced.stdout).toContain("1 of 2 proved");
    expect(server.requests).toHaveLength(1);

    const set = await doc(asked, env, { prices: { m: { input: 0.01, output: 0.01 } } });
    expect(set.code).toBe(0);
  } finally {
    await server.close();
  }
});

test("calls are a budget too", async () => {
  const server = await startModelServer(() => ({ toolCalls: [documented], usage: { input: 100, output: 20 } }));
  try {
    const asked = ["--model", "openai:m", "--budget-calls", "1", "--concurrency", "1"];
    const { code, stdout } = await doc(asked, { OPENAI_BASE_URL: server.openaiUrl });

    expect(code).toBe(3);
    expect(stdout).toContain("1 model calls");
    expect(server.requests).toHaveLength(1);
  } finally {
    await server.close();
  }
});

test("a plan comes with what it is likely to use", async () => {
  const { code, stdout } = await doc(["--plan", "--model", "openai:m", "--price", "m=1/2"], {
    OPENAI_API_KEY: "sk-0123456789",
  });

  expect(code).toBe(0);
  expect(stdout).toMatch(/Estimate: 2 to 10 model calls · [\d.]+k to 80\.0k tokens · \$0\.\d+ to \$0\.\d+/);
});

test("list prices are said with their day, and at another server, where they may not hold, there are none", async () => {
  const plan = ["--plan", "--model", "anthropic"];
  const key = { ANTHROPIC_API_KEY: "sk-ant-0123456789" };

  expect((await doc(plan, key)).stdout).toMatch(/ · \$0\.\d+ to \$0\.\d+ · list prices of 20\d\d-\d\d-\d\d\n/);
  const elsewhere = await doc(plan, { ...key, ANTHROPIC_BASE_URL: "http://127.0.0.1:9" });
  expect(elsewhere.stdout).toContain("no known price");
});

test.each([
  [["--price", "m=1"], "--price"],
  [["--price", "m=a/b"], "--price"],
  [["--price", "m=1.2.3/4"], "--price"],
  [["--model", "lage=openai:m"], '"lage"'],
  [["--model", "openai:m,nobody:x"], '"nobody"'],
  [["--budget-calls", "1.5"], "--budget-calls"],
])("%j is refused with what is wrong", async (options, named) => {
  expect(await doc(options, { OPENAI_API_KEY: "sk-0123456789" })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(named),
  });
});
