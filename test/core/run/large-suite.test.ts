import { expect, test } from "vitest";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const tested = (name: string, module: string, what: string) => `import assert from "node:assert/strict";
import { test } from "node:test";
import { ${name} } from "${module}";

test("${name}", () => {
  assert.equal(${what});
});
`;

/** A project of so many test files that they are not all run for one source. */
function large(): TemporaryFolder {
  const folder = new TemporaryFolder();
  const others = Array.from({ length: 50 }, (_, index) => [
    `test/other-${index}.test.js`,
    'import { test } from "node:test";\ntest("nothing", () => {});\n',
  ]);
  folder.write({
    "package.json": JSON.stringify({ name: "shop", type: "module", scripts: { test: "node --test" } }),
    "src/tax.js": "export function tax(amount) {\n  var rate = amount > 100 ? 0.2 : 0.1;\n  return amount * rate;\n}\n",
    "src/bill.js": 'import { tax } from "./tax.js";\n\nexport const bill = (amount) => amount + tax(amount);\n',
    "src/shop.js": 'import { bill } from "./bill.js";\n\nexport const shop = (amount) => bill(amount);\n',
    "test/bill.test.js": tested("bill", "../src/bill.js", "bill(200), 240"),
    "test/shop.test.js": tested("shop", "../src/shop.js", "shop(10), 11"),
    ...Object.fromEntries(others),
  });
  return folder;
}

test("in a large suite a refactoring is measured by the tests that reach its file, and at the end by all", {
  timeout: 120_000,
}, async () => {
  using folder = large();
  const model = scriptedModel([propose({ find: "  var rate", replace: "  const rate" })]);

  const { state, events } = await run(folder.path, model, { agent: "refactor", files: ["src/tax.js"] });

  expect(state.status).toBe("proved");
  expect(state.baselines).toMatchObject([{ of: "src/tax.js", passed: 2, failed: 0 }]);
  const executions = events.filter((event) => event.type === "asked" && event.kind === "execution");
  const files = executions.map(({ argv }) => argv.filter((word) => word.endsWith(".test.js")).length);
  expect(files.slice(0, -1).every((count) => count === 2)).toBe(true);
  expect(files.at(-1)).toBe(0);
  expect(state.union).toMatchObject([{ sentence: "Together: the whole suite was run, 52 pass." }]);
});

test("in a large suite new tests are measured by the nearest, and the sentence says how many there are", {
  timeout: 120_000,
}, async () => {
  using folder = large();
  const reach = Array.from({ length: 3 }, (_, index) => [
    `test/far-${index}.test.js`,
    tested("shop", "../src/shop.js", "shop(20), 22"),
  ]);
  folder.write(Object.fromEntries(reach));
  const text = tested("tax", "../src/tax.js", "tax(100), 10");
  const model = scriptedModel([propose({ find: "", replace: text })]);

  const { state } = await run(folder.path, model, { agent: "test", files: ["src/tax.js"] });

  const evidence = state.workers.get("test-1")?.report?.evidence ?? [];
  expect(state.status).toBe("proved");
  expect(state.baselines).toMatchObject([{ of: "src/tax.js", passed: 3 }]);
  expect(evidence.find(({ check }) => check === "mutant-killed")?.sentence).toContain(
    "that survived today's tests in the nearest 3 of 5 test files",
  );
});
