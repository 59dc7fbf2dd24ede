import type { Prompt } from "../../src/core/models/chat-model.ts";
import { type ScriptedModel, type ScriptedReply, scriptedModel } from "../../src/core/models/scripted.ts";
import { readSections } from "../../src/core/models/sections.ts";

/** What a model answers a whole crew: the router, the supervisor at each of its turns, and each worker by its target and turn. */
export interface Crew {
  readonly route?: ScriptedReply;
  readonly lead?: readonly ScriptedReply[];
  worker(target: string, turn: number, prompt: Prompt): ScriptedReply;
}

export function crewModel(crew: Crew, most = 600): ScriptedModel {
  let turn = 0;
  const reply = (prompt: Prompt): ScriptedReply => {
    if (calls(prompt, "route")) return crew.route ?? new TypeError("The router was not expected to be asked.");
    if (calls(prompt, "delegate"))
      return crew.lead?.[turn++] ?? new TypeError("The supervisor was not expected to be asked.");
    const target = sectionOf(prompt, "target")?.title.replace(/:\d+-\d+$/, "") ?? "";
    return crew.worker(target, prompt.messages.filter(({ role }) => role === "assistant").length + 1, prompt);
  };
  return scriptedModel(Array.from({ length: most }, () => reply));
}

/** Whether this prompt is for the agent that has this tool. */
export function calls({ tools }: Prompt, name: string): boolean {
  return tools.some((tool) => tool.name === name);
}

export function sectionOf({ messages }: Prompt, kind: string) {
  const [first] = messages;
  return readSections(first?.text ?? "").find((section) => section.kind === kind);
}
