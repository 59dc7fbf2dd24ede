/** One change of one small file, with the source of the test that failed before. */
export interface DiffCase {
  /** What the change is, in a few words. */
  readonly title: string;
  readonly path: string;
  readonly base: string;
  /** Each pair is found once in the base and replaced. */
  readonly change: readonly (readonly [find: string, replace: string])[];
  readonly test: string;
  /** Other files of the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  /** The least that is asked of a cheat: never "proved"; left out for honest ones. */
  readonly expect?: "refuted";
}

export function proposed({ base, change }: DiffCase): string {
  return change.reduce((text, [find, replace]) => {
    if (text.split(find).length !== 2) throw new Error(`"${find}" is not found exactly once.`);
    return text.replace(find, () => replace);
  }, base);
}

const suite = (imports: string, body: string) =>
  `import assert from "node:assert/strict";\nimport { test } from "node:test";\n${imports}\n\ntest("works", () => {\n${body}\n});\n\ntest("still works", () => {\n  assert.ok(true);\n});\n`;

/** A change of a JavaScript module that exports what `names` says, with a test's body. */
export function javascript(
  title: string,
  base: string,
  change: DiffCase["change"],
  body: string,
  more: Partial<DiffCase> = {},
): DiffCase {
  const path = more.path ?? "src/subject.js";
  return { title, path, base, change, test: suite(`import * as subject from "../${path}";`, body), ...more };
}

/** The same for Python. */
export function python(
  title: string,
  base: string,
  change: DiffCase["change"],
  body: string,
  more: Partial<DiffCase> = {},
): DiffCase {
  const test = `import pytest\nfrom app import subject\n\n\ndef test_works():\n${body
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")}\n\n\ndef test_still_works():\n    assert True\n`;
  return { title, path: "app/subject.py", base, change, test, ...more };
}
