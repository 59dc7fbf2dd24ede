import { throwIfCancelled } from "../../app-error.ts";
import type { SyntaxTrees } from "../../ports/syntax-trees.ts";
import type { ChatModel, Prompt, Reply, ToolCall } from "../chat-model.ts";
import { readSections } from "../sections.ts";
import type { Answer, Skill } from "./answer.ts";
import { criticise } from "./criticise.ts";
import { document } from "./docs/document.ts";
import { manageByRules } from "./manage.ts";
import { modernise } from "./modernise/modernise.ts";
import { repair } from "./repair.ts";
import { readTarget, type Target } from "./target.ts";
import { writeTests } from "./tests/write-tests.ts";

const ID = "offline:built-in";
/** Each try costs one verification: a few dozen are worth any time, more of them what a person waits for. */
const CALLS = 240;
const PATIENCE = { calls: 60, seconds: 60 };

/** Asked in this order: the first that recognises its sections answers. */
const skills: readonly Skill[] = [writeTests, document, modernise, repair];

const NOTHING_KNOWN: Answer = {
  type: "nothing",
  sentence: "The offline model does not know how to do this here",
};

const NO_REVISION = "The offline model has nothing better to propose.";

/**
 * Works without a server or a key: it reads the prompt any model reads and answers with the same tool calls. Repairs go by
 * generate-and-validate, one small change at a time, the likeliest first; documentation says what can be read off the code;
 * tests pin what an execution says comes out.
 * Deterministic and without state: which try it is, and what came of the others, stands in the prompt.
 */
export function offlineModel(options: {
  readonly trees: SyntaxTrees;
  /** How a person chooses another model, for when there is nothing (more) to try; left out: the program's option. */
  readonly chooseModel?: string;
}): ChatModel {
  const { trees, chooseModel = "choose a real model with --model" } = options;
  return {
    id: ID,
    calls: CALLS,
    patience: PATIENCE,
    triesChanges: true,
    async respond(prompt, signal, onText) {
      throwIfCancelled(signal);
      const reply = await answer(prompt, trees, chooseModel);
      if (reply.text !== "") onText?.(reply.text);
      return reply;
    },
  };
}

async function answer(prompt: Prompt, trees: SyntaxTrees, chooseModel: string): Promise<Reply> {
  const id = `offline-${prompt.messages.length}`;
  const sections = readSections(prompt.messages[0]?.text ?? "");
  if (prompt.tools.some(({ name }) => name === "findings"))
    return reply("", [{ id, name: "findings", arguments: criticise(sections) }]);
  if (sections.some(({ kind }) => kind === "criticism")) return reply(NO_REVISION, []);
  const managed = manageByRules(prompt, chooseModel);
  if (managed !== undefined) return reply("", [{ id, ...managed }]);
  const target = readTarget(prompt);
  if (target !== undefined && target.text === undefined && trees.languageOf(target.path) !== undefined)
    return reply("", [{ id, name: "read", arguments: { path: target.path, from: target.nextLine } }]);
  const said = await next(target, trees);
  switch (said.type) {
    case "nothing":
      return reply(`${said.sentence}; ${chooseModel}.`, []);
    case "read":
      return reply("", [{ id, name: "read", arguments: { path: said.path, from: said.from } }]);
    case "propose":
      return reply("", [{ id, name: "propose", arguments: { edits: said.edits, summary: said.summary } }]);
  }
}

async function next(target: Target | undefined, trees: SyntaxTrees): Promise<Answer> {
  const tree = target?.text === undefined ? undefined : await trees.parse(target.path, target.text);
  if (target === undefined || tree === undefined) return NOTHING_KNOWN;
  for (const skill of skills) {
    const found = await skill(target, tree, trees);
    if (found !== undefined) return found;
  }
  return NOTHING_KNOWN;
}

function reply(text: string, toolCalls: readonly ToolCall[]): Reply {
  const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  return { text, toolCalls, usage, stopReason: toolCalls.length === 0 ? "end" : "tools", asked: ID, served: ID };
}
