import { expect, test } from "vitest";
import { mutantDetailSchema } from "../../../src/core/evidence/mutants/survey.ts";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const sources = {
  "package.json": JSON.stringify({ name: "shop", type: "module", scripts: { test: "node --test" } }),
  "src/price.js": `export function discount(total) {
  if (total >= 100) return total / 10;
  return 0;
}

export function shipping(weight) {
  return weight <= 2 ? 5 : 5 + (weight - 2) * 2;
}
`,
  "src/tax.js": "export function tax(amount) {\n  return amount * 0.2;\n}\n",
  "test/tax.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { tax } from "../src/tax.js";

test("a fifth", () => {
  assert.equal(tax(10), 2);
});
`,
};

const head = `import assert from "node:assert/strict";
import { test } from "node:test";
import { discount, shipping } from "../src/price.js";
`;

const good = `${head}
test("from 100 on there is a discount of a tenth", () => {
  assert.equal(discount(99), 0);
  assert.equal(discount(100), 10);
});

test("shipping costs two more for each kilogram above two", () => {
  assert.equal(shipping(2), 5);
  assert.equal(shipping(4), 9);
});
`;

function shop(more: Readonly<Record<string, string>> = {}): TemporaryFolder {
  const folder = new TemporaryFolder();
  folder.write({ ...sources, ...more });
  return folder;
}

const request = { agent: "test", files: ["src/price.js"] };

test("tests for an untested module are proved with one model call, and the user's files stay as they are", async () => {
  using folder = shop();
  const before = folder.contents();
  const model = scriptedModel([propose({ find: "", replace: good }, "Covers discount and shipping.")]);

  const { state } = await run(folder.path, model, request);

  const report = state.workers.get("test-1")?.report;
  expect(report?.evidence.map(({ check, verdict, sentence }) => [check, verdict, sentence])).toEqual([
    ["clean-text", "proved", expect.any(String)],
    ["tests-kept", "proved", "Only a new test file is added."],
    ["tests-honest", "proved", "The new tests use the real code and the real assertions."],
    ["tests-assert", "proved", "2 new tests state something about the result."],
    [
      "new-tests-pass",
      "proved",
      "2 new tests pass three times in a row; they pin what the code does today (characterization).",
    ],
    [
      "mutant-killed",
      "proved",
      expect.stringMatching(/^The new tests notice \d+ of 12 mutants that nothing noticed before\.$/),
    ],
    ["diagnostics-no-worse", "proved", "The syntax is right; no type checker is set up for this file."],
  ]);
  expect(state.status).toBe("proved");
  expect(model.prompts).toHaveLength(1);
  expect(state.workers.get("test-1")?.revisions[0]?.files).toMatchObject([{ path: "test/price.test.js", base: null }]);
  expect(folder.contents()).toEqual(before);
});

test("the first message holds the code, the import, a neighbour's head and the mutants, within its bound", async () => {
  using folder = shop();
  const model = scriptedModel([propose({ find: "", replace: good })]);

  await run(folder.path, model, request);

  const text = model.prompts[0]?.messages[0]?.text ?? "";
  expect(text).toContain("=== target src/price.js\nexport function discount");
  expect(text).toContain('=== import\nimport { discount, shipping } from "../src/price.js";');
  expect(text).toContain("=== testfile test/price.test.js (new)");
  expect(text).toContain('=== example test/tax.test.js\nimport assert from "node:assert/strict";');
  expect(text).toMatch(/=== mutants\n2: if \(total > 100\) return total \/ 10;/);
});

test("the whole proof takes three runs of the related tests and one for each mutant tried", async () => {
  using folder = shop();

  const { events } = await run(folder.path, scriptedModel([propose({ find: "", replace: good })]), request);

  const executions = events.filter((event) => event.type === "asked" && event.kind === "execution");
  const own = executions.filter(({ actor }) => actor === "test-1");
  const [sentence] = events.flatMap((event) =>
    event.type === "reported" ? event.report.evidence.filter(({ check }) => check === "mutant-killed") : [],
  );
  const tried = Number(/of (\d+) mutants/.exec(sentence?.sentence ?? "")?.[1]);
  expect(own).toHaveLength(3 + tried);
});

test("each mutant, its diff, what became of it and by which test can be looked up", async () => {
  using folder = shop();

  const { state, details } = await run(folder.path, scriptedModel([propose({ find: "", replace: good })]), request);

  const evidence = state.workers.get("test-1")?.report?.evidence.find(({ check }) => check === "mutant-killed");
  const detail = mutantDetailSchema.parse(JSON.parse(details.get(evidence?.detailRef ?? "") ?? ""));
  expect(detail.mutants).toContainEqual({
    line: 2,
    declaration: "discount",
    operator: "comparison-boundary",
    diff: "-  if (total >= 100) return total / 10;\n+  if (total > 100) return total / 10;",
    before: "survived",
    after: "killed",
    by: expect.any(String),
  });
});

test("a wrong value is told with what came out, and the next proposal stands on the original text", async () => {
  using folder = shop();
  const wrong = good.replace("assert.equal(shipping(4), 9)", "assert.equal(shipping(4), 8)");
  const model = scriptedModel([propose({ find: "", replace: wrong }), propose({ find: "", replace: good })]);

  const { state } = await run(folder.path, model, request);

  expect(model.prompts[1]?.messages.at(-1)?.text).toContain(
    '"shipping costs two more for each kilogram above two" fails: expected 8, actual 9.',
  );
  expect(state.status).toBe("proved");
});

test("an existing test file is extended, and a proposal that weakens it is refused before anything is run", async () => {
  const before = good.replace("  assert.equal(discount(100), 10);\n", "");
  using folder = shop({ "test/price.test.js": before });
  const weaker = propose({ find: "  assert.equal(shipping(4), 9);\n", replace: "" });
  const added = propose({
    find: 'test("shipping',
    replace: 'test("a hundred gets ten", () => {\n  assert.equal(discount(100), 10);\n});\n\ntest("shipping',
  });
  const model = scriptedModel([weaker, added]);

  const { state } = await run(folder.path, model, request);

  expect(model.prompts[1]?.messages.at(-1)?.text).toContain("was changed or moved");
  const report = state.workers.get("test-1")?.report;
  expect(report?.status).toBe("proved");
  expect(report?.evidence.slice(1).map(({ sentence }) => sentence)).toEqual([
    "No test that was there is changed.",
    "The new tests use the real code and the real assertions.",
    "1 new test states something about the result.",
    "1 new test passes three times in a row; it pins what the code does today (characterization).",
    expect.stringMatching(/^The new tests notice \d of \d+ mutants that survived today's tests \(\d+ were tried\)\.$/),
    "The syntax is right; no type checker is set up for this file.",
  ]);
});

test("tests that notice no mutant are shown as unproved, and the model is told which mutants there are", async () => {
  using folder = shop({ "test/price.test.js": good.replace("  assert.equal(discount(100), 10);\n", "") });
  const useless = propose({
    find: 'test("shipping',
    replace: 'test("ninety-nine gets nothing", () => {\n  assert.equal(discount(99), 0);\n});\n\ntest("shipping',
  });
  const model = scriptedModel([useless, "I have no better one."]);

  const { state } = await run(folder.path, model, request);

  expect(model.prompts[1]?.messages.at(-1)?.text).toMatch(
    /notice none of \d+ mutants .*line 2, "if \(total >= 100\) return total \/ 10;" as /,
  );
  expect(state.status).toBe("unproved");
  expect(state.workers.get("test-1")?.revisions).toHaveLength(1);
});

test("where today's tests notice every mutant there is nothing to do, and no model is asked", async () => {
  const exact = "  assert.equal(tax(10), 2);\n  assert.equal(tax(0), 0);\n";
  using folder = shop({
    "test/tax.test.js": sources["test/tax.test.js"].replace("  assert.equal(tax(10), 2);\n", exact),
  });

  const { state } = await run(folder.path, scriptedModel([]), { agent: "test", files: ["src/tax.js"] });

  expect(state.status).toBe("proved");
  expect(state.workers.get("test-1")?.report?.summary).toMatch(
    /^Nothing to add: today's tests notice all \d+ mutants tried\.$/,
  );
});

test("other files than the test file cannot be changed", async () => {
  using folder = shop();
  const elsewhere = propose({ path: "src/price.js", find: "return 0;", replace: "return 1;" });
  const harness = propose({ path: "package.json", find: "node --test", replace: "true" });
  const model = scriptedModel([elsewhere, harness, propose({ find: "", replace: good })]);

  const { state } = await run(folder.path, model, request);

  expect(model.prompts[1]?.messages.at(-1)?.text).toContain(
    "You may change test/price.test.js only, not src/price.js.",
  );
  expect(model.prompts[2]?.messages.at(-1)?.text).toContain(
    "You may change test/price.test.js only, not package.json.",
  );
  expect(state.workers.get("test-1")?.revisions[0]?.files).toHaveLength(1);
});

test("a test file is no target, and says so", async () => {
  using folder = shop();

  const { state } = await run(folder.path, scriptedModel([]), { agent: "test", files: ["test/tax.test.js"] });

  expect(state).toMatchObject({ status: "blocked", code: "usage" });
  expect(state.sentence).toContain("test/tax.test.js holds no code to write tests for.");
});

test("a project without any test gets its first", async () => {
  using folder = new TemporaryFolder();
  folder.write({ "package.json": sources["package.json"], "src/price.js": sources["src/price.js"] });
  const model = scriptedModel([propose({ find: "", replace: good })]);

  const { state } = await run(folder.path, model, request);

  expect(model.prompts[0]?.messages[0]?.text).toContain('=== example\nimport assert from "node:assert/strict";');
  expect(state.status).toBe("proved");
  expect(state.union[0]).toMatchObject({ verdict: "proved", sentence: expect.stringContaining("2 pass") });
});
