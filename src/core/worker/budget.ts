import { AppError, throwIfCancelled } from "../app-error.ts";
import type { Prompt, Usage } from "../models/chat-model.ts";
import { type Price, type Rates, ratesFor } from "../models/price.ts";
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

/** What went of a budget before it was opened. */
export interface Used {
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number;
  readonly seconds: number;
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
  #started: number;
  #stoppedAt: number | undefined;
  #calls = 0;
  /** Reserved and settled together. */
  #tokens = 0;
  #usd = 0;
  /** The part of them that is set aside for requests under way. */
  #heldTokens = 0;
  #heldUsd = 0;
  #settled = nothing;
  #priced = true;
  readonly #waiting = new Set<() => void>();

  /** `now` in milliseconds. */
  constructor(limits: Limits, now: () => number, parent?: Budget) {
    this.#limits = limits;
    this.#now = now;
    this.#parent = parent;
    this.#started = now();
  }

  /**
   * What has been used under this budget so far; calls that were not answered count at their reservation in dollars, not in tokens,
   * and seconds in which the user held the work not at all.
   */
  spent(): Spent {
    const { input, output, cacheRead } = this.#settled;
    return {
      calls: this.#calls,
      input,
      output,
      cacheRead,
      ...(this.#priced ? { usd: this.#usd } : {}),
      seconds: this.#ms() / 1000,
    };
  }

  /** Takes off what an earlier host of the same run has spent; it may be more than there is. */
  charge({ calls, tokens, usd, seconds }: Used): void {
    this.#calls += calls;
    this.#tokens += tokens;
    this.#usd += usd;
    this.#started -= seconds * 1000;
  }

  /** The time until `goOn` is nobody's to use: the user holds the work. */
  stand(): void {
    this.#stoppedAt ??= this.#now();
  }

  goOn(): void {
    if (this.#stoppedAt !== undefined) this.#started += this.#now() - this.#stoppedAt;
    this.#stoppedAt = undefined;
  }

  /** Milliseconds that are left of the seconds here and above; infinite where there is no limit on them. */
  leftMs(): number {
    const { seconds = Number.POSITIVE_INFINITY } = this.#limits;
    const own = seconds * 1000 - this.#ms();
    return Math.min(own, this.#parent?.leftMs() ?? Number.POSITIVE_INFINITY);
  }

  /** How long it was anybody's to use. */
  #ms(): number {
    return (this.#stoppedAt ?? this.#now()) - this.#started;
  }

  /** What is said when the seconds are over. */
  overtime(): AppError {
    const { seconds } = this.#limits;
    const isOwn = this.#parent === undefined || this.leftMs() < this.#parent.leftMs();
    return isOwn ? exceeded(`${seconds} seconds`) : this.#parent.overtime();
  }

  /**
   * As `reserve`; where only what others have set aside is in the way, it waits until they need it no longer.
   * Throws `budget`, and `cancelled`.
   */
  async hold(prompt: Prompt, price: Price | undefined, signal: AbortSignal): Promise<Reservation> {
    const wanted = amountOf(prompt, price);
    for (;;) {
      throwIfCancelled(signal);
      const refusal = this.#refusal(wanted);
      if (refusal?.until === undefined) return this.reserve(prompt, price);
      await refusal.until.#released(signal);
    }
  }

  /** Throws `budget`, naming the limit, when the call could exceed one. */
  reserve(prompt: Prompt, price: Price | undefined): Reservation {
    const wanted = amountOf(prompt, price);
    const refusal = this.#refusal(wanted);
    if (refusal !== undefined) throw refusal.error;
    this.#take(wanted);
    const { tokens, usd } = wanted;
    let open = true;
    let paid = usd;
    const end = (cost: number, used: number, usage: Usage, calls: number) => {
      if (!open) return;
      open = false;
      paid = cost;
      this.#close(wanted, { tokens: used, usd: cost, calls }, usage);
    };
    return {
      tokens,
      usd: () => (price === undefined ? undefined : paid),
      settle: (usage) => end(price === undefined ? 0 : dollars(price, usage), usage.input + usage.output, usage, 1),
      release: () => end(0, 0, nothing, 0),
      forfeit: () => end(usd, tokens, nothing, 1),
    };
  }

  /** Why not, here or above, and which budget would allow it once others have given back what they do not need. */
  #refusal(wanted: Amount): { readonly error: AppError; readonly until?: Budget } | undefined {
    const { calls, tokens, usd, seconds } = this.#limits;
    if (calls !== undefined && this.#calls + 1 > calls) return { error: exceeded(`${calls} model calls`) };
    if (seconds !== undefined && this.#ms() > seconds * 1000) return { error: exceeded(`${seconds} seconds`) };
    if (usd !== undefined && !wanted.priced)
      return {
        error: new AppError(
          "budget",
          "This model has no known price, so a budget in dollars cannot be kept: set its price, or use a budget in tokens.",
        ),
      };
    const room = (most: number | undefined, used: number, held: number, more: number, limit: string) => {
      if (most === undefined || used + more <= most) return undefined;
      const error = exceeded(limit);
      return used - held + more <= most ? { error, until: this } : { error };
    };
    return (
      room(tokens, this.#tokens, this.#heldTokens, wanted.tokens, `${tokens} tokens`) ??
      room(usd, this.#usd, this.#heldUsd, wanted.usd, `$${usd}`) ??
      (this.#parent === undefined ? undefined : this.#parent.#refusal(wanted))
    );
  }

  #take(wanted: Amount): void {
    if (this.#parent !== undefined) this.#parent.#take(wanted);
    this.#priced &&= wanted.priced;
    this.#calls += 1;
    this.#tokens += wanted.tokens;
    this.#usd += wanted.usd;
    this.#heldTokens += wanted.tokens;
    this.#heldUsd += wanted.usd;
  }

  #released(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        signal.removeEventListener("abort", go);
        this.#waiting.delete(go);
        resolve();
      };
      signal.addEventListener("abort", go, { once: true });
      this.#waiting.add(go);
    });
  }

  #close(
    wanted: Amount,
    used: { readonly tokens: number; readonly usd: number; readonly calls: number },
    usage: Usage,
  ): void {
    this.#calls += used.calls - 1;
    this.#tokens += used.tokens - wanted.tokens;
    this.#usd += used.usd - wanted.usd;
    this.#heldTokens -= wanted.tokens;
    this.#heldUsd -= wanted.usd;
    this.#settled = {
      input: this.#settled.input + usage.input,
      output: this.#settled.output + usage.output,
      cacheRead: this.#settled.cacheRead + usage.cacheRead,
      cacheWrite: this.#settled.cacheWrite + usage.cacheWrite,
    };
    if (this.#parent !== undefined) this.#parent.#close(wanted, used, usage);
    for (const go of [...this.#waiting]) go();
  }
}

/** The most that one request can use. */
interface Amount {
  readonly tokens: number;
  readonly usd: number;
  readonly priced: boolean;
}

function amountOf(prompt: Prompt, price: Price | undefined): Amount {
  const input = upperBound(prompt);
  const output = prompt.maxTokens;
  const usd = price === undefined ? 0 : mostDollars(ratesFor(price, input), input, output);
  return { tokens: input + output, usd, priced: price !== undefined };
}

/** Nobody knows beforehand what of the input a cache will hold. */
function mostDollars({ input, output, cacheRead, cacheWrite = 0 }: Rates, sent: number, answered: number): number {
  return (Math.max(input, cacheRead, cacheWrite) * sent + output * answered) / 1e6;
}

function exceeded(limit: string): AppError {
  return new AppError("budget", `The budget of ${limit} does not allow another model call.`);
}

export function dollars(price: Price, { input, output, cacheRead, cacheWrite }: Usage): number {
  const rates = ratesFor(price, input);
  const plain = input - cacheRead - cacheWrite;
  const written = rates.cacheWrite ?? rates.input;
  return (rates.input * plain + rates.output * output + rates.cacheRead * cacheRead + written * cacheWrite) / 1e6;
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
