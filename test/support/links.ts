import { AppError } from "../../src/core/app-error.ts";
import type { Link } from "../../src/core/models/chain.ts";
import type { Prompt, Reply } from "../../src/core/models/chat-model.ts";
import { type Clock, pause } from "../../src/core/models/clock.ts";
import { ProviderFailure } from "../../src/core/models/provider-failure.ts";
import type { Asking, Tried } from "../../src/core/models/route.ts";
import { Servers } from "../../src/core/models/servers.ts";

export const prompt: Prompt = {
  system: "Be brief.",
  tools: [],
  messages: [{ role: "user", text: "Fix it." }],
  maxTokens: 100,
};

/** What a server does with a request: answers with its name, or fails in this way after so many milliseconds. */
export type Deed = "answer" | { readonly fails: ProviderFailure; readonly afterMs?: number };

export function refused(status: number, retryAfterMs?: number): Deed {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  const retryable = ![400, 401, 403, 404, 422].includes(status);
  return { fails: new ProviderFailure(`${status}: scripted`, { status, retryable, unserved: true, ...wait }) };
}

export const gone: Deed = { fails: new ProviderFailure("Cannot reach it.", { retryable: true, unserved: true }) };

export function stalled(afterMs: number): Deed {
  return { fails: new ProviderFailure("It has sent nothing.", { retryable: true }), afterMs };
}

export interface TestLink extends Link {
  /** When each request came. */
  readonly asked: readonly number[];
}

/** A model that does one deed after the other, and the last of them for ever. */
export function link(clock: Clock, id: string, deeds: readonly Deed[], servers = new Servers(clock)): TestLink {
  const asked: number[] = [];
  const respond = async (_: Prompt, signal: AbortSignal): Promise<Reply> => {
    const deed = deeds[Math.min(asked.length, deeds.length - 1)] ?? "answer";
    asked.push(clock.now());
    if (deed === "answer")
      return {
        text: id,
        toolCalls: [],
        usage: { input: 10, output: 5, cacheRead: 0, cacheWrite: 0 },
        stopReason: "end",
        asked: id,
        served: id,
      };
    if (deed.afterMs !== undefined) await pause(clock, deed.afterMs, signal);
    const code = deed.fails.status === 401 ? "key" : "provider";
    throw new AppError(code, deed.fails.message, { cause: deed.fails });
  };
  return { id, price: undefined, model: { id, respond }, server: servers.at(id, id), asked };
}

export interface Listening extends Asking {
  readonly tries: readonly Tried[];
  readonly said: readonly string[];
  readonly bills: readonly string[];
}

/** Someone who asks, and notes everything that is told meanwhile. */
export function asking(by = "w1", signal = new AbortController().signal): Listening {
  const tries: Tried[] = [];
  const said: string[] = [];
  const bills: string[] = [];
  return {
    by,
    signal,
    tries,
    said,
    bills,
    hold: () => ({
      settle: () => bills.push("settled"),
      release: () => bills.push("released"),
      forfeit: () => bills.push("forfeited"),
    }),
    tried: (tried) => tries.push(tried),
    waiting: (sentence) => said.push(sentence),
  };
}
