import type { Prompt, Reply, ToolCall } from "./chat-model.ts";
import { parseJson } from "./parse-json.ts";

/** A tool call as it came: the arguments still text. An id or name the server left out is empty. */
export interface RawCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/**
 * The calls as the worker gets them: arguments parsed, or the raw text where they are no JSON. Calls of an answer that was
 * cut off by its length are dropped unless their arguments are whole. Missing and repeated ids are replaced by ids that
 * are new in this conversation.
 */
export function toolCalls(
  raw: readonly RawCall[],
  stopReason: Reply["stopReason"],
  prompt: Prompt,
): readonly ToolCall[] {
  const taken = new Set<string>();
  let count = 0;
  for (const message of prompt.messages) {
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls) taken.add(call.id);
    count += message.toolCalls.length;
  }
  const calls: ToolCall[] = [];
  for (const call of raw) {
    const whole = parseJson(call.arguments);
    if (stopReason === "length" && whole === undefined) continue;
    let { id } = call;
    while (id === "" || taken.has(id)) id = `call_${++count}`;
    taken.add(id);
    calls.push({ id, name: call.name, arguments: whole ?? (call.arguments.trim() === "" ? {} : call.arguments) });
  }
  return calls;
}

/** The arguments of an earlier call as the object every server accepts in a history, what was no object wrapped. */
export function argumentsObject(value: unknown): object {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : { invalid: value };
}
