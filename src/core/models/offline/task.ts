import * as z from "zod";
import type { Message, Prompt, ToolCall } from "../chat-model.ts";
import { readSections, type Section } from "../sections.ts";

/** What a prompt asks for, as far as a model without language can read it. */
export interface RepairTask {
  readonly path: string;
  /** The target's whole text; undefined while parts of it are unknown. */
  readonly text: string | undefined;
  /** First line that is not known yet. */
  readonly nextLine: number;
  readonly failures: readonly Section[];
  readonly tests: readonly Section[];
  readonly signatures: readonly Section[];
  readonly reach: readonly ReachedLines[];
  /** What was proposed so far, in order, and what was said to it. */
  readonly tries: readonly Try[];
}

interface ReachedLines {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Try {
  readonly find: string;
  readonly replace: string;
  readonly answer: string;
}

/** Undefined for a prompt that is no repair: no target, or nothing that failed. */
export function readTask({ messages }: Prompt): RepairTask | undefined {
  const first = messages.find((message) => message.role === "user");
  const sections = first === undefined ? [] : readSections(first.text);
  const of = (kind: string): readonly Section[] => sections.filter((section) => section.kind === kind);
  const targets = of("target");
  const [target] = targets;
  const failures = of("failure");
  if (target === undefined || failures.length + of("test").length + of("reach").length === 0) return undefined;
  const place = /^(.*):(\d+)-(\d+)$/.exec(target.title);
  const path = place?.[1] ?? target.title;
  const pages = pagesOf(messages, path);
  const text = place === null ? target.body : pages.text;
  return {
    path,
    text,
    nextLine: pages.nextLine,
    failures,
    tests: of("test"),
    signatures: of("signatures"),
    reach: of("reach").flatMap(({ body }) => readReach(body)),
    tries: triesOf(messages),
  };
}

function readReach(body: string): readonly ReachedLines[] {
  return body.split("\n").flatMap((line) => {
    const match = /^(\S+) (\d+)-(\d+)$/.exec(line.trim());
    return match === null ? [] : [{ name: match[1] ?? "", from: Number(match[2]), to: Number(match[3]) }];
  });
}

const readSchema = z.object({ path: z.string() });
const proposeSchema = z.object({ edits: z.array(z.object({ find: z.string(), replace: z.string() })).min(1) });

/** The target's text out of the answers to our own `read` calls, page by page. */
function pagesOf(
  messages: readonly Message[],
  path: string,
): { readonly text: string | undefined; readonly nextLine: number } {
  const lines: string[] = [];
  for (const { call, answer } of answeredCalls(messages)) {
    if (call.name !== "read" || readSchema.safeParse(call.arguments).data?.path !== path) continue;
    const [head = "", ...body] = answer.split("\n");
    const whole = /\((\d+) lines\)$/.exec(head);
    const page = / lines (\d+)-(\d+) of (\d+)$/.exec(head);
    if (whole !== null) return { text: `${body.join("\n")}\n`, nextLine: body.length + 1 };
    if (page === null || Number(page[1]) !== lines.length + 1) continue;
    lines.push(...body);
    if (lines.length >= Number(page[3])) return { text: `${lines.join("\n")}\n`, nextLine: lines.length + 1 };
  }
  return { text: undefined, nextLine: lines.length + 1 };
}

function triesOf(messages: readonly Message[]): readonly Try[] {
  return answeredCalls(messages).flatMap(({ call, answer }) => {
    const edit = call.name === "propose" ? proposeSchema.safeParse(call.arguments).data?.edits[0] : undefined;
    return edit === undefined ? [] : [{ ...edit, answer }];
  });
}

function answeredCalls(messages: readonly Message[]): readonly { readonly call: ToolCall; readonly answer: string }[] {
  const answers = new Map(
    messages.flatMap((message) => (message.role === "tool" ? [[message.callId, message.text] as const] : [])),
  );
  return messages.flatMap((message) =>
    message.role === "assistant" ? message.toolCalls.map((call) => ({ call, answer: answers.get(call.id) ?? "" })) : [],
  );
}
