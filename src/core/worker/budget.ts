import { AppError } from "../app-error.ts";
import type { Prompt, Usage } from "../models/chat-model.ts";
import type { Price } from "../models/prices.ts";
import type { Spent } from "./report.ts";

export interface Limits {
  readonly calls?: number;
  /** Input and output together. */
  readonly tokens?: number;
  readonly usd?: number;
  readonly seconds?: number;
}

/** What went of a budget before it was opened. */
export interface Used {
  readonly tokens: number;
  readonly usd: number;
}

/** A part of the budget set aside for one call, given back or settled when the call has ended. */
export interface Reservation {
  readonly tokens: number;
  /** An answer came: only what it used stays spent. */
  settle(usage: Usage): void;
  /** No answer that can be counted came (the stream broke, the call was aborted): the whole reservation stays spent. */
  forfeit(): void;
}

/**
 * Limits on what may be spent, never exceeded: an upper bound is reserved before a call and settled by its usage afterwards.
 * A budget may stand under another (an agent's under its run's), which is asked as well.
 */
export class Budget {
  readonly #limits: Limits;
  readonly #parent: Budget | undefined;
  readonly #now: () => number;
  readonly #started: number;
  #calls = 0;
  /** Reserved and settled together. */
  #tokens = 0;
  #usd = 0;
  #settled: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  #priced = true;

  /** `now` in milliseconds. */
  constructor(limits: Limits, now: () => number, parent?: Budget) {
    this.#limits = limits;
    this.#now = now;
    this.#parent = parent;
    this.#started = now();
  }

  /** What has been used under this budget so far; calls that were not answered count at their reservation in dollars, not in tokens. */
  spent(): Spent {
    const { input, output, cacheRead } = this.#settled;
    return {
      calls: this.#calls,
      input,
      output,
      cacheRead,
      ...(this.#priced ? { usd: this.#usd } : {}),
      seconds: (this.#now() - this.#started) / 1000,
    };
  }

  /** Takes off what an earlier host of the same run has spent; it may be more than there is. */
  charge({ tokens, usd }: Used): void {
    this.#tokens += tokens;
    this.#usd += usd;
  }

  /** Throws `budget`, naming the limit, when the call could exceed one. */
  reserve(prompt: Prompt, price: Price | undefined): Reservation {
    const input = upperBound(prompt);
    const tokens = input + prompt.maxTokens;
    const usd = price === undefined ? 0 : dollars(price, input, prompt.maxTokens);
    this.#take(tokens, usd, price !== undefined);
    let open = true;
    return {
      tokens,
      settle: (usage) => {
        if (!open) return;
        open = false;
        const { input: sent, output, cacheRead } = usage;
        const cost = price === undefined ? 0 : dollars(price, sent - cacheRead, output, cacheRead);
        this.#close(tokens - sent - output, usd - cost, usage);
      },
      forfeit: () => {
        open = false;
      },
    };
  }

  #take(tokens: number, usd: number, priced: boolean): void {
    const { calls, tokens: maxTokens, usd: maxUsd, seconds } = this.#limits;
    if (calls !== undefined && this.#calls + 1 > calls) throw exceeded(`${calls} model calls`);
    if (maxTokens !== undefined && this.#tokens + tokens > maxTokens) throw exceeded(`${maxTokens} tokens`);
    if (seconds !== undefined && this.#now() - this.#started > seconds * 1000) throw exceeded(`${seconds} seconds`);
    if (maxUsd !== undefined) {
      if (!priced)
        throw new AppError(
          "budget",
          "This model has no known price, so a budget in dollars cannot be kept: use --budget-tokens.",
        );
      if (this.#usd + usd > maxUsd) throw exceeded(`$${maxUsd}`);
    }
    if (this.#parent !== undefined) this.#parent.#take(tokens, usd, priced);
    this.#priced &&= priced;
    this.#calls += 1;
    this.#tokens += tokens;
    this.#usd += usd;
  }

  #close(tokensBack: number, usdBack: number, usage: Usage): void {
    this.#tokens -= tokensBack;
    this.#usd -= usdBack;
    this.#settled = {
      input: this.#settled.input + usage.input,
      output: this.#settled.output + usage.output,
      cacheRead: this.#settled.cacheRead + usage.cacheRead,
      cacheWrite: this.#settled.cacheWrite + usage.cacheWrite,
    };
    if (this.#parent !== undefined) this.#parent.#close(tokensBack, usdBack, usage);
  }
}

function exceeded(limit: string): AppError {
  return new AppError("budget", `The budget of ${limit} does not allow another model call.`);
}

export function dollars(price: Price, input: number, output: number, cacheRead = 0): number {
  return (price.input * input + price.output * output + price.cacheRead * cacheRead) / 1e6;
}

/** No tokenizer in use makes more tokens of a text than it has bytes; a few more for the frame of each part. */
function upperBound(prompt: Prompt): number {
  const texts = [prompt.system, ...prompt.tools.map((tool) => JSON.stringify(tool))];
  for (const message of prompt.messages) {
    texts.push(message.text);
    if (message.role === "assistant") texts.push(JSON.stringify(message.toolCalls));
  }
  return texts.reduce((sum, text) => sum + bytesOf(text) + 8, 0);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
