import { AppError, asAppError, throwIfCancelled } from "../app-error.ts";
import { Overlay } from "../changes/overlay.ts";
import { pinned } from "../changes/pinned.ts";
import { hashText } from "../hash.ts";
import type { Message, ToolCall } from "../models/chat-model.ts";
import type { Files } from "../ports/files.ts";
import { toolsNamed } from "../tools/index.ts";
import type { Tool, ToolContext, ToolOutcome } from "../tools/tool.ts";
import { askModel } from "./ask-model.ts";
import type { Assignment } from "./assignment.ts";
import { type Attempt, better, prove, tellModel } from "./attempt.ts";
import { conclude } from "./conclude.ts";
import { namesFiles, rulesOf } from "./contract.ts";
import { firstMessage } from "./prompt.ts";
import { firstTestMessage } from "./prompt-tests.ts";
import { recall, record } from "./recorded-result.ts";
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
  const tools = toolsNamed(agent.tools, { paths: namesFiles(agent) });
  const rules = rulesOf(agent, assignment, { base, trees: host.trees });
  const context = { overlay, search: host.search, ...rules };
  let best: Attempt | undefined;
  let lastWords: string | undefined;
  let failure: AppError | undefined;
  const messages: Message[] = [];
  const say = (message: Message) => {
    messages.push(message);
    host.transcript.append(JSON.stringify(message));
  };

  try {
    throwIfCancelled(signal);
    await checkBase(assignment, base);
    const first = await opening(assignment, base, host, signal);
    say(first);
    best = await recall({ assignment, base, first }, host, signal);
    const turns = model.calls ?? agent.budget.calls;
    for (let turn = 1; turn <= turns && best?.status !== "proved" && best?.isFinal !== true; turn++) {
      throwIfCancelled(signal);
      tell({ type: "step", text: turn === 1 ? "Asking the model" : `Asking the model, turn ${turn}` });
      const reply = await askModel({ system: agent.role, tools, messages, last: turn === turns }, host, signal);
      say({ role: "assistant", text: reply.text, toolCalls: reply.toolCalls });
      if (reply.toolCalls.length === 0) {
        const wasAsked = lastWords !== undefined;
        lastWords ??= reply.text;
        if (wasAsked || best !== undefined) break;
        say({ role: "user", text: reply.complaint ?? "Answer with a tool call." });
      }
      for (const call of reply.toolCalls) {
        const outcome = await callTool(call, tools, context, host, signal);
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
    await record({ assignment, base, first }, best, host);
  } catch (error) {
    failure = asAppError(error);
    if (failure === undefined) throw error;
  }
  return conclude(assignment, { best, lastWords, failure }, host);
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
