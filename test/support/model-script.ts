export interface ScriptedUsage {
  /** Tokens sent that were neither read from nor written to a cache. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** One answer of the server, in terms of neither wire format. */
export interface Answer {
  readonly text?: string;
  /** Arguments that are a string go out as they are, JSON or not. */
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown; readonly id?: string }[];
  /** null: the server reports none. */
  readonly usage?: ScriptedUsage | null;
  /** Overrides the wire format's own word for how the answer ended. */
  readonly stop?: string;
  /** The model that says it has answered; left out: the one that was asked. */
  readonly served?: string;
  /** Milliseconds before the first byte, headers included. */
  readonly latencyMs?: number;
  /** Of a good answer, beside those it has anyway. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
}

/**
 * Where in the answer something happens: before its first bytes, after its first event, in the middle of the first
 * tool call's arguments, before the events that say how it ended, or before the very last one.
 */
export type Place = "start" | "first-event" | "tool-call" | "finish" | "last-event";

export type Fault =
  /** An HTTP error, with a JSON body in the wire format's own shape unless given. */
  | {
      readonly type: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
      readonly body?: string;
    }
  /** Sends no more, and keeps the connection open; "headers" sends not even those. */
  | { readonly type: "stall"; readonly at: Place | "headers" }
  /** Breaks the connection. */
  | { readonly type: "cut"; readonly at: Place | "headers" }
  /** Ends the body properly, but early. */
  | { readonly type: "early-end"; readonly at: Place }
  /** Loses the last byte of the first character beyond ASCII, and ends there or goes on as if nothing had happened. */
  | { readonly type: "half-character"; readonly goesOn: boolean }
  /** An error event in the stream, of the provider's kind. */
  | { readonly type: "error-event"; readonly at: Place; readonly kind: string; readonly message: string }
  /** One JSON document instead of a stream. */
  | { readonly type: "not-streamed" }
  /** These bytes as the whole answer. */
  | { readonly type: "raw"; readonly contentType: string; readonly body: string }
  /** Ends the body so long after the last event. */
  | { readonly type: "late-end"; readonly ms: number }
  /** Every event in pieces of so many bytes, each a write of its own. */
  | { readonly type: "pieces"; readonly bytes: number };

/** Every way in which a stream breaks off or loses bytes. */
export const brokenStreams: readonly Fault[] = [
  { type: "cut", at: "headers" },
  { type: "cut", at: "start" },
  { type: "cut", at: "first-event" },
  { type: "cut", at: "tool-call" },
  { type: "cut", at: "finish" },
  { type: "cut", at: "last-event" },
  { type: "early-end", at: "start" },
  { type: "early-end", at: "first-event" },
  { type: "early-end", at: "tool-call" },
  { type: "early-end", at: "finish" },
  { type: "early-end", at: "last-event" },
  { type: "half-character", goesOn: false },
  { type: "half-character", goesOn: true },
];
