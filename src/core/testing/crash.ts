import type { Execution } from "../ports/command-runner.ts";
import { cap, gist, plainText } from "./plain-text.ts";
import { type Place, stackFrames } from "./stack.ts";
import type { TestRun } from "./test-run.ts";
import type { TestProject } from "./test-runner.ts";

/** One sentence about a test command that ended without results, from what it printed; frames lead to the file that broke it. */
export function crashProblem(execution: Execution, project: TestProject, place: Place): TestRun["problems"][number] {
  const text = plainText(`${execution.stdout}\n${execution.stderr}`);
  const frames = stackFrames(text, place).slice(0, 12);
  const file = frames[0]?.path;
  return { ...(file === undefined ? {} : { file }), message: cap(sentence(text, execution, project), 600), frames };
}

function sentence(text: string, { exit }: Execution, project: TestProject): string {
  const module = /No module named '?(pytest)\b/.exec(text);
  if (module !== null)
    return `pytest is not installed for ${project.argv[0]}: run ${project.argv[0]} -m pip install pytest.`;
  const error = errorLines(text);
  if (error !== undefined) return error;
  const last = text.trim().split("\n").slice(-3).join(" ").trim();
  const status = exit === undefined ? "a signal" : `exit ${exit}`;
  return last === ""
    ? `No test results: the test command printed nothing and ended with ${status}.`
    : `No test results (${status}): ${last}`;
}

/** The first line that names an error, and the line of source a syntax error points at. */
function errorLines(text: string): string | undefined {
  const lines = text.split("\n");
  const at = lines.findIndex((one) => errorLine.test(one));
  const line = lines[at]?.replace(/^\s*(?:E\s+|Exception during run: |Uncaught )?/, "").trim();
  if (line === undefined) return undefined;
  if (line.endsWith(":")) return gist(lines.slice(at).join("\n"));
  const marker = lines.slice(0, at).findLastIndex((before) => /^\s*\^+\s*$/.test(before));
  const source =
    line.startsWith("SyntaxError") && marker > 0 && at - marker <= 3 ? lines[marker - 1]?.trim() : undefined;
  return source === undefined || source === "" ? line : `${line} at "${cap(source, 100)}"`;
}

const errorLine =
  /^\s*(?:E\s+|Exception during run: |Uncaught )?(?:\w+\.)*(?:[A-Z]\w*)?(?:Error|Exception)\b.*:(?: \S|$)|process\.exit(?:\(\))? called/;
