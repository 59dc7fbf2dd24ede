import { expect, test } from "vitest";
import type { Detail } from "../../../src/core/evidence/detail.ts";
import { detailText } from "../../../src/core/evidence/detail-text.ts";

const textOf = (detail: Detail) => detailText(JSON.stringify(detail));

test("mutants are a table: those the new tests were tried on first, and by which test they were killed", () => {
  const text = textOf({
    kind: "mutants",
    path: "src/price.js",
    mutants: [
      { line: 3, operator: "return-value", diff: "-  return a;\n+  return 0;", before: "killed", by: "adds" },
      {
        line: 4,
        declaration: "discount",
        operator: "logic-or",
        diff: "-  if (a || b) {\n+  if (a && b) {",
        before: "survived",
        after: "killed",
        by: "gives `none`",
      },
    ],
  });

  expect(text.split("\n").slice(2)).toEqual([
    "| Line | Change | Tests |",
    "| --- | --- | --- |",
    "| 4 | `if (a \\|\\| b) {` → `if (a && b) {` | survived before, now killed by `` gives `none` `` |",
    "| 3 | `return a;` → `return 0;` | killed by `adds` |",
  ]);
});

test("tests are listed by file, and how many more there are", () => {
  const tests = [
    { file: "test/a.test.js", name: "adds", status: "passed" },
    { file: "test/b.test.js", name: "", status: "missing" },
  ];

  expect(textOf({ kind: "tests", tests, more: 1 })).toBe(
    "`test/a.test.js`\n\n- passed: `adds`\n\n`test/b.test.js`\n\n- missing: the whole file\n\nAnd 1 more test.",
  );
});

test("code that was broken on purpose is shown as a diff, with the test that failed by it", () => {
  const text = textOf({
    kind: "broken",
    tries: [
      {
        what: "line 4: comparison-boundary",
        path: "src/price.js",
        diff: "-  if (a >= b)\n+  if (a > b)",
        outcome: "noticed",
        test: "a total of 100",
        message: "expected ```10```",
      },
    ],
  });

  expect(text).toContain("`src/price.js`, line 4: comparison-boundary: a test fails: `a total of 100`");
  expect(text).toContain("```diff\n-  if (a >= b)\n+  if (a > b)\n```");
  expect(text).toContain("````\nexpected ```10```\n````");
});

test("names and diagnostics say what is new first", () => {
  const names = { path: "a.ts", before: 3, added: ["fresh"], removed: ["old"], changed: [{ was: "f()", is: "f(a)" }] };
  const found = [
    { path: "a.ts", line: 1, severity: "error", code: "TS1", message: "Old.", isNew: false },
    { path: "a.ts", line: 9, severity: "error", code: "TS2", message: "Type 'a|b' is <wrong>.", isNew: true },
  ];

  expect(textOf({ kind: "names", files: [names] })).toBe(
    "`a.ts`: 1 name as before.\n\n- gone: `old`\n- changed: `f()` became `f(a)`\n- new: `fresh`",
  );
  expect(textOf({ kind: "diagnostics", by: "tsc", found }).split("\n").slice(4)).toEqual([
    "| `a.ts`, line 9 | **new** error | TS2 Type 'a\\|b' is \\<wrong\\>. |",
    "| `a.ts`, line 1 | error | TS1 Old. |",
  ]);
});

test("what is no detail of today is shown as it is", () => {
  expect(detailText('{"kind":"later"}')).toBe('```\n{"kind":"later"}\n```');
  expect(detailText("plain ``` words")).toBe("````\nplain ``` words\n````");
});
