import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { liveProgress, plainProgress, type Screen } from "../../src/cli/progress.ts";
import { columnsOf, palette } from "../../src/cli/terminal.ts";
import { reduce } from "../../src/core/run/reduce.ts";
import { emptyRunState } from "../../src/core/run/run-state.ts";
import { assignment, events, planned, report, reported, type Told } from "../support/run-parts.ts";

const baseline = {
  type: "baseline" as const,
  actor: "run",
  project: "",
  runner: "node:test",
  passed: 3,
  failed: 1,
  skipped: 0,
  problems: [],
  ms: 100,
  stamp: "s",
};
const step = (id: string, text: string) => ({ type: "step" as const, actor: id, text });
const assigned = (id: string) => ({ type: "assigned" as const, actor: "run", assignment: id, model: "offline" });
const ended = {
  type: "ended" as const,
  actor: "run",
  status: "proved" as const,
  sentence: "Proved.",
  spent: report("one", "proved").spent,
};

/** What each event makes the listener write, colours left out. */
function written(
  listener: typeof liveProgress | typeof plainProgress,
  size: { readonly columns: number; readonly rows: number },
  ...told: readonly Told[]
): readonly string[] {
  const writes: string[] = [];
  const screen: Screen = { size: () => size, write: (text) => void writes.push(text) };
  const listen = listener(screen, palette(false), () => 60_000);
  let state = emptyRunState("r1");
  for (const event of events(...told)) {
    state = reduce(state, event);
    listen(event, state);
  }
  return writes;
}

const wide = { columns: 80, rows: 24 };

test("plain progress is one line for each thing people want to know", () => {
  const plan = planned([assignment("one")]);
  const end = reported(report("one", "proved"));

  const lines = written(
    plainProgress,
    wide,
    baseline,
    plan,
    assigned("one"),
    step("one", "Asking the model"),
    end,
    ended,
  );

  expect(lines).toEqual([
    "node:test: 3 passed, 1 failed\n",
    "fix src/one.js: The failure comes through line 3 of it.\n",
    "fix src/one.js: Asking the model\n",
    "fix src/one.js: proved. What became of one.\n",
  ]);
});

test("of a large suite it is told whose tests were run, and on a small screen the workers stay", () => {
  const parts = ["a", "b", "c"].map((name) => ({ ...baseline, of: `src/${name}.js` }));
  const told = [planned([assignment("one")]), ...parts, assigned("one")] as const;

  expect(written(plainProgress, wide, ...told)).toContain("node:test, tests nearest to src/b.js: 3 passed, 1 failed\n");
  const last = written(liveProgress, { columns: 80, rows: 4 }, ...told).at(-1) ?? "";
  expect(last).toContain("src/one.js");
  expect(last).not.toContain("src/c.js");
});

test("T59: escape sequences of a model or a test do not reach the terminal", () => {
  const hostile = report("one", "proved", { summary: "\u001b]0;owned\u0007Fine\u001b[2J." });
  const told = [planned([assignment("one")]), reported(hostile)] as const;

  expect(written(plainProgress, wide, ...told).join("")).toContain("proved. Fine.");
  for (const text of written(liveProgress, wide, ...told))
    for (const sequence of text.split("\u001b").slice(1)) expect(sequence).toMatch(/^\[\d+[AJ]/);
});

test("the tree is drawn over itself, and gone at the end", () => {
  const writes = written(liveProgress, wide, baseline, planned([assignment("one")]), assigned("one"), ended);

  expect(writes[1]).toBe("\u001b[1A\u001b[0Jnode:test: 3 passed, 1 failed\n○ fix src/one.js  \n");
  expect(writes[2]).toContain("\u001b[2A\u001b[0J");
  expect(writes[2]).toContain("● fix src/one.js  57.0 s");
  expect(writes.at(-1)).toBe("\u001b[2A\u001b[0J");
});

test("no row is longer than the terminal is wide, however narrow and whatever the names", () => {
  const target = `src/${"deeply/".repeat(8)}漢字漢字.js`;
  const told = [
    baseline,
    planned([assignment("one", { target })]),
    assigned("one"),
    step("one", "Asking\nthe model"),
  ] as const;

  for (const columns of [20, 40, 79]) {
    const rows = written(liveProgress, { columns, rows: 24 }, ...told).flatMap((text) => text.split("\n"));
    for (const row of rows) expect(columnsOf(stripVTControlCharacters(row))).toBeLessThan(columns);
  }
});

test("with more workers than rows those under way stay in sight", () => {
  const ids = Array.from({ length: 30 }, (_, index) => `w${index}`);
  const plan = planned(ids.map((id) => assignment(id)));

  const last = written(liveProgress, { columns: 80, rows: 10 }, baseline, plan, assigned("w29")).at(-1) ?? "";

  const rows = last.split("\n").filter((row) => row !== "");
  expect(rows).toHaveLength(9);
  expect(rows.some((row) => row.startsWith("● fix src/w29.js"))).toBe(true);
  expect(rows.at(-1)).toBe("… and 23 more");
});

test("a question and its answer are not drawn over, and the tree goes on below them", () => {
  const question = { type: "asked" as const, kind: "user" as const, question: "Go on?", choices: [] };
  const plan = planned([assignment("one"), assignment("two")]);
  const before = [baseline, plan, assigned("one")] as const;
  const writes = written(
    liveProgress,
    wide,
    ...before,
    { ...question, actor: "one" },
    step("two", "Asking the model"),
    { type: "answered", kind: "user", actor: "user", cause: before.length + 1, choice: "Go on" },
    step("two", "Proving it"),
  );

  const [asked = "", answered = "", next = ""] = writes.slice(before.length);
  expect(writes).toHaveLength(before.length + 3);
  expect(asked).toContain("\u001b[3A");
  expect(answered).not.toContain("\u001b[");
  expect(answered).toContain("Asking the model");
  expect(next).toContain("\u001b[3A");
});
