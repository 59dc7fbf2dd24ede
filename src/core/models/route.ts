import type { ChatModel, Prompt, Reply, Usage } from "./chat-model.ts";
import type { Price } from "./price.ts";

export type Tier = "small" | "medium" | "large";

/** A model that a request goes to, and what it costs. */
export interface Target {
  /** "provider:model". */
  readonly id: string;
  readonly price: Price | undefined;
}

/** What was set aside for one request; exactly one of these is called when it has ended. */
export interface Hold {
  /** It was answered, and used so much. */
  settle(usage: Usage): void;
  /** It surely was not served: nothing is paid. */
  release(): void;
  /** Nobody knows what was served: all of it counts as used. */
  forfeit(): void;
}

/** One request that was made for a call. */
export interface Tried {
  readonly model: string;
  readonly ms: number;
  /** Milliseconds between the end of the one before it, or the call's beginning, and its own. */
  readonly waitedMs: number;
  /** What went wrong, where something did. */
  readonly failure?: string;
  readonly status?: number;
  readonly bill: "usage" | "nothing" | "reservation";
}

/** A call, from the side of whoever makes it. */
export interface Asking {
  /** Workers take turns at a server: the name of this one. */
  readonly by: string;
  readonly signal: AbortSignal;
  readonly onText?: (delta: string) => void;
  /** Before each request, which waits for it. What it throws keeps the request from being sent, and ends the call. */
  hold(target: Target): Hold | Promise<Hold>;
  /** After each request. */
  tried(tried: Tried): void;
  /** The call waits, and why, as a sentence for people. */
  waiting(sentence: string): void;
}

/** One way for a call to be answered: a model alone, or several of which the next is asked when one does not answer. */
export interface Route {
  /** Absent where the user has made no difference between tiers. */
  readonly tier?: Tier;
  /** Why calls go this way; half a sentence. */
  readonly why: string;
  /** The one that is asked first. */
  readonly first: Target;
  /** All that may be asked. */
  readonly targets: readonly Target[];
  /** As `ChatModel.respond`, for as many requests as it takes. */
  ask(prompt: Prompt, asking: Asking): Promise<Reply>;
}

/** A model alone: one request a call, whatever becomes of it. */
export function soleRoute(model: ChatModel, price: Price | undefined, now: () => number): Route {
  const first = { id: model.id, price };
  return {
    why: "the only model",
    first,
    targets: [first],
    async ask(prompt, { signal, onText, hold, tried }) {
      const held = await hold(first);
      const started = now();
      const end = () => ({ model: model.id, ms: now() - started, waitedMs: 0 });
      try {
        const reply = await model.respond(prompt, signal, onText);
        held.settle(reply.usage);
        tried({ ...end(), bill: "usage" });
        return reply;
      } catch (error) {
        held.forfeit();
        tried({ ...end(), failure: error instanceof Error ? error.message : String(error), bill: "reservation" });
        throw error;
      }
    },
  };
}
