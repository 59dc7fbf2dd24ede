import { AppError, asAppError, throwIfCancelled } from "../app-error.ts";
import { pinned } from "../changes/pinned.ts";
import { hashText } from "../hash.ts";
import type { Message } from "../models/chat-model.ts";
import { routesOf } from "../models/routed-model.ts";
import { readSections, writeSections } from "../models/sections.ts";
import type { Files } from "../ports/files.ts";
import type { Assignment } from "./assignment.ts";
import { conclude } from "./conclude.ts";
import { converse, type Said } from "./converse.ts";
import { type Heard, hearCritic } from "./critic.ts";
import { firstMessage } from "./prompt.ts";
import { firstTestMessage } from "./prompt-tests.ts";
import { recall, record } from "./recorded-result.ts";
import type { Report } from "./report.ts";
import { shownDiff } from "./shown-diff.ts";
import { within } from "./within.ts";
import type { WorkerHost } from "./worker-host.ts";

/**
 * Carries out one assignment and ends in a report, whatever a model, a tool or a test does.
 *
 * The usual task is one turn: the first message holds what is needed, the model proposes, our code proves it.
 * Each proposal stands on the base alone, so that model and host always speak of the same text.
 * What is doubtful or large is read by a critic, and may be revised once.
 * A model that does not do is followed by the next tier's, which begins afresh with what is left of the budget.
 */
export async function work(assignment: Assignment, host: WorkerHost, signal: AbortSignal): Promise<Report> {
  const { agent, model, budget } = host;
  const routes = host.route === undefined ? routesOf(model, agent, host) : [host.route];
  const base = pinned(host.files);
  const said: Said = { best: undefined, lastWords: undefined, stopped: undefined, ended: undefined };
  let heard: Heard | undefined;
  let failure: AppError | undefined;
  using time = within(() => budget.leftMs(), signal);

  try {
    throwIfCancelled(signal);
    await checkBase(assignment, base);
    const first = host.manages?.opening ?? (await opening(assignment, base, host, time.signal));
    said.best = await recall({ assignment, base, first }, host, time.signal);
    let turns = model.calls ?? agent.budget.calls;
    const ways = said.best === undefined ? routes : [];
    for (const [index, route] of ways.entries()) {
      const next = ways[index + 1];
      const share = next === undefined ? turns : Math.ceil(turns / 2);
      const own = { ...host, worker: assignment.id, route };
      turns -= await converse({ assignment, base, first, turns: share, said }, own, time.signal);
      const isDone = said.best?.status === "proved" || said.best?.isFinal === true;
      if (next === undefined || said.ended !== undefined || isDone) {
        heard = await hearCritic({ assignment, base, first, turns, said }, own, time.signal);
        throwIfCancelled(time.signal);
        break;
      }
      const { id: from } = route.first;
      const { tier } = next;
      const why =
        said.stopped ?? `${from} ${said.best === undefined ? "proposed nothing" : "proposed nothing that is proved"}`;
      host.tell({ type: "escalated", from, to: next.first.id, ...(tier === undefined ? {} : { tier }), why });
      said.stopped = undefined;
      said.lastWords = undefined;
    }
    await record({ assignment, base, first }, said.best, host);
  } catch (error) {
    failure = time.isOver && asAppError(error, "cancelled") ? budget.overtime() : asAppError(error);
    if (failure === undefined) throw error;
  }
  return conclude(assignment, { ...said, heard, failure }, host);
}

/** Who is to be measured by mutants is shown some; what it proposed before, and what others of the run have posted, stand at the end. */
async function opening(assignment: Assignment, base: Files, host: WorkerHost, signal: AbortSignal): Promise<Message> {
  const first = await ownOpening(assignment, base, host, signal);
  const more = [
    { kind: "proposed", title: "before, and not in the file", body: shownDiff(host.earlier ?? []) },
    { kind: "facts", title: "", body: host.facts?.lines ?? "" },
  ].filter(({ body }) => body !== "");
  return more.length === 0 ? first : { ...first, text: writeSections([...readSections(first.text), ...more]) };
}

async function ownOpening(
  assignment: Assignment,
  base: Files,
  host: WorkerHost,
  signal: AbortSignal,
): Promise<Message> {
  const { agent, graph, survey, tell } = host;
  if (assignment.context.testFile === undefined) {
    const first = await firstMessage(assignment, agent, base, graph);
    if (host.model.triesChanges === undefined) return first;
    const { withExecuted } = await import("./prompt-executed.ts");
    return withExecuted(first, assignment, { ...host, files: base }, signal);
  }
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
