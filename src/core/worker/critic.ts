import { criticAgent } from "../agents/critic.ts";
import { asAppError, throwIfCancelled } from "../app-error.ts";
import { hunksOf } from "../changes/hunks.ts";
import { Overlay } from "../changes/overlay.ts";
import { confidenceOf, THRESHOLD } from "../evidence/confidence.ts";
import { anchored, type Criticism } from "../evidence/criticism.ts";
import { findingLine, isSevere } from "../evidence/finding-line.ts";
import type { Message, ToolCall } from "../models/chat-model.ts";
import { toolsNamed } from "../tools/index.ts";
import type { Tool, ToolContext, ToolOutcome } from "../tools/tool.ts";
import { askModel } from "./ask-model.ts";
import type { CriticWanted } from "./assignment.ts";
import { type Attempt, better, changedLines } from "./attempt.ts";
import { Budget } from "./budget.ts";
import { rulesOf } from "./contract.ts";
import { converse, type Opening, type Said } from "./converse.ts";
import { criticMessage, revisionMessage } from "./prompt-critic.ts";
import type { WorkerHost } from "./worker-host.ts";

/** Changes with more lines than this are read by a critic however sure they are. */
const largeChange = 80;

/** What a critic made of the attempt that stands, and which severe findings of an earlier one it was made to answer. */
export interface Heard {
  readonly criticism: Criticism;
  readonly answered: readonly string[];
}

/**
 * Has a critic read the best attempt where that is doubtful, large or asked for. What it finds severe is told to the worker's model
 * once, which may propose again with the turns it has left; `said.best` is the better of the two afterwards. A critic that cannot be
 * asked changes nothing, and neither does a signal that fires: what was found before stays found. Throws nothing that is expected.
 */
export async function hearCritic(opening: Opening, host: WorkerHost, signal: AbortSignal): Promise<Heard | undefined> {
  const { assignment, first, turns, said } = opening;
  const before = said.best;
  if (before === undefined || before.status === "failed" || !isAsked(before, assignment.critic)) return undefined;
  const criticism = await unlessFailed(() => readBy(before, opening, host, signal));
  if (criticism === undefined) return undefined;
  const objections = criticism.findings.filter(isSevere);
  const unrevised = { criticism, answered: [] };
  if (objections.length === 0 || turns < 1) return unrevised;

  // Words in place of a proposal are an answer here, so that nobody asks for another.
  const fresh: Said = { best: undefined, lastWords: "", stopped: undefined, ended: undefined };
  host.tell({ type: "step", text: "Asking the model to answer a critic" });
  const again = { ...opening, first: revisionMessage(first, before, criticism), said: fresh };
  await unlessFailed(() => converse(again, host, signal));
  const revised = fresh.best;
  if (revised === undefined || revised.status === "failed" || better(revised, before) !== revised) return unrevised;
  // What nobody has read does not take the place of what somebody has.
  const second = await unlessFailed(() => readBy(revised, opening, host, signal));
  if (second === undefined || weight(second) > weight(criticism)) return unrevised;
  said.best = revised;
  return { criticism: second, answered: objections.map(findingLine) };
}

function isAsked(attempt: Attempt, wanted: CriticWanted = "doubtful"): boolean {
  if (wanted !== "doubtful") return wanted === "always";
  const lines = changedLines(attempt);
  const { confidence: claim } = attempt.claim;
  const { value } = confidenceOf({
    evidence: attempt.evidence,
    changedLines: lines,
    ...(claim === undefined ? {} : { claim }),
  });
  return value < THRESHOLD || lines > largeChange;
}

async function readBy(
  attempt: Attempt,
  { assignment, base }: Opening,
  host: WorkerHost,
  signal: AbortSignal,
): Promise<Criticism | undefined> {
  host.tell({ type: "step", text: "Asking a critic" });
  // The way to its own tier's model, not the worker's.
  const { route: _, ...others } = host;
  const reads = { ...others, agent: criticAgent, budget: new Budget(criticAgent.budget, host.now, host.budget) };
  const [tool] = toolsNamed(criticAgent.tools, { paths: false });
  const rules = rulesOf(criticAgent, assignment, { base, trees: host.trees });
  const context = { overlay: new Overlay(base), search: host.search, ...rules };
  const messages: Message[] = [];
  const say = (message: Message) => {
    messages.push(message);
    host.transcript.append(JSON.stringify(message));
  };
  if (tool === undefined) return undefined;
  say(criticMessage(assignment, attempt));
  for (let turn = 1; turn <= criticAgent.budget.calls; turn++) {
    throwIfCancelled(signal);
    const system = criticAgent.role;
    const reply = await askModel({ system, tools: [tool], messages, last: true }, reads, signal);
    say({ role: "assistant", text: reply.text, toolCalls: reply.toolCalls });
    for (const call of reply.toolCalls) {
      const { criticism, text } = await callOf(call, tool, context, signal);
      if (criticism !== undefined)
        return anchored(criticism.verdict, criticism.findings, placesOf(attempt, assignment.id, host));
      say({ role: "tool", callId: call.id, text });
    }
    if (reply.toolCalls.length === 0) say({ role: "user", text: `Answer with one ${tool.name} call.` });
  }
  return undefined;
}

async function callOf(call: ToolCall, tool: Tool, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome> {
  if (call.name !== tool.name) return { text: `There is no tool "${call.name}": use ${tool.name}.` };
  try {
    return await tool.call(call.arguments, context, signal);
  } catch (error) {
    const expected = asAppError(error, "usage", "refused");
    if (expected === undefined) throw error;
    return { text: expected.message };
  }
}

/** The files and hunks of an attempt, by the ids that the ChangeSet it may become gives them. */
function placesOf({ base, changes }: Attempt, assignment: string, { run }: WorkerHost) {
  const hunks = [...changes].flatMap(([path, text]) =>
    hunksOf(`${run}/${assignment}`, path, base.get(path) ?? null, text ?? null),
  );
  return { paths: [...changes.keys()], hunks };
}

/** How much is against it: one blocker is more than any number of lesser things. */
function weight({ findings }: Criticism): number {
  const worth = { blocker: 1000, major: 30, minor: 1, note: 0 };
  return findings.reduce((sum, { severity }) => sum + worth[severity], 0);
}

/** A critic is a help: without one, or without a second proposal, what there is stands. */
async function unlessFailed<Result>(step: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await step();
  } catch (error) {
    if (asAppError(error) === undefined) throw error;
    return undefined;
  }
}
