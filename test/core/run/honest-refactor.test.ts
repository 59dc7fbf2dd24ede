import { expect, test } from "vitest";
import { propose } from "../../../src/core/models/scripted.ts";
import { answering } from "../../support/answering.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { honestRefactors } from "./honest-refactors.ts";

test("of 25 honest refactorings at least 24 are not refused, and at least 20 are proved", {
  timeout: 240_000,
}, async () => {
  using folder = new TemporaryFolder();
  folder.write({ "package.json": JSON.stringify({ type: "module", scripts: { test: "node --test" } }) });
  for (const { path, text, test: body } of honestRefactors) {
    const name = path.replace(/^src\/(.*)\.js$/, "test/$1.test.js");
    const head = `import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport * as m from "../${path}";\n`;
    folder.write({
      [path]: text,
      [name]: `${head}\ntest("it works", async () => {\n  ${body.replaceAll("\n", "\n  ")}\n});\n`,
    });
  }
  const edits = new Map(honestRefactors.map((one) => [one.path, one.edits]));
  const model = answering((target, turn) => {
    const edit = edits.get(target);
    return edit === undefined || turn > 1 ? "No more." : propose(edit, "Simplifies it.");
  });

  const { state } = await run(folder.path, model, { agent: "refactor", files: [...edits.keys()], concurrency: 3 });

  const workers = [...state.workers.values()];
  const sentences = workers
    .filter(({ report }) => report?.status !== "proved")
    .map(({ assignment, report }) => {
      const open = report?.evidence.filter(({ verdict }) => verdict !== "proved").map(({ sentence }) => sentence);
      return `${assignment.target} ${report?.status}: ${open?.join(" ") || report?.problem?.sentence}`;
    });
  const refused = workers.filter(({ report }) => report?.changeSet === undefined);
  expect(workers).toHaveLength(25);
  expect(refused.length, sentences.join("\n")).toBeLessThanOrEqual(1);
  expect(workers.length - sentences.length, sentences.join("\n")).toBeGreaterThanOrEqual(20);
});
