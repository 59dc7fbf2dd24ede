import { mendState } from "../../node/mend-state.ts";
import { makeStateRoot, stateRoot } from "../../node/state-root.ts";
import { surveyRuns } from "../../node/survey-runs.ts";
import { plain } from "../terminal.ts";
import { applyRun, discardStoredRun, undoRun } from "./decide.ts";
import { findRun } from "./find-run.ts";
import { listRuns } from "./list-runs.ts";
import { resume } from "./resume.ts";
import type { RunsCommand } from "./run-verb.ts";
import { exportRun, replayRun, showRun } from "./show-run.ts";

/** One verb about runs that were; whatever a crash has left is mended first. Resolves to the exit code. */
export async function carryOutVerb(command: RunsCommand, signal: AbortSignal): Promise<number> {
  const state = stateRoot(process.env, process.platform);
  await makeStateRoot(state);
  for (const { root, paths, outcome } of await mendState(state))
    tell(`An apply of ${paths.length} files in ${root} was cut off: it was ${outcome}.`);
  const { runs, notices } = await surveyRuns(state);
  for (const notice of notices) tell(notice);
  if (command.verb === "runs") {
    await listRuns(command, runs);
    return 0;
  }
  const stored = await findRun(command, runs, state);
  switch (command.verb) {
    case "show":
      return showRun(command, stored, state);
    case "replay":
      return replayRun(command, stored, state);
    case "export":
      return exportRun(command, stored, state);
    case "resume":
      return resume(command, stored, signal);
    case "apply":
      return applyRun(command, stored, state);
    case "undo":
      return undoRun(command, stored, state);
    case "discard":
      return discardStoredRun(command, stored, state);
  }
}

function tell(sentence: string): void {
  process.stderr.write(`tessera: ${plain(sentence)}\n`);
}
