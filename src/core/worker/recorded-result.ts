import { asAppError } from "../app-error.ts";
import type { Message } from "../models/chat-model.ts";
import { routesOf } from "../models/routed-model.ts";
import type { Changes, Files } from "../ports/files.ts";
import { toolsNamed } from "../tools/index.ts";
import type { Assignment } from "./assignment.ts";
import { type Attempt, prove } from "./attempt.ts";
import { namesFiles, rulesOf } from "./contract.ts";
import { resultKey } from "./result-key.ts";
import type { WorkerHost } from "./worker-host.ts";

interface Task {
  readonly assignment: Assignment;
  readonly base: Files;
  /** What the model would be told first. */
  readonly first: Message;
}

/**
 * What was proposed when the very same task was done before, proved anew: the same rules and checks as for a model's proposal, and
 * no model call. Undefined where nothing is recorded or it no longer holds; then the model is asked. Throws what executions throw.
 */
export async function recall(task: Task, host: WorkerHost, signal: AbortSignal): Promise<Attempt | undefined> {
  const { assignment, base } = task;
  // Who works again is to find something else, and who manages others proposes nothing.
  if (host.manages !== undefined || (host.revision ?? 1) > 1) return undefined;
  const key = keyOf(task, host);
  const result = await host.cache?.get(key);
  if (result === undefined) return undefined;
  host.tell({ type: "step", text: "Proving what was proposed for the same task before" });
  const attempt = (await isAllowed(result.changes, task, host, signal))
    ? await prove(assignment, { base, ...result }, host, signal)
    : undefined;
  const isProved = attempt?.status === "proved";
  host.tell({ type: "cached", key, isProved });
  return isProved ? attempt : undefined;
}

/** Keeps what is proved for the next time. */
export async function record(task: Task, best: Attempt | undefined, host: WorkerHost): Promise<void> {
  if (best?.status !== "proved") return;
  await host.cache?.put(keyOf(task, host), { changes: best.changes, claim: best.claim });
}

function keyOf({ assignment, first }: Task, host: WorkerHost): string {
  const { agent, facts, model, route = routesOf(model, agent, host)[0] } = host;
  const tools = toolsNamed(agent.tools, { paths: namesFiles(agent), facts: facts !== undefined });
  const prompt = { system: agent.role, tools: tools.map(({ spec }) => spec), messages: [first] };
  return resultKey(assignment, prompt, { agent, model: route.first.id });
}

/** The contract as it is enforced on every edit: a record is data like a model's answer. */
async function isAllowed(
  changes: Changes,
  { assignment, base }: Task,
  { agent, trees }: WorkerHost,
  signal: AbortSignal,
): Promise<boolean> {
  const rules = rulesOf(agent, assignment, { base, trees });
  try {
    if (changes.size === 0 || [...changes.keys()].some((path) => !rules.mayChange(path).allowed)) return false;
    return (await rules.complaint(changes, signal)) === undefined;
  } catch (error) {
    if (asAppError(error, "refused", "not-found", "usage") === undefined) throw error;
    return false;
  }
}
