import { expect, test } from "vitest";
import type { CheckContext } from "../../../src/core/evidence/check.ts";
import { verify } from "../../../src/core/evidence/verify.ts";
import { findProject } from "../../../src/core/testing/project.ts";
import { makeTestBench } from "../../../src/core/testing/test-bench.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { type Bench, bareBench } from "../../support/bare-runner.ts";

const signal = new AbortController().signal;
const subject = "src/cart.js";

/** The fixture's cart under `node --test`, with one of its lines changed. */
async function changed(
  { root, lookup, runner }: Bench,
  find: string,
  replace: string,
  named: string,
): Promise<CheckContext> {
  const project = await findProject(subject, lookup);
  const tests = makeTestBench({
    root,
    files: lookup.files,
    paths: lookup.paths,
    execute: (command, changes, abort) => runner.run(command, changes, abort),
  });
  const baseline = await tests.baseline(project, signal);
  const text = await lookup.files.read(subject);
  return {
    subject,
    base: lookup.files,
    changes: new Map([[subject, text.replace(find, replace)]]),
    trees: syntaxTrees(),
    tests: {
      project,
      named: baseline.cases.filter((one) => one.name.endsWith(named)),
      baseline: (abort) => tests.baseline(project, abort),
      run: (selection, changes, abort) => tests.run(project, selection, changes, abort),
      related: async () => project.testFiles,
      stamp: () => tests.stamp(project),
      baselineStamp: () => tests.baselineStamp(project),
      trace: (selection, changes, abort) => tests.trace(project, selection, changes, abort),
    },
  };
}

const contract = ["no-cheating", "named-tests-pass", "related-still-pass", "control"];

test("a repair is proved on a real test runner", async () => {
  await using bench = await bareBench("node-test");
  const context = await changed(bench, "* line.count + 1", "* line.count", "adds up");

  const evidence = await verify(contract, context, signal);

  expect(evidence.map(({ check, verdict }) => [check, verdict])).toEqual(contract.map((check) => [check, "proved"]));
  expect(evidence[1]?.sentence).toBe("1 failing test passes.");
  expect(evidence[2]?.sentence).toBe("4 related tests still pass.");
});

test("a fixed answer passes the test on a real runner and is refuted before it runs", async () => {
  await using bench = await bareBench("node-test");
  const context = await changed(
    bench,
    "  return sum;",
    "  if (lines[0]?.price === 2) return 6;\n  return 0;",
    "adds up",
  );

  const evidence = await verify(contract, context, signal);
  const alone = await verify(["named-tests-pass"], context, signal);

  expect(alone[0]?.verdict).toBe("proved");
  expect(evidence[0]).toMatchObject({ check: "no-cheating", verdict: "refuted" });
});
