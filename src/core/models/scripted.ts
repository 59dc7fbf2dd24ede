import { throwIfCancelled } from "../app-error.ts";
import type { ChatModel, Prompt, Reply } from "./chat-model.ts";
import { toolCalls } from "./tool-arguments.ts";
import { countedOrEstimated } from "./usage.ts";

export interface ScriptedCall {
  readonly name: string;
  readonly arguments: unknown;
}

/** What the model says next: a text, one or more tool calls, a reply in part or whole, an error to throw, or a function that decides by the prompt. */
export type ScriptedReply =
  | string
  | ScriptedCall
  | readonly ScriptedCall[]
  | { readonly reply: Partial<Reply> }
  | Error
  | ((prompt: Prompt, signal: AbortSignal) => ScriptedReply | Promise<ScriptedReply>);

export interface ScriptedModel extends ChatModel {
  /** What was asked, in order. */
  readonly prompts: readonly Prompt[];
}

/** A deterministic model for tests and golden runs: gives the replies in order. Being asked once too often is a bug and throws a plain `Error`. */
export function scriptedModel(replies: readonly ScriptedReply[], id = "scripted:model"): ScriptedModel {
  const prompts: Prompt[] = [];
  return {
    id,
    prompts,
    async respond(prompt, signal, onText) {
      throwIfCancelled(signal);
      const scripted = replies[prompts.length];
      prompts.push(prompt);
      if (scripted === undefined)
        throw new Error(`The script holds ${replies.length} replies, and was asked for one more.`);
      const reply = await replyTo(scripted, prompt, signal, id);
      throwIfCancelled(signal);
      if (reply.text !== "") onText?.(reply.text);
      return reply;
    },
  };
}

/** A call of the tool `propose`. */
export function propose(edits: ScriptedEdit | readonly ScriptedEdit[], summary = "Changes the text."): ScriptedCall {
  return { name: "propose", arguments: { edits: Array.isArray(edits) ? edits : [edits], summary } };
}

interface ScriptedEdit {
  readonly find: string;
  readonly replace: string;
  readonly path?: string;
}

async function replyTo(scripted: ScriptedReply, prompt: Prompt, signal: AbortSignal, id: string): Promise<Reply> {
  if (typeof scripted === "function") return replyTo(await scripted(prompt, signal), prompt, signal, id);
  if (scripted instanceof Error) throw scripted;
  if (typeof scripted === "string") return replyOf({ text: scripted }, prompt, id);
  if ("reply" in scripted) return replyOf(scripted.reply, prompt, id);
  const calls = "name" in scripted ? [scripted] : scripted;
  const raw = calls.map((call) => ({ id: "", name: call.name, arguments: textOf(call.arguments) }));
  return replyOf({ toolCalls: toolCalls(raw, "tools", prompt) }, prompt, id);
}

/** A string stays as it is, so that a script can send what is no JSON. */
function textOf(args: unknown): string {
  return typeof args === "string" ? args : JSON.stringify(args);
}

function replyOf(part: Partial<Reply>, prompt: Prompt, id: string): Reply {
  const { text = "", toolCalls: calls = [] } = part;
  const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  return {
    usage: countedOrEstimated(none, prompt, [text, ...calls.map((call) => call.name + JSON.stringify(call.arguments))]),
    stopReason: calls.length > 0 ? "tools" : "end",
    asked: id,
    served: id,
    ...part,
    text,
    toolCalls: calls,
  };
}
