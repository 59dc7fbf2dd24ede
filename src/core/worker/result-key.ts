import type { AgentDefinition } from "../agents/agent.ts";
import { hashText } from "../hash.ts";
import type { Prompt } from "../models/chat-model.ts";
import type { Assignment } from "./assignment.ts";

/** Raised when what a result means changes, so that older ones are no longer found. */
const version = 1;

/**
 * The name of a task in the cache of results: the agent's definition, the model, the first prompt (role, tools, instruction, and the
 * texts and failures it shows), and the hashes of the files it rests on, whole. Same name, same task.
 */
export function resultKey(
  { target, instruction, waived = [], context }: Assignment,
  prompt: Pick<Prompt, "system" | "tools" | "messages">,
  { agent, model }: { readonly agent: AgentDefinition; readonly model: string },
): string {
  const base = Object.entries(context.base).sort(([one], [other]) => (one < other ? -1 : 1));
  const { system, tools, messages } = prompt;
  const tests = context.tests?.failing.map(({ file, name }) => [file, name]) ?? [];
  const task = { target, testFile: context.testFile ?? "", instruction, waived: [...waived].sort(), tests, base };
  return hashText(JSON.stringify([version, model, agent, task, system, tools, messages]));
}
