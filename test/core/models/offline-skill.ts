import * as z from "zod";
import { applyEdits } from "../../../src/core/changes/edit.ts";
import { offlineModel } from "../../../src/core/models/offline/offline.ts";
import { writeSections } from "../../../src/core/models/sections.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const model = offlineModel({ trees: syntaxTrees() });
const proposal = z.object({ edits: z.array(z.object({ find: z.string(), replace: z.string() })), summary: z.string() });

interface Tried {
  readonly edits: readonly { readonly find: string; readonly replace: string }[];
  readonly answer: string;
}

/**
 * The text the offline model makes of another one, for a task that is known by a section of this kind, after these tries; what it says
 * where it proposes nothing.
 */
export async function answerTo(
  kind: "undocumented" | "exported",
  path: string,
  text: string,
  tries: readonly Tried[] = [],
): Promise<string> {
  const sections = [
    { kind: "task", title: "", body: "Do it." },
    { kind: "target", title: path, body: text },
    { kind, title: "", body: "" },
  ];
  const prompt = {
    system: "",
    tools: [],
    messages: [
      { role: "user" as const, text: writeSections(sections) },
      ...tries.flatMap(({ edits, answer }, index) => {
        const call = { id: `c${index}`, name: "propose", arguments: { edits, summary: "" } };
        return [
          { role: "assistant" as const, text: "", toolCalls: [call] },
          { role: "tool" as const, callId: call.id, text: answer },
        ];
      }),
    ],
    maxTokens: 1000,
  };
  const reply = await model.respond(prompt, AbortSignal.timeout(10_000));
  const [call] = reply.toolCalls;
  return call === undefined ? reply.text : applyEdits(text, proposal.parse(call.arguments).edits, path);
}
