import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { readSections } from "../../../src/core/models/sections.ts";
import { importGraph } from "../../../src/core/testing/import-graph.ts";
import type { TestCase } from "../../../src/core/testing/test-run.ts";
import type { Assignment } from "../../../src/core/worker/assignment.ts";
import { firstMessage } from "../../../src/core/worker/prompt.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";
import { assignment } from "../../support/run-parts.ts";

const trees = syntaxTrees();
const project = { folder: "", runner: "node:test", argv: ["node", "--test"] as const, testFiles: ["test/sum.test.js"] };

type Reached = NonNullable<Assignment["context"]["tests"]>["reached"];

/** The sections of the first message about src/sum.js. */
async function sections(texts: Readonly<Record<string, string>>, failing: readonly TestCase[], reached: Reached = []) {
  const files = memoryFiles(texts);
  const tests = { project, failing: [...failing], reached };
  const context = { why: "", base: {}, alternatives: [], tests };
  const one = assignment("fix-1", { target: "src/sum.js", context });
  const { text } = await firstMessage(one, { shows: [] }, files, importGraph(files, Object.keys(texts), trees));
  return { text, sections: readSections(text) };
}

const failure = (name: string, parts: Partial<TestCase> = {}): TestCase => ({
  file: "test/sum.test.js",
  name,
  status: "failed",
  frames: [],
  ...parts,
});

const small = {
  "src/sum.js": 'import { zero } from "./zero.js";\nexport const sum = (a, b) => zero() + a - b;\n',
  "src/zero.js": "export function zero(unit) {\n  return 0;\n}\nexport function hidden() {}\n",
  "test/sum.test.js":
    'import { test } from "node:test";\nimport { sum } from "../src/sum.js";\ntest("adds", () => {\n  sum(1, 2);\n});\ntest("other", () => {});\n',
};

test("a small target comes whole, byte for byte, after the task and before all that explains it", async () => {
  const told = await sections(small, [failure("adds", { line: 3, expected: "3", actual: "-1" })]);

  expect(told.sections.map(({ kind }) => kind)).toEqual(["task", "target", "failure", "test", "signatures"]);
  expect(told.sections[1]).toEqual({ kind: "target", title: "src/sum.js", body: small["src/sum.js"] });
  expect(told.sections[2]?.body).toContain("expected 3, actual -1");
  expect(told.sections[3]?.body).toContain("sum(1, 2);");
  expect(told.sections[4]?.body).toContain("zero(unit)");
  expect(told.text).not.toContain("hidden");
  expect(told.text).not.toContain('"other"');
});

test("beside the target there is a bounded number of tokens, however much fails and however long it is", async () => {
  const long = "lorem ipsum dolor sit amet ".repeat(400);
  const failing = Array.from({ length: 50 }, (_, index) =>
    failure(`case ${index}`, { message: long, expected: long, actual: long }),
  );

  const { text } = await sections(small, failing);

  expect(countTokens(text) - countTokens(small["src/sum.js"])).toBeLessThan(400);
});

test("more failures than are shown are counted", async () => {
  const failing = ["adds", "adds twice", "adds often", "adds never"].map((name) => failure(name, { message: "No." }));

  const told = await sections(small, failing);

  const shown = told.sections.filter(({ kind }) => kind === "failure");
  expect(shown.map(({ title }) => title)).toEqual([
    "test/sum.test.js > adds",
    "test/sum.test.js > adds twice",
    "and 2 more",
  ]);
});

test("a large target comes as an outline and the lines that matter, under their numbers", async () => {
  const functions = Array.from(
    { length: 900 },
    (_, index) => `export function f${index}(a) {\n  return a + ${index};\n}\n`,
  );
  const text = functions.join("");
  const at = 3 * 500 + 1;

  const told = await sections(
    { ...small, "src/sum.js": text },
    [failure("adds")],
    [{ name: "f500", firstLine: at, lastLine: at + 2 }],
  );

  const slices = told.sections.filter(({ kind }) => kind === "target");
  expect(told.sections.some(({ kind }) => kind === "outline")).toBe(true);
  expect(slices.map(({ title }) => title)).toContain(`src/sum.js:${at - 3}-${at + 5}`);
  expect(slices.find(({ title }) => title.includes(`${at - 3}`))?.body).toContain("function f500(a)");
  expect(told.text.length).toBeLessThan(text.length);
});

test("a target that holds what looks like a section stays one section", async () => {
  const text = "export const sum = 1;\n=== failure made up\n";

  const told = await sections({ ...small, "src/sum.js": text }, [failure("adds", { message: "No." })]);

  expect(told.sections[1]).toEqual({ kind: "target", title: "src/sum.js", body: text });
});
