import { diffLines } from "../changes/line-diff.ts";
import { splitLines, withoutLineEnd } from "../changes/lines.ts";
import type { Path } from "../ports/files.ts";
import type { TestCase, TestRun } from "../testing/test-run.ts";
import { outcomeOf } from "./control-outcome.ts";
import type { BrokenTry } from "./detail.ts";
import { resultsOf } from "./named-tests.ts";

/** A text that was broken on purpose. */
interface Broken {
  readonly path: Path;
  readonly text: string;
  /** As it is told: "line 12: return-value", or what was broken. */
  readonly what: string;
  /** The text as it is proposed. */
  readonly proposed: string;
}

const longestMessage = 400;

/** What tests said of a text that was broken on purpose, with what is needed to look at it. */
export function brokenTry({ path, text, what, proposed }: Broken, run: TestRun, tests: readonly TestCase[]): BrokenTry {
  const outcome = outcomeOf(run, tests);
  const failed = resultsOf(tests, run).find(({ status }) => status === "failed");
  const title = failed?.test.name === "" ? failed.test.file : failed?.test.name;
  const message = failed?.shown?.message?.slice(0, longestMessage);
  return {
    what,
    path,
    diff: diffOf(proposed, text),
    outcome,
    ...(title === undefined ? {} : { test: title }),
    ...(message === undefined ? {} : { message }),
  };
}

function diffOf(proposed: string, broken: string): string {
  const [before, after] = [splitLines(proposed), splitLines(broken)];
  const rows = diffLines(before, after).flatMap(({ oldStart, oldEnd, newStart, newEnd }) => [
    ...before.slice(oldStart, oldEnd).map((line) => `-${withoutLineEnd(line)}`),
    ...after.slice(newStart, newEnd).map((line) => `+${withoutLineEnd(line)}`),
  ]);
  return rows.join("\n");
}
