import { AppError, asAppError, throwIfCancelled } from "../app-error.ts";
import { Overlay } from "../changes/overlay.ts";
import { pinned } from "../changes/pinned.ts";
import { hashText } from "../hash.ts";
import type { Message, ToolCall } from "../models/chat-model.ts";
import { readSections, writeSections } from "../models/sections.ts";
import type { Files } from "../ports/files.ts";
import type { Ending } from "../tools/ending.ts";
import { toolsNamed } from "../tools/index.ts";
import type { Tool, ToolContext, ToolOutcome } from "../tools/tool.ts";
import { askModel } from "./ask-model.ts";
import type { Assignment } from "./assignment.ts";
import { type Attempt, better, prove, tellModel } from "./attempt.ts";
import { conclude } from "./conclude.ts";
import { namesFiles, rulesOf } from "./contract.ts";
import { firstMessage } from "./prompt.ts";
import { firstTestMessage } from "./prompt-tests.ts";
import type { Report } from "./report.ts";
import type { WorkerHost } from "./worker-host.ts";

/**
 * Carries out one assignment and ends in a report, whatever a model, a tool or a test does.
 *
 * The usual task is one turn: the first message holds what is needed, the model proposes, our code proves it.
 * Each proposal stands on the base alone, so that model and host always speak of the same text.
 */
export async function work(assignment: Assignment, host: WorkerHost, signal: AbortSignal): Promise<Report> {
  const { agent, model, tell } = host;
  const base = pinned(host.files);
  const overlay = new Overlay(base);
  const { manages, facts } = host;
  const tools = toolsNamed(agent.tools, { paths: namesFiles(agent), facts: facts !== undefined });
  const rules = rulesOf(agent, assignment, { base, trees: host.trees });
  const post = (fact: string) => facts?.post(fact);
  const context = { overlay, search: host.search, ...rules, manage: manages?.tools, post };
  let best: Attempt | undefined;
  let lastWords: string | undefined;
  let failure: AppError | undefined;
  let ended: Ending | undefined;
  const messages: Message[] = [];
  const say = (message: Message) => {
    messages.push(message);
    host.transcript.append(JSON.stringify(message));
  };

  try {
    throwIfCancelled(signal);
    await checkBase(assignment, base);
    say(manages?.opening ?? (await opening(assignment, base, host, signal)));
    const turns = model.calls ?? agent.budget.calls;
    for (
      let turn = 1;
      turn <= turns && best?.status !== "proved" && best?.isFinal !== true && ended === undefined;
      turn++
    ) {
      for (const text of (await host.beforeTurn?.(signal)) ?? []) say({ role: "user", text });
      throwIfCancelled(signal);
      tell({ type: "step", text: turn === 1 ? "Asking the model" : `Asking the model, turn ${turn}` });
      const sent = manages === undefined ? messages : manages.messages(messages);
      const reply = await askModel({ system: agent.role, tools, messages: sent, last: turn === turns }, host, signal);
      say({ role: "assistant", text: reply.text, toolCalls: reply.toolCalls });
      if (reply.toolCalls.length === 0) {
        const wasAsked = lastWords !== undefined;
        lastWords ??= reply.text;
        if (wasAsked || best !== undefined) break;
        say({ role: "user", text: "Answer with a tool call." });
      }
      for (const call of reply.toolCalls) {
        const outcome = await callTool(call, tools, context, host, signal);
        ended ??= outcome.ended;
        if (ended !== undefined) break;
        let told = outcome.text;
        if (outcome.proposal !== undefined) {
          const attempt = await prove(
            assignment,
            { base, changes: overlay.changes, claim: outcome.proposal },
            host,
            signal,
          );
          best = better(best, attempt);
          if (attempt.status === "proved" || attempt.isFinal) break;
          told = tellModel(attempt);
          overlay.reset();
        }
        say({ role: "tool", callId: call.id, text: told });
      }
    }
  } catch (error) {
    failure = asAppError(error);
    if (failure === undefined) throw error;
  }
  return conclude(assignment, { best, lastWords, failure, ended }, host);
}

/** Who is to be measured by mutants is shown some; what others of the run have posted stands at the end. */
async function opening(assignment: Assignment, base: Files, host: WorkerHost, signal: AbortSignal): Promise<Message> {
  const first = await ownOpening(assignment, base, host, signal);
  const lines = host.facts?.lines ?? "";
  if (lines === "") return first;
  return { ...first, text: writeSections([...readSections(first.text), { kind: "facts", title: "", body: lines }]) };
}

async function ownOpening(
  assignment: Assignment,
  base: Files,
  host: WorkerHost,
  signal: AbortSignal,
): Promise<Message> {
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

/** The edge where a tool's failure becomes a sentence for the model. */
async function callTool(
  call: ToolCall,
  tools: readonly Tool[],
  context: ToolContext,
  host: WorkerHost,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  const tool = tools.find((candidate) => candidate.spec.name === call.name);
  if (tool === undefined)
    return { text: `There is no tool "${call.name}": use ${tools.map(({ name }) => name).join(", ")}.` };
  const record = (ok: boolean, told: string) =>
    host.tell({ type: "tool", name: tool.name, effect: tool.effect, ok, told: told.slice(0, 200) });
  try {
    const outcome = await tool.call(call.arguments, context, signal);
    record(true, outcome.text);
    return outcome;
  } catch (error) {
    const expected = asAppError(error, "usage", "refused", "not-found", "conflict");
    if (expected === undefined) throw error;
    record(false, expected.message);
    return { text: expected.message };
  }
}
