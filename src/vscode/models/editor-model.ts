import type * as vscode from "vscode";
import type { ChatModel, Prompt, Reply, Usage } from "../../core/models/chat-model.ts";
import { watched } from "../../core/models/idle-watchdog.ts";
import { brokenAnswer, ProviderFailure } from "../../core/models/provider-failure.ts";
import { readCalls } from "../../core/models/text-calls.ts";
import { type RawCall, toolCalls } from "../../core/models/tool-arguments.ts";
import { estimateTokens } from "../../core/models/usage.ts";
import { editorFailure, refusedAbilities } from "./editor-failure.ts";
import { type Ability, type ConversationApi, type EditorRequest, editorRequest } from "./editor-request.ts";

/** No tokenizer makes fewer tokens of a text than this many characters each. */
const MOST_CHARACTERS_PER_TOKEN = 8;

const COUNTING_MS = 2000;

/**
 * A model that the editor offers, as one of ours. The first request may make the editor ask the user for consent, so it must follow
 * from what the user did. A request that the model refused, unserved, for its tools or for being made to call one is sent once
 * more without; a model that answers without calling is told how to do that in text.
 */
export function editorModel(options: {
  readonly chat: vscode.LanguageModelChat;
  readonly api: ConversationApi;
  /** Whether the user has agreed already; anything but true means that they may be asked, which takes as long as they do. */
  readonly mayAsk: () => boolean | undefined;
  /** Milliseconds without a sign of life, before and after the first part of the answer. */
  readonly limits?: { readonly firstMs?: number; readonly idleMs?: number };
}): ChatModel {
  const { chat, api, mayAsk } = options;
  const model = `${chat.vendor}/${chat.id}`;
  const name = `"${chat.name || chat.id}"`;
  let ability: Ability = { tools: "yes", required: true };

  async function respond(prompt: Prompt, signal: AbortSignal, onText?: (delta: string) => void): Promise<Reply> {
    const tried = ability;
    const request = editorRequest(prompt, tried, api);
    const firstMs = options.limits?.firstMs ?? (mayAsk() === true ? 180_000 : 600_000);
    const idleMs = options.limits?.idleMs ?? 90_000;
    const silence = (ms: number) => brokenAnswer(`${name} has sent nothing for ${ms / 1000} s: try again.`);
    let answer: Answer;
    try {
      answer = await watched({ firstMs, idleMs }, signal, silence, (watch) => ask(request, prompt, watch, onText));
    } catch (error) {
      const less = error instanceof Refusal ? without(tried, error.cause, prompt) : undefined;
      if (less === undefined) throw editorFailure(error instanceof Refusal ? error.cause : error, name);
      ability = less;
      return respond(prompt, signal, onText);
    }
    const silent = prompt.tools.length > 0 && answer.calls.length === 0;
    if (silent && ability.tools === "yes") ability = { ...ability, tools: "also-as-text" };
    return reply(answer, prompt, await usageOf(request, answer));
  }

  async function ask(
    request: EditorRequest,
    prompt: Prompt,
    watch: { readonly signal: AbortSignal; beat(): void },
    onText: ((delta: string) => void) | undefined,
  ): Promise<Answer> {
    let begun = false;
    const heard = () => {
      begun = true;
      watch.beat();
    };
    const source = new api.CancellationTokenSource();
    const cancel = () => source.cancel();
    watch.signal.addEventListener("abort", cancel, { once: true });
    try {
      const response = await chat.sendRequest(request.messages, request.options, source.token);
      return await read(response, prompt, heard, (text) => {
        if (!watch.signal.aborted) onText?.(text);
      });
    } catch (error) {
      throw begun ? error : new Refusal("Nothing was served.", { cause: error });
    } finally {
      watch.signal.removeEventListener("abort", cancel);
      // Ends a stream that is not wanted to its end, and does nothing to one that is over.
      source.cancel();
      source.dispose();
    }
  }

  async function read(
    response: vscode.LanguageModelChatResponse,
    prompt: Prompt,
    heard: () => void,
    onText: (delta: string) => void,
  ): Promise<Answer> {
    let text = "";
    let length = 0;
    const calls: RawCall[] = [];
    for await (const part of response.stream) {
      heard();
      if (part instanceof api.LanguageModelTextPart) {
        text += part.value;
        length += part.value.length;
        onText(part.value);
      } else if (part instanceof api.LanguageModelToolCallPart) {
        if (part.name === "") throw brokenAnswer(`${name} sent a tool call without a name.`);
        const given = typeof part.input === "string" ? part.input : JSON.stringify(part.input ?? {});
        length += given.length;
        calls.push({ id: part.callId, name: part.name, arguments: given });
      }
      // The editor's API takes no limit on the answer: one that is surely longer ends here.
      if (length > prompt.maxTokens * MOST_CHARACTERS_PER_TOKEN) return { text, calls, cut: true };
    }
    if (text.trim() === "" && calls.length === 0)
      throw brokenAnswer(`${name} ended its answer without saying anything.`);
    return calls.length > 0 ? { text, calls, cut: false } : { text, ...readCalls(text, prompt.tools), cut: false };
  }

  /** By the model's own count, where it has one and does not take long. */
  async function usageOf(request: EditorRequest, { text, calls }: Answer): Promise<Usage> {
    const said = [text, ...calls.map((call) => call.name + call.arguments)].join("");
    const [input, output] = await Promise.all([count(request.text), count(said)]);
    return { input, output, cacheRead: 0, cacheWrite: 0 };
  }

  async function count(text: string): Promise<number> {
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => late.resolve(undefined), COUNTING_MS);
    try {
      const tokens = await Promise.race([chat.countTokens(text), late.promise]);
      return typeof tokens === "number" && tokens > 0 ? Math.ceil(tokens) : estimateTokens(text);
    } catch {
      return estimateTokens(text);
    } finally {
      clearTimeout(timer);
    }
  }

  function reply({ text, calls, cut, complaint }: Answer, prompt: Prompt, usage: Usage): Reply {
    const stop = cut ? "length" : "end";
    const made = toolCalls(calls, stop, prompt);
    const stopReason = !cut && made.length > 0 ? "tools" : stop;
    const told = complaint === undefined ? {} : { complaint };
    return { text, toolCalls: made, usage, stopReason, asked: model, served: model, ...told };
  }

  return { id: `editor:${model}`, respond };
}

interface Answer {
  readonly text: string;
  readonly calls: readonly RawCall[];
  /** See `Reply.complaint`. */
  readonly complaint?: string;
  /** It went on past every limit. */
  readonly cut: boolean;
}

/** Failed before the first part of an answer. */
class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Undefined where nothing is left to leave out. */
function without(ability: Ability, refusal: unknown, prompt: Prompt): Ability | undefined {
  if (prompt.tools.length === 0 || refusal instanceof ProviderFailure) return undefined;
  const refused = refusedAbilities(refusal);
  if (refused.required && ability.required && prompt.toolChoice !== undefined) return { ...ability, required: false };
  return refused.tools && ability.tools !== "never" ? { ...ability, tools: "never" } : undefined;
}
