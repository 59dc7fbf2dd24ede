import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { shop } from "../../support/priced-shop.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

/** The shop with its bug mended, so that all of its tests pass. */
const sound = { ...shop, "src/price.js": shop["src/price.js"]?.replace("total > 100", "total >= 100") ?? "" };

const simpler = propose(
  {
    find: "  return weight <= 2 ? 5 : 5 + (weight - 2) * 2;",
    replace: "  return 5 + Math.max(0, weight - 2) * 2;",
  },
  "Says shipping without a case.",
);

function project(texts: Readonly<Record<string, string>> = sound): TemporaryFolder {
  const folder = new TemporaryFolder();
  folder.write(texts);
  return folder;
}

test("a change that tests watch is proved with one call, and the union of the run as well", async () => {
  using folder = project();
  const model = scriptedModel([simpler]);

  const { state } = await run(folder.path, model, { agent: "refactor", files: ["src/price.js"] });

  const report = state.workers.get("refactor-1")?.report;
  expect(report?.evidence.map(({ check, verdict }) => [check, verdict])).toEqual([
    ["no-cheating", "proved"],
    ["clean-text", "proved"],
    ["exported-api", "proved"],
    ["same-effects", "proved"],
    ["same-tests-pass", "proved"],
    ["tests-notice", "proved"],
    ["diagnostics-no-worse", "proved"],
  ]);
  expect(report?.confidence.value).toBeGreaterThanOrEqual(0.8);
  expect(state.union[0]?.verdict).toBe("proved");
  expect(model.prompts[0]?.messages[0]?.text).toContain("=== exported\ndiscount\nshipping");
  expect(model.prompts[0]?.system.split(/\s+/).length).toBeLessThanOrEqual(150);
});

test("a change that breaks a test is told which, and is not proposed", async () => {
  using folder = project();
  const model = scriptedModel([propose({ find: "(weight - 2) * 2", replace: "(weight - 2) * 3" }), "No.", "No."]);

  const { state } = await run(folder.path, model, { agent: "refactor", files: ["src/price.js"] });

  expect(model.prompts[1]?.messages.at(-1)?.text).toContain('"shipping grows with weight" in test/price.test.js');
  expect(state.workers.get("refactor-1")?.report).toMatchObject({ status: "failed" });
  expect(state.workers.get("refactor-1")?.report?.changeSet).toBeUndefined();
});

test("an export is kept by refusing the edit, unless the request itself lets go of it", async () => {
  using folder = project();
  const rename = [
    { find: "export function shipping(weight) {", replace: "export function shippingFor(weight) {" },
    { find: "5 : 5 + (weight - 2) * 2", replace: "5 : 1 + 2 * weight" },
  ];
  const request = { agent: "refactor", files: ["src/price.js"] };
  const refused = scriptedModel([propose(rename), "No.", "No."]);

  await run(folder.path, refused, request);
  const allowed = await run(folder.path, scriptedModel([propose(rename), "No.", "No."]), {
    ...request,
    waive: ["exported-api"],
  });

  expect(refused.prompts[1]?.messages.at(-1)?.text).toMatch(/Refused, and nothing was changed\. .*`shipping`/);
  // Now it is the tests that still ask for the old name.
  const checks = allowed.state.workers.get("refactor-1")?.report?.evidence.map(({ check }) => check);
  expect(checks).not.toContain("exported-api");
  expect(allowed.state.workers.get("refactor-1")?.report?.status).toBe("failed");
});

test("a check that the agent cannot do without is not called off", async () => {
  using folder = project();

  const { state } = await run(folder.path, scriptedModel([]), {
    agent: "refactor",
    files: ["src/price.js"],
    waive: ["same-tests-pass"],
  });

  expect(state).toMatchObject({
    status: "blocked",
    code: "usage",
    sentence: expect.stringContaining("same-tests-pass"),
  });
});

test("where no test reaches the file the change is shown unproved after one call, and says what is missing", async () => {
  using folder = project({ ...sound, "src/lonely.js": "export const twice = (n) => n + n;\n" });
  const model = scriptedModel([propose({ find: "n + n", replace: "2 * n" })]);

  const { state } = await run(folder.path, model, { agent: "refactor", files: ["src/lonely.js"] });

  const report = state.workers.get("refactor-1")?.report;
  expect(report).toMatchObject({
    status: "unproved",
    problem: { sentence: expect.stringContaining("No test reaches src/lonely.js") },
  });
  expect(report?.changeSet).toBeDefined();
  expect(report?.confidence.value).toBeLessThan(0.5);
});

test("where there are no tests at all the same holds", async () => {
  using folder = project({ "notes.js": "export const twice = (n) => n + n;\n" });
  const model = scriptedModel([propose({ find: "n + n", replace: "2 * n" })]);

  const { state } = await run(folder.path, model, { agent: "refactor", files: ["notes.js"] });

  expect(state.workers.get("refactor-1")?.report?.status).toBe("unproved");
});

test("several files are proved one by one and together", async () => {
  using folder = project();
  const percent = propose({ find: "(amount * rate) / 100", replace: "amount * (rate / 100)" });
  const model = scriptedModel([percent, simpler]);

  const { state } = await run(folder.path, model, {
    agent: "refactor",
    files: ["src/percent.js", "src/price.js"],
    concurrency: 1,
  });

  expect(state.status).toBe("proved");
  expect(state.union[0]?.sentence).toContain("Together: the whole suite was run");
});

const typed = {
  "package.json": JSON.stringify({ type: "module", scripts: { test: "node --test" } }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: { strict: true, checkJs: true, noEmit: true, module: "nodenext", target: "es2023", types: [] },
    include: ["src"],
  }),
  "src/sum.js": `/** @param {readonly number[]} numbers */
export function sum(numbers) {
  let all = 0;
  for (const one of numbers) all = all + one;
  return all;
}

/** @type {string} */
export const old = 1;
`,
  "test/sum.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { sum } from "../src/sum.js";

test("adds", () => {
  assert.equal(sum([1, 2]), 3);
});
`,
};

function typedProject(): TemporaryFolder {
  const folder = project(typed);
  symlinkSync(fileURLToPath(new URL("../../../node_modules", import.meta.url)), join(folder.path, "node_modules"));
  return folder;
}

test.each([
  [
    "a type error that is new",
    "for (const one of numbers) all += one.length ?? one;",
    /tsc finds a new error\. src\/sum\.js, line 4: TS2339/,
  ],
  [
    "a comment that hides one",
    "// @ts-ignore\n  for (const one of numbers) all += one.valueOf();",
    /@ts-ignore` is new/,
  ],
])("the project's own type checker is asked: %s", { timeout: 60_000 }, async (_, replace, told) => {
  using folder = typedProject();
  const find = "for (const one of numbers) all = all + one;";
  const fine = propose({ find, replace: "for (const one of numbers) all += one;" });
  const model = scriptedModel([propose({ find, replace }), fine]);

  const { state } = await run(folder.path, model, { agent: "refactor", files: ["src/sum.js"] });

  expect(model.prompts[1]?.messages.at(-1)?.text).toMatch(told);
  const report = state.workers.get("refactor-1")?.report;
  expect(report?.status).toBe("proved");
  expect(report?.evidence.at(-1)?.sentence).toBe("tsc finds no new error; 1 old one stayed.");
});
