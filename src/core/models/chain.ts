import { AppError, asAppError } from "../app-error.ts";
import type { ChatModel, Prompt, Reply } from "./chat-model.ts";
import { type Clock, pause } from "./clock.ts";
import type { Leave, Need } from "./gate.ts";
import { type Patience, waitAfter } from "./patience.ts";
import { type ProviderFailure, providerFailure } from "./provider-failure.ts";
import type { Asking, Hold, Target } from "./route.ts";
import type { Server } from "./servers.ts";
import { estimateTokens } from "./usage.ts";

/** A model of a chain, with its server. */
export interface Link extends Target {
  readonly model: ChatModel;
  readonly server: Server;
}

/** What one call knows of one link. */
interface Standing {
  readonly link: Link;
  failures: number;
  /** Failures that speak for asking another one. */
  strikes: number;
  /** Not before then; never, where its quota is used up. */
  readyAt: number;
}

/** What is likely to be answered, in tokens: most answers are far below their upper bound. */
const USUAL_ANSWER = 500;

/**
 * Asks the models of a chain until one answers: the first that is ready and has not failed this call more often than another.
 * A refusal that will be the same next time is thrown at once, and so is `budget` of `asking.hold`.
 * Throws what `ChatModel.respond` does; when patience is at an end, `provider` with how often and how long was tried.
 */
export async function askChain(
  links: readonly Link[],
  prompt: Prompt,
  asking: Asking,
  { clock, patience }: { readonly clock: Clock; readonly patience: Patience },
): Promise<Reply> {
  const call = new Call(links, prompt, asking, clock, patience);
  for (;;) {
    const standing = call.next();
    const entered = await call.enter(standing);
    if (entered === undefined) continue;
    const reply = await call.request(standing, entered);
    if (reply !== undefined) return reply;
  }
}

class Call {
  readonly #standings: readonly Standing[];
  readonly #prompt: Prompt;
  readonly #asking: Asking;
  readonly #clock: Clock;
  readonly #patience: Patience;
  readonly #need: Need;
  /** When the call first could not go on. */
  #troubleSince: number | undefined;
  /** It has been told to wait, and nothing worse. */
  #onlyLimited = true;
  #requests = 0;
  #lastEnd: number;
  #failure: unknown;

  constructor(links: readonly Link[], prompt: Prompt, asking: Asking, clock: Clock, patience: Patience) {
    this.#standings = links.map((link) => ({ link, failures: 0, strikes: 0, readyAt: 0 }));
    this.#prompt = prompt;
    this.#asking = asking;
    this.#clock = clock;
    this.#patience = patience;
    this.#need = { input: estimateTokens(JSON.stringify(prompt)), output: Math.min(prompt.maxTokens, USUAL_ANSWER) };
    this.#lastEnd = clock.now();
  }

