/** A tool as the model sees it. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** The parsed arguments, or the raw text where it is no JSON: the tool's own parse turns it into a sentence for the model. */
  readonly arguments: unknown;
}

export type Message =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly toolCalls: readonly ToolCall[] }
  | { readonly role: "tool"; readonly callId: string; readonly text: string };

export interface Prompt {
  readonly system: string;
  readonly tools: readonly ToolSpec[];
  readonly messages: readonly Message[];
  /** Upper bound on the answer, in tokens. */
  readonly maxTokens: number;
  /** "required": some tool must be called. An object: that one. Left out: the model decides. */
  readonly toolChoice?: "required" | { readonly name: string };
}

/** In tokens, as the provider counted them. `input` holds everything sent, cached parts included. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export interface Reply {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly usage: Usage;
  readonly stopReason: "end" | "tools" | "length" | "refusal";
  /** Why a text that was meant to call tools calls none: a sentence for the model. */
  readonly complaint?: string;
  /** The model that was asked for, and the one the server says has answered. */
  readonly asked: string;
  readonly served: string;
}

/**
 * One model behind one wire format.
 * `respond` makes exactly one request: adapters never retry. A stream that did not end properly throws `provider`, and nothing of it is kept.
 * Errors: `key` (refused or missing key), `provider` (everything else of the server or the network), `cancelled`.
 */
export interface ChatModel {
  /** "provider:model". */
  readonly id: string;
  /** What a worker may spend on this model at most, where that differs from the agent's own budget (the offline model's tries cost nothing). */
  readonly calls?: number;
  /** Past so many calls a worker makes others only until it has worked for so long: the last one is told that it is the last. */
  readonly patience?: { readonly calls: number; readonly seconds: number };
  /** False for a model that only writes text: its tools are described to it, and it calls them there (see `text-tools.ts`). */
  readonly callsTools?: false;
  /** It tries one small change after the other: worth an execution beforehand that tells it which lines the tests come to. */
  readonly triesChanges?: true;
  /** Starts loading what the first `respond` needs, so that it overlaps with other work. Never fails; may be left out. */
  warmUp?(): void;
  respond(prompt: Prompt, signal: AbortSignal, onText?: (delta: string) => void): Promise<Reply>;
}
