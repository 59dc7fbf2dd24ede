import * as z from "zod";
import type { ToolSpec } from "./chat-model.ts";
import { parseJson } from "./parse-json.ts";
import { readSections, type Section } from "./sections.ts";
import type { RawCall } from "./tool-arguments.ts";

/** The tool that planner, coder and reviewer call together. */
export const proposing = "propose";

export interface CallsInText {
  /** In order; empty for a text that makes none. */
  readonly calls: readonly RawCall[];
  /** What is wrong with sections that were meant as calls and are none: a sentence for the model. */
  readonly complaint?: string;
}

const callSchema = z.object({
  name: z.string().optional(),
  tool: z.string().optional(),
  arguments: z.unknown().optional(),
  parameters: z.unknown().optional(),
  input: z.unknown().optional(),
});
const objectSchema = z.record(z.string(), z.unknown());
const roles = ["planner", "coder", "reviewer"] as const;
const planSchema = z.object({ plan: z.string().min(1) });
const verdictSchema = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("accept") }),
  z.object({ verdict: z.literal("correct"), [proposing]: objectSchema }),
  z.object({ verdict: z.literal("reject"), why: z.string() }),
]);

/**
 * The calls a text makes of the tools there are. Marked sections are read strictly: planner, coder and reviewer, each once and in
 * this order, or calls alone, each one JSON object. Without any, fenced blocks of JSON count, as many models write them unasked;
 * a block that names a tool but is no JSON is a call with that text as arguments, which the tool refuses.
 */
export function readCalls(text: string, tools: readonly ToolSpec[]): CallsInText {
  const plain = text.replaceAll("\r\n", "\n");
  const start = plain.search(/^={3,} (?:planner|coder|reviewer|call)\b/m);
  if (start < 0) return { calls: fencedCalls(plain, tools) };
  const sections = readSections(plain.slice(start));
  const kinds = sections.map(({ kind }) => kind);
  if (kinds.every((kind) => kind === "call")) return markedCalls(sections, tools);
  if (kinds.join() !== roles.join()) {
    const complaint = `Your sections are ${kinds.join(", ")}: answer with ${roles.join(", ")}, each once and in this order, or with call alone.`;
    return { calls: [], complaint };
  }
  return handedOver(sections, tools);
}

/** What the reviewer lets through of what the coder made of the plan. */
function handedOver([plan, code, review]: readonly Section[], tools: readonly ToolSpec[]): CallsInText {
  if (!isKnown(proposing, tools))
    return { calls: [], complaint: `There is no tool ${proposing}: answer with call alone.` };
  const planned = read(plan, planSchema);
  const coded = read(code, objectSchema);
  const judged = read(review, verdictSchema);
  const complaint = planned.complaint ?? coded.complaint ?? judged.complaint;
  if (complaint !== undefined || judged.value === undefined) return { calls: [], ...(complaint && { complaint }) };
  switch (judged.value.verdict) {
    case "accept":
      return { calls: [proposal(coded.value)] };
    case "correct":
      return { calls: [proposal(judged.value[proposing])] };
    case "reject":
      return { calls: [], complaint: `Your reviewer rejected the change: answer with all sections of another one.` };
  }
}

function proposal(args: unknown): RawCall {
  return { id: "", name: proposing, arguments: JSON.stringify(args) };
}

function markedCalls(sections: readonly Section[], tools: readonly ToolSpec[]): CallsInText {
  const calls: RawCall[] = [];
  for (const section of sections) {
    const { value, complaint } = read(section, callSchema);
    const name = value?.name ?? value?.tool;
    if (complaint !== undefined) return { calls: [], complaint };
    if (!isKnown(name, tools)) {
      const known = tools.map((tool) => tool.name).join(", ");
      return { calls: [], complaint: `The section call names no tool there is: use ${known}.` };
    }
    calls.push({ id: "", name, arguments: argumentsOf(value) });
  }
  return { calls };
}

/** One JSON object; a fence around it is looked through. */
function read<T>(
  section: Section | undefined,
  schema: z.ZodType<T>,
): { readonly value?: T; readonly complaint?: string } {
  const { kind = "", body = "" } = section ?? {};
  const json = /^```[^\n]*\n(.*)\n```$/s.exec(body.trim())?.[1] ?? body;
  const parsed = schema.safeParse(parseJson(json));
  if (parsed.success) return { value: parsed.data };
  const why = parseJson(json) === undefined ? "is no valid JSON object" : wrong(parsed.error);
  return { complaint: `The section ${kind} ${why}: answer with all sections again.` };
}

function wrong({ issues }: z.ZodError): string {
  const places = issues.map(({ path }) => path.join(".") || "the object").join(", ");
  return `does not hold what it must (${places})`;
}

function fencedCalls(text: string, tools: readonly ToolSpec[]): readonly RawCall[] {
  return blocksIn(text).flatMap((block): readonly RawCall[] => {
    const json = parseJson(block);
    if (json === undefined) {
      const meant = /"(?:name|tool)"\s*:\s*"([^"]+)"/.exec(block)?.[1];
      return isKnown(meant, tools) ? [{ id: "", name: meant, arguments: block }] : [];
    }
    const call = callSchema.safeParse(json);
    const name = call.data?.name ?? call.data?.tool;
    if (!call.success || !isKnown(name, tools)) return [];
    return [{ id: "", name, arguments: argumentsOf(call.data) }];
  });
}

function argumentsOf(call: z.infer<typeof callSchema> | undefined): string {
  const given = call?.arguments ?? call?.parameters ?? call?.input ?? {};
  return typeof given === "string" ? given : JSON.stringify(given);
}

/** Fenced blocks; or the whole text where it is nothing but an object. A line of JSON never begins with a fence. */
function blocksIn(text: string): readonly string[] {
  const whole = text.trim();
  if (whole.startsWith("{") && whole.endsWith("}")) return [whole];
  return [...text.matchAll(/^[ \t]*```[^\n`]*\n(.*?)\n[ \t]*```[ \t]*$/gms)].map((block) => block[1] ?? "");
}

function isKnown(name: string | undefined, tools: readonly ToolSpec[]): name is string {
  return tools.some((tool) => tool.name === name);
}
