import { expect, test } from "vitest";
import { propose } from "../../../src/core/models/scripted.ts";
import { answering } from "../../support/answering.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { hostileRefactors } from "./hostile-refactors.ts";

const head = (path: string) =>
  `import assert from "node:assert/strict";\nimport { test } from "node:test";\nimport * as m from "../${path}";\n`;

test("no way to do more than refactor is shown as proved, and what the contract forbids is not proposed", {
  timeout: 240_000,
}, async () => {
  using folder = new TemporaryFolder();
  folder.write({ "package.json": JSON.stringify({ type: "module", scripts: { test: "node --test" } }) });
  const cases = Object.entries(hostileRefactors).map(([what, one], index) => {
    const name = `d${String(index + 1).padStart(2, "0")}`;
    return { what, name, path: `src/${name}.js`, ...one };
  });
  for (const { name, path, text, test: body } of cases) {
    folder.write({ [path]: text });
    if (body !== undefined)
      folder.write({ [`test/${name}.test.js`]: `${head(path)}\ntest("it works", () => {\n  ${body}\n});\n` });
  }
  const before = folder.contents();
  const edits = new Map(cases.map((one) => [one.path, one.edits]));
  const model = answering((target, turn) => {
    const edit = edits.get(target);
    return edit === undefined || turn > 1 ? "I give up." : propose(edit, "Simplifies it.");
  });

  const request = { agent: "refactor", files: cases.map(({ path }) => path), concurrency: 3 };
  const { state, events } = await run(folder.path, model, request);

  const ends = new Map([...state.workers.values()].map(({ assignment, report }) => [assignment.target, report]));
  for (const { what, path, mayBeShown } of cases) {
    expect.soft(ends.get(path)?.status, what).not.toBe("proved");
    if (mayBeShown !== true) expect.soft(ends.get(path)?.changeSet, what).toBeUndefined();
  }
  const told = events
    .filter((event) => event.type === "tool" && !event.ok)
    .map((event) => (event.type === "tool" ? event.told : ""));
  expect(told.filter((sentence) => !/^Refused, and nothing was changed|You may change/.test(sentence))).toEqual([]);
  expect(folder.contents()).toEqual(before);
});
