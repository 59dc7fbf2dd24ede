import { expect, test } from "vitest";
import { readModelRules } from "../../src/node/model-rules.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

test("what is not set is left as it is", async () => {
  using folder = new TemporaryFolder();

  expect(await readModelRules(folder.path)).toEqual({});
});

test("prices, silences and patience are read in the units people write", async () => {
  using folder = new TemporaryFolder();
  const prices = { "openai:m": { input: 2, output: 8 }, n: { input: 1, output: 1, cacheRead: 0.1 } };
  folder.write({ "models.json": JSON.stringify({ prices, firstSeconds: 60, idleSeconds: 10, retrySeconds: 30 }) });

  expect(await readModelRules(folder.path)).toEqual({
    prices: {
      "openai:m": { input: 2, output: 8, cacheRead: 2, cacheWrite: 2.5 },
      n: { input: 1, output: 1, cacheRead: 0.1, cacheWrite: 1.25 },
    },
    limits: { firstMs: 60_000, idleMs: 10_000 },
    retryMs: 30_000,
  });
});

test.each(["{", "[]", '{"idle":3}', '{"idleSeconds":-1}', '{"prices":{"m":{"input":-1,"output":1}}}'])(
  "%s is refused with what to do",
  async (text) => {
    using folder = new TemporaryFolder();
    folder.write({ "models.json": text });

    await expect(readModelRules(folder.path)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("models.json"),
    });
  },
);
