import { throwIfCancelled } from "../../app-error.ts";
import { applyMutant } from "../../evidence/mutants/mutant.ts";
import type { SyntaxTrees } from "../../ports/syntax-trees.ts";
import type { ChatModel, Prompt, Reply, ToolCall } from "../chat-model.ts";
import { proposals } from "./ranking.ts";
import { type RepairTask, readTask } from "./task.ts";

const ID = "offline:repair";
/** A few dozen tries: each costs one verification. */
const CALLS = 60;

/**
 * Repairs by generate-and-validate, with no server and no key: it reads the prompt any model reads and answers with the same
 * tool call, one small change at a time, the likeliest first. Deterministic and without state: which try it is, and what came
 * of the others, stands in the prompt. JavaScript, TypeScript and Python.
 */
export function offlineModel(options: {
  readonly trees: SyntaxTrees;
  /** How a person chooses another model, for when nothing is left to try; left out: the program's option. */
  readonly chooseModel?: string;
}): ChatModel {
  const { trees, chooseModel = "choose a real model with --model" } = options;
  const nothingLeft = `No single small change I know repairs this; ${chooseModel}.`;
  return {
    id: ID,
    calls: CALLS,
    async respond(prompt, signal, onText) {
      throwIfCancelled(signal);
      const call = await nextCall(prompt, trees);
      if (call === undefined) onText?.(nothingLeft);
      return call === undefined ? reply(nothingLeft, []) : reply("", [call]);
    },
  };
}

async function nextCall(prompt: Prompt, trees: SyntaxTrees): Promise<ToolCall | undefined> {
  const task = readTask(prompt);
  if (task === undefined) return undefined;
  const id = `offline-${prompt.messages.length}`;
  if (task.text === undefined) return { id, name: "read", arguments: { path: task.path, from: task.nextLine } };
  const edit = await bestEdit(task, task.text, trees);
  return edit === undefined ? undefined : { id, name: "propose", arguments: edit };
}

/** The first proposal that still parses. */
async function bestEdit(task: RepairTask, text: string, trees: SyntaxTrees): Promise<unknown> {
  const tree = await trees.parse(task.path, text);
  if (tree === undefined) return undefined;
  for (const { find, replace, summary, mutant } of proposals(tree, task)) {
    const changed = await trees.parse(task.path, applyMutant(text, mutant));
    if (changed === undefined || (changed.hasErrors && !tree.hasErrors)) continue;
    return { edits: [{ find, replace }], summary };
  }
  return undefined;
}

function reply(text: string, toolCalls: readonly ToolCall[]): Reply {
  const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  return { text, toolCalls, usage, stopReason: toolCalls.length === 0 ? "end" : "tools", asked: ID, served: ID };
}
