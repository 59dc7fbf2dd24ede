import { readFile, writeFile } from "node:fs/promises";
import { AppError, asAppError } from "../../core/app-error.ts";
import { unifiedDiff } from "../../core/changes/unified-diff.ts";
import { exportText } from "../../core/run/export-run.ts";
import { standing } from "../../core/run/outcome.ts";
import { proposedTexts } from "../../core/run/proposed-texts.ts";
import { reduce } from "../../core/run/reduce.ts";
import { emptyRunState, type RunState } from "../../core/run/run-state.ts";
import { openBlobStore } from "../../node/blob-store.ts";
import { journalFile } from "../../node/journal.ts";
import type { StoredRun } from "../../node/run-store.ts";
import { standingOf } from "../../node/survey-runs.ts";
import { plainProgress } from "../progress.ts";
import { resultText } from "../result.ts";
import { colours } from "../run-agent.ts";
import { plain } from "../terminal.ts";
import { summaryOf } from "./list-runs.ts";
import type { RunsCommand } from "./run-verb.ts";

/** What the run came to, as it was shown at its end. */
export async function showRun({ json, explain }: RunsCommand, stored: StoredRun, state: string): Promise<number> {
  if (json) process.stdout.write(`${JSON.stringify(summaryOf(stored))}\n`);
  else process.stdout.write(await endOf(stored, state, explain));
  return 0;
}

/** Every event once more, in its order, and the end: from the journal and nothing else. */
export async function replayRun({ json, explain }: RunsCommand, stored: StoredRun, state: string): Promise<number> {
  if (json) {
    const lines = (await readFile(journalFile(state, stored.state.run), "utf8")).split("\n", stored.events.length);
    process.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return 0;
  }
  const screen = { size: () => ({ columns: 80, rows: 24 }), write: (text: string) => void process.stdout.write(text) };
  const listen = plainProgress(screen);
  let now: RunState = emptyRunState(stored.state.run);
  for (const event of stored.events) {
    now = reduce(now, event);
    listen(event, now);
  }
  process.stdout.write(await endOf(stored, state, explain));
  return 0;
}

/** One Markdown document, to stdout or to a file. */
export async function exportRun({ to }: RunsCommand, stored: StoredRun, state: string): Promise<number> {
  const text = await exportText(shown(stored), openBlobStore(state));
  if (to === undefined || to === "-") {
    process.stdout.write(process.stdout.isTTY ? plain(text) : text);
    return 0;
  }
  try {
    await writeFile(to, text);
  } catch (error) {
    throw new AppError("usage", `${to} cannot be written: name a file in a folder that you may write.`, {
      cause: error,
    });
  }
  return 0;
}

async function endOf(stored: StoredRun, state: string, explain: boolean): Promise<string> {
  const blobs = openBlobStore(state);
  const diffs = new Map<string, string>();
  const notes: string[] = [];
  for (const worker of standing(stored.state)) {
    try {
      diffs.set(worker.assignment.id, unifiedDiff(await proposedTexts(worker, blobs)));
    } catch (error) {
      const expected = asAppError(error, "not-found");
      if (expected === undefined) throw error;
      notes.push(`The change to ${worker.assignment.target} cannot be shown. ${expected.message}`);
    }
  }
  const undone = stored.state.applied.filter((applied) => applied.undone !== undefined).length;
  if (undone > 0) notes.push("What was applied of it was undone.");
  const inForce = stored.state.applied.filter((applied) => applied.undone === undefined);
  return resultText({ ...shown(stored), applied: inForce }, diffs, colours(process.stdout), { explain, notes });
}

/** The state in which a run without an end is shown. */
function shown({ state }: StoredRun): RunState {
  const status = standingOf(state);
  if (state.status !== "working") return state;
  const sentence =
    status === "working"
      ? `It is under way in process ${state.origin?.process?.pid}.`
      : `It was cut off before it ended: tessera resume ${state.run} goes on with it.`;
  return { ...state, status, sentence };
}
