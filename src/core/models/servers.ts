import { Breaker } from "./breaker.ts";
import type { Clock } from "./clock.ts";
import type { Fetch } from "./endpoint.ts";
import { Gate } from "./gate.ts";
import { rateFacts } from "./rate-facts.ts";

/** What all workers know together of one server and one of its models. */
export interface Server {
  readonly gate: Gate;
  readonly breaker: Breaker;
  /** When it last gave an answer; 0: never. */
  answeredAt: number;
  /** What it said when it last did not. */
  trouble: unknown;
}

/** How many requests a server gets at once. */
const MOST_AT_ONCE = 32;

/** Every server this process talks to, each known once, however many models, workers and runs it has. */
export class Servers {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #servers = new Map<string, Server>();
  readonly #breakers = new Map<string, Breaker>();

  constructor(clock: Clock, most = MOST_AT_ONCE) {
    this.#clock = clock;
    this.#most = most;
  }

  /** Limits are kept for each model, as servers do; whether there is a server at an address is the same for all of them. */
  at(address: string, model: string): Server {
    const key = JSON.stringify([address, model]);
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    const breaker = this.#breakers.get(address) ?? new Breaker(this.#clock);
    this.#breakers.set(address, breaker);
    const server = { gate: new Gate(this.#clock, this.#most), breaker, answeredAt: 0, trouble: undefined };
    this.#servers.set(key, server);
    return server;
  }

  /** The same `fetch`, by which the server's limits are learned from each of its responses. */
  learning(server: Server, fetching: Fetch): Fetch {
    return async (url, init) => {
      const response = await fetching(url, init);
      server.gate.learn(rateFacts(response.headers, this.#clock.now()));
      return response;
    };
  }
}
