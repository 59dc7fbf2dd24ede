import { AppError, asAppError, throwIfCancelled } from "../app-error.ts";
import { pinned } from "../changes/pinned.ts";
import { hashText } from "../hash.ts";
import type { Message } from "../models/chat-model.ts";
import type { Files } from "../ports/files.ts";
import type { Assignment } from "./assignment.ts";
import { conclude } from "./conclude.ts";
import { converse, type Said } from "./converse.ts";
import { type Heard, hearCritic } from "./critic.ts";
import { firstMessage } from "./prompt.ts";
import { firstTestMessage } from "./prompt-tests.ts";
import type { Report } from "./report.ts";
import type { WorkerHost } from "./worker-host.ts";

/**
 * Carries out one assignment and ends in a report, whatever a model, a tool or a test does.
 *
 * The usual task is one turn: the first message holds what is needed, the model proposes, our code proves it.
 * Each proposal stands on the base alone, so that model and host always speak of the same text.
 * What is doubtful or large is read by a critic, and may be revised once.
 */
export async function work(assignment: Assignment, host: WorkerHost, signal: AbortSignal): Promise<Report> {
  const { agent, model } = host;
  const base = pinned(host.files);
  const said: Said = { best: undefined, lastWords: undefined };
  let heard: Heard | undefined;
  let failure: AppError | undefined;

  try {
    throwIfCancelled(signal);
    await checkBase(assignment, base);
    const first = await opening(assignment, base, host, signal);
    const turns = model.calls ?? agent.budget.calls;
    const taken = await converse({ assignment, base, first, turns, said }, host, signal);
    heard = await hearCritic({ assignment, base, first, turns: turns - taken, said }, host, signal);
    throwIfCancelled(signal);
  } catch (error) {
    failure = asAppError(error);
    if (failure === undefined) throw error;
  }
  return conclude(assignment, { ...said, heard, failure }, host);
}

/** Who is to be measured by mutants is shown some. */
async function opening(assignment: Assignment, base: Files, host: WorkerHost, signal: AbortSignal): Promise<Message> {
  const { agent, graph, survey, tell } = host;
  if (assignment.context.testFile === undefined) return firstMessage(assignment, agent, base, graph);
  tell({ type: "step", text: "Looking for mutants that today's tests do not notice" });
  const found = survey === undefined ? { trials: [], executed: 0 } : await survey(signal);
  return firstTestMessage(assignment, found, base, graph);
}

/** What was planned holds for the planned text alone: lines, failures, what is to blame. Throws `conflict` when a file has changed since. */
async function checkBase({ context }: Assignment, base: Files): Promise<void> {
  for (const [path, hash] of Object.entries(context.base)) {
    if (hash !== "" && hashText(await base.read(path)) !== hash)
      throw new AppError("conflict", `${path} was changed after its tests were run: start again.`);
  }
}
