import type { Answer, ScriptedUsage } from "./model-script.ts";

/** One server-sent event of an answer, with what it carries. */
export interface Frame {
  readonly text: string;
  readonly part: "start" | "text" | "arguments" | "finish";
}

/** A wire format from the server's side. */
export interface Wire {
  frames(answer: Answer, request: unknown): readonly Frame[];
  document(answer: Answer, request: unknown): string;
  error(status: number, message: string): string;
  errorEvent(kind: string, message: string): string;
}

export function wireOf(path: string): Wire | undefined {
  if (path.endsWith("/chat/completions")) return chatCompletions;
  return path.endsWith("/v1/messages") ? messages : undefined;
}

const chatCompletions: Wire = {
  frames(answer, request) {
    const model = modelOf(answer, request);
    const frame = (part: Frame["part"], fields: object): Frame => {
      return {
        part,
        text: `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", model, ...fields })}\n\n`,
      };
    };
    const delta = (part: Frame["part"], fields: object) =>
      frame(part, { choices: [{ index: 0, delta: fields, finish_reason: null }] });
    const finish = answer.stop ?? (answer.toolCalls === undefined ? "stop" : "tool_calls");
    const asked = isObject(request) && isObject(request.stream_options);
    return [
      delta("start", { role: "assistant", content: "" }),
      ...halves(answer.text ?? "").map((content) => delta("text", { content })),
      ...(answer.toolCalls ?? []).flatMap((call, index) => [
        delta("start", {
          tool_calls: [
            { index, id: call.id ?? `call_x${index}`, type: "function", function: { name: call.name, arguments: "" } },
          ],
        }),
        ...halves(argumentText(call.arguments)).map((text) =>
          delta("arguments", { tool_calls: [{ index, function: { arguments: text } }] }),
        ),
      ]),
      frame("finish", { choices: [{ index: 0, delta: {}, finish_reason: finish }] }),
      ...(asked && answer.usage !== null ? [frame("finish", { choices: [], usage: chatUsage(answer.usage) })] : []),
      { part: "finish", text: "data: [DONE]\n\n" },
    ];
  },
  document(answer, request) {
    const calls = (answer.toolCalls ?? []).map((call, index) => {
      return {
        id: call.id ?? `call_x${index}`,
        type: "function",
        function: { name: call.name, arguments: argumentText(call.arguments) },
      };
    });
    const message = {
      role: "assistant",
      content: answer.text ?? null,
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
    };
    return JSON.stringify({
      id: "c1",
      object: "chat.completion",
      model: modelOf(answer, request),
      choices: [{ index: 0, message, finish_reason: answer.stop ?? (calls.length > 0 ? "tool_calls" : "stop") }],
      ...(answer.usage === null ? {} : { usage: chatUsage(answer.usage) }),
    });
  },
  error(status, message) {
    return JSON.stringify({ error: { message, type: "scripted", code: status } });
  },
  errorEvent(kind, message) {
    return `data: ${JSON.stringify({ error: { message, code: kind } })}\n\n`;
  },
};

const messages: Wire = {
  frames(answer, request) {
    const frame = (part: Frame["part"], type: string, fields: object = {}): Frame => {
      return { part, text: `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n` };
    };
    const usage = messagesUsage(answer.usage);
    const start = {
      id: "m1",
      type: "message",
      role: "assistant",
      model: modelOf(answer, request),
      content: [],
      stop_reason: null,
    };
    const blocks = [
      ...(answer.text === undefined
        ? []
        : [{ block: { type: "text", text: "" }, kind: "text_delta", field: "text", body: answer.text }]),
      ...(answer.toolCalls ?? []).map((call, index) => {
        const block = { type: "tool_use", id: call.id ?? `call_x${index}`, name: call.name, input: {} };
        return { block, kind: "input_json_delta", field: "partial_json", body: argumentText(call.arguments) };
      }),
    ];
    return [
      frame("start", "message_start", {
        message: { ...start, ...(usage ? { usage: { ...usage, output_tokens: 1 } } : {}) },
      }),
      frame("start", "ping"),
      ...blocks.flatMap(({ block, kind, field, body }, index) => [
        frame("start", "content_block_start", { index, content_block: block }),
        ...halves(body).map((piece) =>
          frame(kind === "text_delta" ? "text" : "arguments", "content_block_delta", {
            index,
            delta: { type: kind, [field]: piece },
          }),
        ),
        frame("start", "content_block_stop", { index }),
      ]),
      frame("finish", "message_delta", {
        delta: {
          stop_reason: answer.stop ?? (answer.toolCalls === undefined ? "end_turn" : "tool_use"),
          stop_sequence: null,
        },
        ...(usage ? { usage: { output_tokens: usage.output_tokens } } : {}),
      }),
      frame("finish", "message_stop"),
    ];
  },
  document(answer, request) {
    const usage = messagesUsage(answer.usage);
    return JSON.stringify({
      id: "m1",
      type: "message",
      role: "assistant",
      model: modelOf(answer, request),
      content: [
        ...(answer.text === undefined ? [] : [{ type: "text", text: answer.text }]),
        ...(answer.toolCalls ?? []).map((call, index) => {
          return { type: "tool_use", id: call.id ?? `call_x${index}`, name: call.name, input: call.arguments };
        }),
      ],
      stop_reason: answer.stop ?? (answer.toolCalls === undefined ? "end_turn" : "tool_use"),
      ...(usage ? { usage } : {}),
    });
  },
  error(_status, message) {
    return JSON.stringify({ type: "error", error: { type: "scripted", message } });
  },
  errorEvent(kind, message) {
    return `event: error\ndata: ${JSON.stringify({ type: "error", error: { type: kind, message } })}\n\n`;
  },
};

const SOME_USAGE: ScriptedUsage = { input: 100, output: 20 };

function chatUsage({ input, output, cacheRead = 0, cacheWrite = 0 }: ScriptedUsage = SOME_USAGE): object {
  const prompt = input + cacheRead + cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt + output,
    ...(cacheRead > 0 ? { prompt_tokens_details: { cached_tokens: cacheRead } } : {}),
  };
}

function messagesUsage(usage: ScriptedUsage | null = SOME_USAGE) {
  if (usage === null) return undefined;
  return {
    input_tokens: usage.input,
    output_tokens: usage.output,
    cache_read_input_tokens: usage.cacheRead ?? 0,
    cache_creation_input_tokens: usage.cacheWrite ?? 0,
  };
}

function argumentText(args: unknown): string {
  return typeof args === "string" ? args : JSON.stringify(args);
}

/** In two pieces, so that every answer is one that has to be put together. */
function halves(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== "");
}

function modelOf(answer: Answer, request: unknown): unknown {
  return answer.served ?? (isObject(request) ? request.model : undefined);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