  /** Who is asked next: of those that are ready soon the one with the fewest strikes, else the one that is ready first. */
  next(): Standing {
    const { unreachableTries, retryMs } = this.#patience;
    const open = this.#standings.filter(
      ({ readyAt, link }) => Number.isFinite(readyAt) && !link.server.breaker.isLost(unreachableTries),
    );
    const [first, ...others] = open;
    if (first === undefined || this.#clock.now() > this.#since() + retryMs) throw this.#givenUp();
    if (others.length === 0) return first;
    const soon = open.filter(
      (one) => this.#waitOf(one) + one.link.server.gate.limitedMs(this.#need) <= this.#patience.stayMs,
    );
    // The order of the chain decides between equals.
    if (soon.length > 0) return soon.reduce((best, one) => (this.#weight(one) < this.#weight(best) ? one : best));
    return open.reduce((best, one) => (this.#waitOf(one) < this.#waitOf(best) ? one : best));
  }

  /** Waits until the link may be asked. Undefined: something has changed, choose again. Throws `provider` when that would take too long. */
  async enter({ link, readyAt }: Standing): Promise<Leave | undefined> {
    const { gate, breaker } = link.server;
    const wait = Math.max(readyAt - this.#clock.now(), gate.pausedMs(), breaker.waitMs());
    if (wait > 0) {
      await this.#wait(wait, link);
      return undefined;
    }
    const leave = await gate.enter(this.#asking.by, this.#need, this.#asking.signal);
    if (leave === undefined) return undefined;
    if (breaker.waitMs() === 0) {
      breaker.enter();
      return leave;
    }
    leave();
    return undefined;
  }

  /** One request. Undefined: it failed, and it is worth going on. */
  async request(standing: Standing, leave: Leave): Promise<Reply | undefined> {
    const { link } = standing;
    const { signal, onText } = this.#asking;
    let hold: Hold;
    try {
      hold = await this.#asking.hold(link);
    } catch (error) {
      link.server.breaker.left();
      leave();
      throw error;
    }
    this.#requests += 1;
    const started = this.#clock.now();
    const waitedMs = started - this.#lastEnd;
    const tried = (outcome: Pick<Parameters<Asking["tried"]>[0], "bill" | "failure" | "status">) => {
      this.#lastEnd = this.#clock.now();
      this.#asking.tried({ model: link.id, ms: this.#lastEnd - started, waitedMs, ...outcome });
    };
    try {
      const reply = await link.model.respond(this.#prompt, signal, onText);
      hold.settle(reply.usage);
      link.server.answeredAt = this.#clock.now();
      link.server.breaker.succeeded();
      link.server.gate.faster();
      tried({ bill: "usage" });
      return reply;
    } catch (error) {
      const failure = providerFailure(error);
      if (failure?.unserved === true) hold.release();
      else hold.forfeit();
      tried({
        bill: failure?.unserved === true ? "nothing" : "reservation",
        failure: error instanceof Error ? error.message : String(error),
        ...(failure?.status === undefined ? {} : { status: failure.status }),
      });
      this.#judge(standing, error, failure, started);
      return undefined;
    } finally {
      leave();
    }
  }

  /** What a failure means for this call and for the others at the same server. Throws it where no other request can help. */
  #judge(standing: Standing, error: unknown, failure: ProviderFailure | undefined, started: number): void {
    const { server } = standing.link;
    if (failure === undefined || asAppError(error, "cancelled") !== undefined) {
      server.breaker.left();
      throw error;
    }
    const { status, retryAfterMs } = failure;
    const isUsedUp = !failure.retryable && (status === 402 || status === 429);
    if (!failure.retryable && !isUsedUp) {
      // It is there, and it answers.
      if (status === undefined) server.breaker.left();
      else server.breaker.succeeded();
      throw error;
    }
    this.#failure = error;
    this.#troubleSince ??= started;
    standing.failures += 1;
    const now = this.#clock.now();
    if (isUsedUp) {
      server.breaker.left();
      standing.readyAt = Number.POSITIVE_INFINITY;
      return;
    }
    server.trouble = error;
    const wait = waitAfter(standing.failures, retryAfterMs, this.#clock);
    standing.readyAt = now + wait;
    if (status === 429) {
      server.breaker.left();
      // Those that were on their way together are one sign of it.
      if (server.gate.pausedMs() === 0) server.gate.slower();
    } else {
      this.#onlyLimited = false;
      if (status === undefined && failure.unserved) server.breaker.gone();
      else server.breaker.failed();
    }
    // What holds for this request holds for all that would come after it.
    if (status === 429 || retryAfterMs !== undefined) server.gate.pause(Math.min(wait, LONGEST_PAUSE_MS));
    // One bad answer may be chance; a server that is not there, or falls silent, is left at once.
    if (status === undefined || standing.failures > 1) standing.strikes += 1;
  }

  async #wait(ms: number, { id, server }: Link): Promise<void> {
    const now = this.#clock.now();
    this.#troubleSince ??= now;
    this.#failure ??= server.trouble;
    if (now + ms > this.#since() + this.#patience.retryMs) throw this.#givenUp(ms);
    if (ms >= 1000) this.#asking.waiting(`Waiting ${Math.ceil(ms / 1000)} s for ${id}: ${sentenceOf(this.#failure)}`);
    await pause(this.#clock, ms, this.#asking.signal);
  }

  /** Since when patience is used up. A server that limits the rate and serves others meanwhile is a queue, not a failure. */
  #since(): number {
    const since = this.#troubleSince ?? this.#clock.now();
    if (!this.#onlyLimited) return since;
    return Math.max(since, ...this.#standings.map(({ link }) => link.server.answeredAt));
  }

  #waitOf({ link, readyAt }: Standing): number {
    return Math.max(0, readyAt - this.#clock.now(), link.server.gate.pausedMs(), link.server.breaker.waitMs());
  }

  #weight({ link, strikes }: Standing): number {
    return strikes + (link.server.breaker.waitMs() > 0 ? 1 : 0);
  }

  #givenUp(nextWait?: number): AppError {
    this.#failure ??= this.#standings.find(({ link }) => link.server.trouble !== undefined)?.link.server.trouble;
    const seconds = Math.round((this.#clock.now() - (this.#troubleSince ?? this.#clock.now())) / 1000);
    const models = this.#standings.map(({ link }) => link.id).join(", ");
    const tried =
      this.#requests === 0
        ? `${models} cannot be asked now`
        : `Gave up on ${models} after ${this.#requests === 1 ? "1 request" : `${this.#requests} requests`} in ${seconds} s`;
    const wait =
      nextWait === undefined
        ? ""
        : ` The next would be due in ${Math.ceil(nextWait / 1000)} s, and no call is kept up for more than ${this.#patience.retryMs / 1000} s: start again later, or name another model to go on with.`;
    const cause = providerFailure(this.#failure);
    return new AppError(
      "provider",
      `${tried}. ${sentenceOf(this.#failure)}${wait}`,
      cause === undefined ? {} : { cause },
    );
  }
}

/** What a server asks is believed for so long by those who have not asked it themselves. */
const LONGEST_PAUSE_MS = 300_000;

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : "its server has failed others";
}
