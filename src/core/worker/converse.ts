import { asAppError, throwIfCancelled } from "../app-error.ts";
import { Overlay } from "../changes/overlay.ts";
import type { Message, ToolCall } from "../models/chat-model.ts";
import type { Files } from "../ports/files.ts";
import type { Ending } from "../tools/ending.ts";
import { toolsNamed } from "../tools/index.ts";
import type { Tool, ToolContext, ToolOutcome } from "../tools/tool.ts";
import { askModel } from "./ask-model.ts";
import type { Assignment } from "./assignment.ts";
import { type Attempt, better, prove, tellModel } from "./attempt.ts";
import { namesFiles, rulesOf } from "./contract.ts";
import { LoopGuard } from "./loop-guard.ts";
import type { WorkerHost } from "./worker-host.ts";

/** What a worker's conversations have come to so far; it stays when one of them throws. */
export interface Said {
  best: Attempt | undefined;
  /** What the model said in place of a tool call, if it did. */
  lastWords: string | undefined;
  /** Why our code ended the last conversation, if it did. */
  stopped: string | undefined;
  /** How it ended where nothing is proposed by this worker itself. */
  ended: Ending | undefined;
}

export interface Opening {
  readonly assignment: Assignment;
  readonly base: Files;
  readonly first: Message;
  /** Model calls it may take at most. */
  readonly turns: number;
  readonly said: Said;
}

/** One conversation with one model, until something is proved or nothing more is to be expected. Returns how many turns it took. */
export async function converse(opening: Opening, host: WorkerHost, signal: AbortSignal): Promise<number> {
  const { assignment, base, first, turns, said } = opening;
  const { agent, tell, manages, facts } = host;
  const overlay = new Overlay(base);
  const tools = toolsNamed(agent.tools, { paths: namesFiles(agent), facts: facts !== undefined });
  const rules = rulesOf(agent, assignment, { base, trees: host.trees });
  const post = (fact: string) => facts?.post(fact);
  const context = { overlay, search: host.search, ...rules, manage: manages?.tools, post };
  const guard = new LoopGuard();
  const messages: Message[] = [];
  const say = (message: Message) => {
    messages.push(message);
    host.transcript.append(JSON.stringify(message));
  };

  say(first);
  for (let turn = 1; turn <= turns; turn++) {
    for (const text of await heard(host, signal)) say({ role: "user", text });
    throwIfCancelled(signal);
    tell({ type: "step", text: turn === 1 ? "Asking the model" : `Asking the model, turn ${turn}` });
    const sent = manages === undefined ? messages : manages.messages(messages);
    const last = turn === turns || isOver(turn, host);
    const reply = await askModel({ system: agent.role, tools, messages: sent, last }, host, signal);
    say({ role: "assistant", text: reply.text, toolCalls: reply.toolCalls });
    if (reply.toolCalls.length === 0) {
      const wasAsked = said.lastWords !== undefined;
      said.lastWords ??= reply.text;
      if (wasAsked || said.best !== undefined) return turn;
      say({ role: "user", text: reply.complaint ?? "Answer with a tool call." });
    }
    for (const call of reply.toolCalls) {
      const judged = guard.judge(call);
      if (judged.type === "stop") {
        said.stopped = judged.sentence;
        return turn;
      }
      const outcome = await callTool(call, tools, context, host, signal);
      guard.done(outcome.ok);
      said.ended ??= outcome.ended;
      if (said.ended !== undefined) return turn;
      let told = outcome.text;
      if (outcome.proposal !== undefined) {
        const proposal = { base, changes: overlay.changes, claim: outcome.proposal };
        const attempt = await prove(assignment, proposal, host, signal);
        said.best = better(said.best, attempt);
        if (attempt.status === "proved" || attempt.isFinal) return turn;
        told = tellModel(attempt);
        overlay.reset();
      }
      say({ role: "tool", callId: call.id, text: judged.warning === undefined ? told : `${told}\n${judged.warning}` });
    }
    said.stopped = guard.turn();
    if (said.stopped !== undefined || last) return turn;
  }
  return turns;
}

/** Whether the model has had its calls that do not depend on time, and the time for others is over. */
function isOver(turn: number, { model: { patience }, budget }: WorkerHost): boolean {
  return patience !== undefined && turn > patience.calls && budget.spent().seconds >= patience.seconds;
}

/** What the user has to tell; while they hold the worker, its time stands still. */
async function heard({ beforeTurn, budget }: WorkerHost, signal: AbortSignal): Promise<readonly string[]> {
  budget.stand();
  try {
    return (await beforeTurn?.(signal)) ?? [];
  } finally {
    budget.goOn();
  }
}

/** The edge where a tool's failure becomes a sentence for the model. */
async function callTool(
  call: ToolCall,
  tools: readonly Tool[],
  context: ToolContext,
  host: WorkerHost,
  signal: AbortSignal,
): Promise<ToolOutcome & { readonly ok: boolean }> {
  const tool = tools.find((candidate) => candidate.spec.name === call.name);
  if (tool === undefined)
    return { ok: false, text: `There is no tool "${call.name}": use ${tools.map(({ name }) => name).join(", ")}.` };
  const record = (ok: boolean, told: string) =>
    host.tell({ type: "tool", name: tool.name, effect: tool.effect, ok, told: told.slice(0, 200) });
  try {
    const outcome = await tool.call(call.arguments, context, signal);
    record(true, outcome.text);
    return { ...outcome, ok: true };
  } catch (error) {
    const expected = asAppError(error, "usage", "refused", "not-found", "conflict");
    if (expected === undefined) throw error;
    record(false, expected.message);
    return { ok: false, text: expected.message };
  }
}
