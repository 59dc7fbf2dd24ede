import { afterAll, beforeAll, expect, test } from "vitest";
import { doctests } from "../../../src/core/evidence/checks/doctests.ts";
import type { Evidence } from "../../../src/core/evidence/evidence.ts";
import type { Command } from "../../../src/core/ports/command-runner.ts";
import type { Changes } from "../../../src/core/ports/files.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { type Bench, bareBench } from "../../support/bare-runner.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const subject = "middle.py";
const code = `import math


def middle(values):
    return sorted(values)[len(values) // 2]


class Box:
    def put(self, what):
        return [what]
`;

let bench: Bench;
beforeAll(async () => {
  bench = await bareBench("pytest");
});
afterAll(() => bench[Symbol.asyncDispose]());

/** What is said of a docstring for \`middle\` that holds these lines. */
async function examples(...lines: readonly string[]): Promise<Evidence> {
  const docstring = ["    r'''The middle one.", "", ...lines.map((line) => `    ${line}`), "    '''", ""].join("\n");
  const after = code.replace("(values):\n", (head) => head + docstring);
  const { runner, lookup } = bench;
  const context = {
    subject,
    base: memoryFiles({ [subject]: code }),
    changes: new Map([[subject, after]]),
    trees: syntaxTrees(),
    commands: {
      run: (command: Command, changes: Changes, signal: AbortSignal) =>
        runner.run(command, new Map([[subject, code], ...changes]), signal),
      which: runner.which,
      locate: lookup.locate,
    },
  };
  return await doctests.check(context, new AbortController().signal);
}

test("examples that give what they say are proved, helpers of theirs and imports included", async () => {
  expect(await examples(">>> middle([3, 1, 2])", "2")).toMatchObject({ verdict: "proved" });
  const more = [
    ">>> from middle import middle",
    ">>> import math, json",
    ">>> values = [3, 1, 2]",
    ">>> for n in (1, 3):",
    "...     print(middle(values * n))",
    "2",
    "2",
    ">>> math.floor(middle([2.5])), type(middle([1])).__name__",
    "(2, 'int')",
    ">>> middle([])",
    "Traceback (most recent call last):",
    "IndexError: list index out of range",
  ];
  expect(await examples(...more)).toMatchObject({
    verdict: "proved",
    sentence: "6 examples give what the documentation says.",
  });
});

test("an example that gives something else is refuted", async () => {
  expect(await examples(">>> middle([3, 1, 2])", "3")).toMatchObject({ verdict: "refuted" });
});

const wrong = [">>> middle([3, 1, 2])", "3"];
const forgeries: Readonly<Record<string, readonly string[]>> = {
  "the result written by itself": [
    ...wrong,
    `>>> import sys, os; _ = open(sys.argv[2], "w").write('{"tried": 1, "failed": []}'); os._exit(0)`,
  ],
  "the counter switched off": [">>> import __main__; __main__.Runner.keep = lambda *a: None", ...wrong],
  "the failures cleared": [...wrong, ">>> from __main__ import Runner; Runner.failed.clear()"],
  "what compares patched": [">>> import doctest; doctest.OutputChecker.check_output = lambda *a: True", ...wrong],
  "left out": [">>> middle([3, 1, 2])  # doctest: +SKIP", "3"],
  "the function replaced": [">>> middle = lambda values: 3", ...wrong],
  "the function defined anew": [">>> def middle(values): return 3", ...wrong],
  "the function imported from elsewhere": [">>> from statistics import mode as middle", ">>> middle([3])", "3"],
  "the function replaced from within": [
    ">>> def other():",
    "...     global middle",
    "...     middle = max",
    ">>> other()",
    ...wrong,
  ],
  "a method replaced": [">>> Box.put = lambda self, what: 3", ">>> Box().put(1)", "3"],
};

for (const [title, lines] of Object.entries(forgeries))
  test(`an example proves nothing with ${title}`, async () => {
    const { verdict, sentence } = await examples(...lines);
    expect(`${verdict} ${sentence}`).toMatch(
      /^(refuted|unknown) (The example .* (another meaning|skipped)|An example uses)/,
    );
  });

test("examples of Rust documentation are tests that were not run", async () => {
  const base = "pub fn one() -> i32 {\n    1\n}\n";
  const context = (docs: string) => ({
    subject: "a.rs",
    base: memoryFiles({ "a.rs": base }),
    changes: new Map([["a.rs", docs + base]]),
    trees: syntaxTrees(),
  });
  const { signal } = new AbortController();
  expect(await doctests.check(context("/// One.\n"), signal)).toMatchObject({ verdict: "proved" });
  expect(await doctests.check(context("/// One.\n///\n/// ```\n/// assert!(false);\n/// ```\n"), signal)).toMatchObject(
    {
      verdict: "unknown",
    },
  );
});
