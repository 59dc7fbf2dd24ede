import * as z from "zod";
import type { Message, Prompt, ToolCall } from "../chat-model.ts";
import { readSections, type Section } from "../sections.ts";

/** What any prompt holds of its target, as far as a model without language can read it. */
export interface Target {
  readonly path: string;
  /** The target's whole text; undefined while parts of it are unknown. */
  readonly text: string | undefined;
  /** First line that is not known yet. */
  readonly nextLine: number;
  /** All sections of the first message. */
  readonly sections: readonly Section[];
  /** What was proposed so far, in order, and what was said to it. */
  readonly tries: readonly Try[];
  /** No other answer will be asked for. */
  readonly isLast: boolean;
  /** What is known of another file by reading it. */
  pages(path: string): Pages;
}

interface Pages {
  /** Undefined while parts of it are unknown. */
  readonly text: string | undefined;
  readonly nextLine: number;
  /** It was asked for, and not shown. */
  readonly isRefused: boolean;
}

interface Try {
  readonly edits: readonly { readonly find: string; readonly replace: string }[];
  readonly answer: string;
}

/** Undefined for a prompt without a target. */
export function readTarget({ messages, toolChoice }: Prompt): Target | undefined {
  const first = messages.find((message) => message.role === "user");
  const sections = first === undefined ? [] : readSections(first.text);
  const title = sections.find(({ kind }) => kind === "target" || kind === "outline")?.title;
  const target = sections.find(({ kind }) => kind === "target");
  if (title === undefined) return undefined;
  const place = /^(.*):(\d+)-(\d+)$/.exec(title);
  const isWhole = target !== undefined && target.title === title && place === null;
  const path = place?.[1] ?? title;
  const pages = pagesOf(messages, path);
  const tries = triesOf(messages);
  return {
    path,
    text: isWhole ? target.body : pages.text,
    nextLine: pages.nextLine,
    sections,
    tries,
    isLast: toolChoice !== undefined,
    pages: (other) => pagesOf(messages, other),
  };
}

const readSchema = z.object({ path: z.string() });
const proposeSchema = z.object({ edits: z.array(z.object({ find: z.string(), replace: z.string() })).min(1) });

/** A file's text out of the answers to our own `read` calls, page by page. */
function pagesOf(messages: readonly Message[], path: string): Pages {
  const lines: string[] = [];
  let isRefused = false;
  for (const { call, answer } of answeredCalls(messages)) {
    if (call.name !== "read" || readSchema.safeParse(call.arguments).data?.path !== path) continue;
    const [head = "", ...body] = answer.split("\n");
    const whole = /\((\d+) lines\)$/.exec(head);
    const page = / lines (\d+)-(\d+) of (\d+)$/.exec(head);
    if (whole !== null) return { text: `${body.join("\n")}\n`, nextLine: body.length + 1, isRefused };
    isRefused ||= page === null;
    if (page === null || Number(page[1]) !== lines.length + 1) continue;
    lines.push(...body);
    if (lines.length >= Number(page[3]))
      return { text: `${lines.join("\n")}\n`, nextLine: lines.length + 1, isRefused };
  }
  return { text: undefined, nextLine: lines.length + 1, isRefused };
}

function triesOf(messages: readonly Message[]): readonly Try[] {
  return answeredCalls(messages).flatMap(({ call, answer }) => {
    const proposed = call.name === "propose" ? proposeSchema.safeParse(call.arguments).data : undefined;
    return proposed === undefined ? [] : [{ edits: proposed.edits, answer }];
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
