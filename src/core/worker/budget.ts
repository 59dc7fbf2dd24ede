import { AppError } from "../app-error.ts";
import type { Prompt, Usage } from "../models/chat-model.ts";
import type { Price } from "../models/prices.ts";
import type { Hold } from "../models/route.ts";
import type { Spent } from "./report.ts";

const nothing: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export interface Limits {
  readonly calls?: number;
  /** Input and output together. */
  readonly tokens?: number;
  readonly usd?: number;
  readonly seconds?: number;
}

/** A part of the budget set aside for one request. */
export interface Reservation extends Hold {
  readonly tokens: number;
  /** What it has cost since it ended, at most; undefined without a price. */
  usd(): number | undefined;
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
  #settled = nothing;
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

  /** Milliseconds that are left of the seconds here and above; infinite where there is no limit on them. */
  leftMs(): number {
    const { seconds = Number.POSITIVE_INFINITY } = this.#limits;
    const own = seconds * 1000 - (this.#now() - this.#started);
    return Math.min(own, this.#parent?.leftMs() ?? Number.POSITIVE_INFINITY);
  }

  /** What is said when the seconds are over. */
  overtime(): AppError {
    const { seconds } = this.#limits;
    const isOwn = this.#parent === undefined || this.leftMs() < this.#parent.leftMs();
    return isOwn ? exceeded(`${seconds} seconds`) : this.#parent.overtime();
  }

  /** Throws `budget`, naming the limit, when the call could exceed one. */
  reserve(prompt: Prompt, price: Price | undefined): Reservation {
    const input = upperBound(prompt);
    const tokens = input + prompt.maxTokens;
    const most = price && { ...price, input: Math.max(price.input, price.cacheRead, price.cacheWrite ?? 0) };
    const usd = most === undefined ? 0 : dollars(most, { ...nothing, input, output: prompt.maxTokens });
    this.#take(tokens, usd, price !== undefined);
    let open = true;
    let paid = usd;
    const end = (cost: number, backTokens: number, usage: Usage, calls: number) => {
      if (!open) return;
      open = false;
      paid = cost;
      this.#close(backTokens, usd - cost, usage, calls);
    };
    return {
      tokens,
      usd: () => (price === undefined ? undefined : paid),
      settle: (usage) =>
        end(price === undefined ? 0 : dollars(price, usage), tokens - usage.input - usage.output, usage, 0),
      release: () => end(0, tokens, nothing, 1),
      forfeit: () => end(usd, 0, nothing, 0),
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
          "This model has no known price, so a budget in dollars cannot be kept: set its price, or use a budget in tokens.",
        );
      if (this.#usd + usd > maxUsd) throw exceeded(`$${maxUsd}`);
    }
    if (this.#parent !== undefined) this.#parent.#take(tokens, usd, priced);
    this.#priced &&= priced;
    this.#calls += 1;
    this.#tokens += tokens;
    this.#usd += usd;
  }

  #close(tokensBack: number, usdBack: number, usage: Usage, callsBack: number): void {
    this.#calls -= callsBack;
    this.#tokens -= tokensBack;
    this.#usd -= usdBack;
    this.#settled = {
      input: this.#settled.input + usage.input,
      output: this.#settled.output + usage.output,
      cacheRead: this.#settled.cacheRead + usage.cacheRead,
      cacheWrite: this.#settled.cacheWrite + usage.cacheWrite,
    };
    if (this.#parent !== undefined) this.#parent.#close(tokensBack, usdBack, usage, callsBack);
  }
}

function exceeded(limit: string): AppError {
  return new AppError("budget", `The budget of ${limit} does not allow another model call.`);
}

function dollars(price: Price, { input, output, cacheRead, cacheWrite }: Usage): number {
  const plain = input - cacheRead - cacheWrite;
  const written = price.cacheWrite ?? price.input;
  return (price.input * plain + price.output * output + price.cacheRead * cacheRead + written * cacheWrite) / 1e6;
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
