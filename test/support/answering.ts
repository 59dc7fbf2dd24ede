import type { Prompt } from "../../src/core/models/chat-model.ts";
import { type ScriptedModel, type ScriptedReply, scriptedModel } from "../../src/core/models/scripted.ts";
import { readSections } from "../../src/core/models/sections.ts";

/** A model for runs of several workers at once: it answers by the target of the prompt and how often that was asked before. */
export function answering(reply: (target: string, turn: number) => ScriptedReply, most = 400): ScriptedModel {
  return scriptedModel(
    Array.from({ length: most }, () => (prompt: Prompt) => {
      const [first] = prompt.messages;
      const sections = first?.role === "user" ? readSections(first.text) : [];
      const title = sections.find(({ kind }) => kind === "target")?.title ?? "";
      const turn = prompt.messages.filter(({ role }) => role === "assistant").length;
      return reply(title.replace(/:\d+-\d+$/, ""), turn + 1);
    }),
  );
}
