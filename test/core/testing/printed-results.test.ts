import { expect, test } from "vitest";
import type { Execution } from "../../../src/core/ports/command-runner.ts";
import { readPrintedResults } from "../../../src/core/testing/printed-results.ts";
import { customProject, customRunner } from "../../../src/core/testing/runners/custom.ts";

const ended: Execution = {
  rung: "none",
  exit: 0,
  ending: "exited",
  stdout: "",
  stderr: "",
  truncated: false,
  outputs: new Map(),
  ms: 5,
  overheadMs: 0,
};

function read(differing: Partial<Execution>) {
  return readPrintedResults({ ...ended, ...differing }, customProject("", ["make", "test"]), "/w");
}

const tap = `TAP version 13
# Subtest: sums
    # Subtest: adds
    ok 1 - adds # time=1ms
    not ok 2 - is \\#1
      ---
      error: |-
        wrong sum
      expected: 3
      actual: 2
      stack: |-
        Test.<anonymous> (file:///w/test/sum.js:4:5)
        sum (/w/src/sum.js:2:3)
      ...
    ok 3 - later # SKIP not now
    1..3
not ok 1 - sums
ok 2 - # TODO
ok 3 - alone
1..3
`;

test("TAP: subtests carry their parents' names, failures their values and frames", () => {
  expect(read({ stdout: tap, exit: 1 })).toEqual({
    problems: [],
    ms: 5,
    cases: [
      { file: ".", name: "sums > adds", status: "passed", frames: [] },
      {
        file: ".",
        name: "sums > is #1",
        status: "failed",
        message: "wrong sum",
        expected: "3",
        actual: "2",
        frames: [
          { path: "test/sum.js", line: 4 },
          { path: "src/sum.js", line: 2, name: "sum" },
        ],
      },
      { file: ".", name: "sums > later", status: "skipped", frames: [] },
      { file: ".", name: "test 2", status: "skipped", frames: [] },
      { file: ".", name: "alone", status: "passed", frames: [] },
    ],
  });
});

test("TAP that ends before its plan is met is a problem", () => {
  expect(read({ stdout: "1..3\nok 1 - a\nok 2 - b\n" }).problems).toHaveLength(1);
  expect(read({ stdout: "TAP version 13\nok 1 - a\n" }).problems).toHaveLength(1);
  expect(read({ stdout: "1..1\nok 1 - a\nBail out! no database\n" }).problems).toHaveLength(1);
  expect(read({ stdout: "1..0\n" }).problems).toHaveLength(1);
});

test("what is thrown outside of a TAP test fails as a whole, with the frames that lead to it", () => {
  const stderr = "TypeError: no x\n    at f (/w/src/a.js:3:1)\n    at main (/w/test/a.js:9:1)\n";

  const cut = read({ stdout: "TAP version 13\nok 1 - a\n", stderr, exit: 1 });
  const early = readPrintedResults(
    { ...ended, stderr, exit: 1 },
    customProject("", ["npx", "tape", "test/a.js"]),
    "/w",
  );
  const silent = read({ stdout: "TAP version 13\nok 1 - a\n", exit: 1 });

  for (const run of [cut, early])
    expect(run.problems).toEqual([
      {
        file: ".",
        message: "TypeError: no x",
        frames: [
          { path: "src/a.js", line: 3, name: "f" },
          { path: "test/a.js", line: 9, name: "main" },
        ],
      },
    ]);
  expect(cut.cases).toMatchObject([{ name: "a", status: "passed" }]);
  expect(silent.problems[0]?.message).toContain("ended before all were reported");
});

const junit = `<?xml version="1.0"?><testsuites><testsuite name="s"><testcase classname="a.B" name="one &lt;x&gt;" file="/w/t/b.py" line="3"/>
<testcase classname="a.B" name="two"><failure message="boom">Traceback:
  File "/w/t/b.py", line 9, in two
  File "/w/src/b.py", line 2, in inner
</failure></testcase><testcase name="three"><skipped/></testcase>
<testsuite name="inner"><testcase name="four"><error>it broke</error></testcase></testsuite></testsuite></testsuites>`;

test("JUnit: names, nested suites, failures with frames", () => {
  const outputs = new Map([["r.xml", junit]]);

  expect(read({ outputs, exit: 1 })).toMatchObject({
    problems: [],
    cases: [
      { file: "t/b.py", name: "a.B > one <x>", status: "passed", line: 3 },
      {
        name: "a.B > two",
        status: "failed",
        message: "boom",
        frames: [
          { path: "src/b.py", line: 2, name: "inner" },
          { path: "t/b.py", line: 9, name: "two" },
        ],
      },
      { name: "three", status: "skipped" },
      { name: "four", status: "failed", message: "it broke" },
    ],
  });
});

test("an unreadable or empty JUnit report is a problem, and so is one that contradicts the exit status", () => {
  expect(read({ outputs: new Map([["r.xml", "<testsuite><testcase"]]) }).problems).toHaveLength(1);
  expect(read({ outputs: new Map([["r.xml", "<testsuites/>"]]) }).problems).toHaveLength(1);
  const passing = '<testsuite><testcase name="a"/></testsuite>';
  expect(read({ outputs: new Map([["r.xml", passing]]), exit: 0 }).problems).toEqual([]);
  expect(read({ outputs: new Map([["r.xml", passing]]), exit: 2 }).problems).toHaveLength(1);
});

test("without a report the exit status is the result of one test named by the command", () => {
  expect(read({ stdout: "ok  \tpkg 0.2s\n" }).cases).toEqual([
    { file: ".", name: "make test", status: "passed", frames: [] },
  ]);
  expect(read({ stderr: "Error: at\n    at f (/w/a.js:3:1)", exit: 2 }).cases).toMatchObject([
    { name: "make test", status: "failed", frames: [{ path: "a.js", line: 3, name: "f" }] },
  ]);
});

test.each([
  "Ran 0 tests in 0.0s",
  "no tests to run",
  "  0 passing (1ms)",
  "No tests found",
  "# tests 0\n# pass 0",
  "collected 0 items",
])("a summary that says %j is not a pass", (stdout) => {
  expect(read({ stdout })).toMatchObject({
    cases: [],
    problems: [{ message: expect.stringMatching(/^No tests ran: write one first .*--test-command/) }],
  });
});

test("a zero beside other counts is nothing unusual", () => {
  expect(read({ stdout: "12 passed, 0 skipped\nTests: 0 failed, 12 passed" }).problems).toEqual([]);
  expect(read({ stdout: "running 0 tests\nrunning 3 tests\n3 passed" }).problems).toEqual([]);
});

test("a command that was stopped or killed has not passed", () => {
  expect(read({ ending: "timeout", exit: undefined, ms: 2000 }).problems[0]?.message).toBe(
    "The tests did not end within 2 s.",
  );
  expect(read({ ending: "not-started", exit: undefined, stderr: "spawn make ENOENT" }).problems[0]?.message).toContain(
    "ENOENT",
  );
  expect(read({ exit: undefined, stdout: "ok" }).problems).toHaveLength(1);
});

test("a report named in the command is asked for", () => {
  const project = customProject("go", ["gotestsum", "--junitfile={out}/go.xml"]);

  expect(customRunner.command(project, {}, 1000)).toMatchObject({ cwd: "go", outputs: ["go.xml"], argv: project.argv });
});
