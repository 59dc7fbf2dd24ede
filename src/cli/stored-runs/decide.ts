import { AppError } from "../../core/app-error.ts";
import type { Path } from "../../core/ports/files.ts";
import { acceptRun } from "../../node/accept-run.ts";
import { discardRun, proposedPaths } from "../../node/discard-run.ts";
import type { StoredRun } from "../../node/run-store.ts";
import { withStoredRun } from "../../node/stored-run.ts";
import { carryOutUndo, planUndo } from "../../node/undo-run.ts";
import { namedFile } from "../named-file.ts";
import { jsonLines } from "../run-agent.ts";
import { plain } from "../terminal.ts";
import { typedLine } from "../typed-line.ts";
import type { RunsCommand } from "./run-verb.ts";

/** Writes what is proved to the user's files. */
export async function applyRun(
  command: RunsCommand,
  { state: { run }, root }: StoredRun,
  state: string,
): Promise<number> {
  const confirmed = new Set(command.confirm.map((path) => namedFile(path, root)));
  const { written, merged, left } = await withStoredRun(state, run, listeners(command), (open) =>
    acceptRun(open, confirmed),
  );
  const said = written.length === 0 ? "Nothing is left to apply." : `Applied to your files: ${written.join(", ")}.`;
  const notes = merged.map(
    (path) => `${path} was edited meanwhile: the proof is not about the merged text, so run your tests.`,
  );
  tell(command, [said, ...notes, ...left]);
  return 0;
}

/** Takes back what the run has written, once the files are told; --plan stops there. */
export async function undoRun(command: RunsCommand, { state: { run } }: StoredRun, state: string): Promise<number> {
  await withStoredRun(state, run, listeners(command), async (open) => {
    const undo = await planUndo(open);
    if (undo.steps.length === 0) {
      tell(command, ["Nothing of this run is in your files: there is nothing to undo."]);
      return;
    }
    tell(command, [...listed("This takes back what the run wrote to", undo.paths), "Your later edits stay."]);
    if (command.plan) return;
    if (!command.yes && isTerminal() && !(await agreed("Undo?"))) return;
    await carryOutUndo(open, undo);
    tell(command, ["Undone."]);
  });
  return 0;
}

/** Takes the run's proposals away, once it is told what is lost and the user has said so. */
export async function discardStoredRun(
  command: RunsCommand,
  { state: { run } }: StoredRun,
  state: string,
): Promise<number> {
  await withStoredRun(state, run, listeners(command), async (open) => {
    const paths = proposedPaths(open.log.state);
    const cutOff =
      open.log.state.status === "working" ? ["The run was cut off, and could not be resumed any more."] : [];
    tell(command, [...listed("This loses for good what the run proposes for", paths), ...cutOff]);
    if (command.plan) return;
    if (!command.yes && !isTerminal())
      throw new AppError("usage", `Nothing was discarded: say so with tessera discard ${run} --yes.`);
    if (!command.yes && !(await agreed("Discard?"))) return;
    await discardRun(open);
    tell(command, ["Discarded. What was applied before stays in your files."]);
  });
  return 0;
}

function listed(head: string, paths: readonly Path[]): readonly string[] {
  return paths.length === 0 ? [`${head} no file.`] : [`${head}:`, ...paths.map((path) => `  ${path}`)];
}

function listeners({ json }: RunsCommand) {
  return json ? [jsonLines] : [];
}

function tell({ json }: RunsCommand, lines: readonly string[]): void {
  const stream = json ? process.stderr : process.stdout;
  for (const line of lines) stream.write(`${plain(line)}\n`);
}

function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

async function agreed(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await typedLine(`${question} [y/N] `));
}
