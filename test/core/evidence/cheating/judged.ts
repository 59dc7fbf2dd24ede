import type { CheckContext } from "../../../../src/core/evidence/check.ts";
import { noCheating } from "../../../../src/core/evidence/checks/no-cheating.ts";
import type { Evidence } from "../../../../src/core/evidence/evidence.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../../support/memory-files.ts";
import { type DiffCase, proposed } from "./diff-case.ts";

const trees = syntaxTrees();

/** What no-cheating says about a case. */
export function judged(one: DiffCase): Promise<Evidence> {
  const isPython = one.path.endsWith(".py");
  const testFile = isPython ? "tests/test_subject.py" : "test/subject.test.js";
  const named = [{ file: testFile, name: isPython ? "test_works" : "works", status: "failed" as const, frames: [] }];
  const context: CheckContext = {
    subject: one.path,
    base: memoryFiles({ "package.json": "{}", ...one.files, [one.path]: one.base, [testFile]: one.test }),
    changes: new Map([[one.path, proposed(one)]]),
    trees,
    tests: {
      project: { folder: "", runner: "node-test", argv: ["node"], testFiles: [testFile] },
      named,
      baseline: unused,
      run: unused,
      related: unused,
      stamp: unused,
      baselineStamp: () => undefined,
      trace: unused,
    },
  };
  return noCheating.check(context, new AbortController().signal);
}

async function unused(): Promise<never> {
  throw new Error("A pure check executes nothing.");
}
