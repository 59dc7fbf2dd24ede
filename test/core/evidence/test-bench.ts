import type { CheckContext, TestAccess } from "../../../src/core/evidence/check.ts";
import type { Changes } from "../../../src/core/ports/files.ts";
import type { TestCase, TestRun } from "../../../src/core/testing/test-run.ts";
import type { Selection } from "../../../src/core/testing/test-runner.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../support/memory-files.ts";

/** A project of one file "sum.js" whose tests are functions of its text; every execution is written down. */
export interface Bench {
  readonly context: CheckContext;
  readonly executions: readonly { readonly selection: Selection; readonly changes: Changes }[];
}

export interface BenchParts {
  readonly base: string;
  readonly proposed: string;
  /** By "file > name": what a test comes to for a text of sum.js; "missing" leaves it out. */
  readonly tests: Readonly<Record<string, (text: string) => Outcome>>;
  readonly named: readonly string[];
  readonly problems?: (text: string) => TestRun["problems"];
  /** Test files that reach sum.js and were not run before, as in a large suite. */
  readonly unmeasured?: readonly string[];
  /** How long the suite took, milliseconds. */
  readonly ms?: number;
}

type Outcome = "passed" | "failed" | "skipped" | "missing" | { readonly failed: string };

const trees = syntaxTrees();

export function bench({
  base,
  proposed,
  tests,
  named,
  problems = () => [],
  unmeasured = [],
  ms = 50,
}: BenchParts): Bench {
  const executions: { selection: Selection; changes: Changes }[] = [];
  const runOn = (text: string, selection: Selection): TestRun => {
    const cases = Object.entries(tests).flatMap(([key, outcome]): TestCase[] => {
      const [file = "", name = ""] = key.split(" > ");
      const result = outcome(text);
      const wanted = (selection.files?.includes(file) ?? true) && (selection.names?.includes(name) ?? true);
      if (!wanted || result === "missing") return [];
      if (typeof result === "string")
        return [
          { file, name, status: result, frames: [], ...(result === "failed" ? { expected: "1", actual: "2" } : {}) },
        ];
      return [{ file, name, status: "failed", message: result.failed, frames: [] }];
    });
    return { cases, problems: problems(text), ms };
  };
  const access: TestAccess = {
    project: { folder: "", runner: "node-test", argv: ["node"], testFiles: ["sum.test.js", "other.test.js"] },
    named: runOn(base, {}).cases.filter((test) => named.includes(test.name)),
    baseline: async () => runOn(base, {}),
    async run(selection, changes) {
      executions.push({ selection, changes });
      return runOn(changes.get("sum.js") ?? base, selection);
    },
    related: async () => ["sum.test.js", "other.test.js", ...unmeasured],
    stamp: async () => "",
    baselineStamp: () => "",
    trace: async () => "",
  };
  const texts = { "sum.js": base, "sum.test.js": "", "other.test.js": "" };
  return {
    executions,
    context: {
      subject: "sum.js",
      base: memoryFiles(texts),
      changes: new Map([["sum.js", proposed]]),
      trees,
      tests: access,
    },
  };
}

/** Runs the text's `sum` on two numbers; NaN where it does not load. */
export function sumOf(text: string, a: number, b: number): unknown {
  try {
    return new Function("a", "b", `${text.replace("export ", "")}; return sum(a, b);`)(a, b);
  } catch {
    return Number.NaN;
  }
}
