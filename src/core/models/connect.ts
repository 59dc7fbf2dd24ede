import type { Link } from "./chain.ts";
import type { ChatModel } from "./chat-model.ts";
import type { Clock } from "./clock.ts";
import type { Fetch, IdleLimits, RemoteModelOptions } from "./endpoint.ts";
import type { ModelPlan } from "./model-plan.ts";
import { defaultPatience } from "./patience.ts";
import { type OwnPrices, priceOf } from "./prices.ts";
import { remoteModel } from "./providers.ts";
import { type ProviderName, REMOTE_PROVIDERS } from "./remote-providers.ts";
import { routedModel } from "./routed-model.ts";
import type { Servers } from "./servers.ts";

/** What the user has set about all models. */
export interface ModelRules {
  readonly prices?: OwnPrices | undefined;
  readonly limits?: IdleLimits | undefined;
  /** See `Patience.retryMs`. */
  readonly retryMs?: number | undefined;
}

/** What a host gives for reaching models. */
export interface Reach {
  readonly fetch: Fetch;
  readonly rules: ModelRules;
}

/** Makes models that share their servers' limits with all others made over the same `servers`. */
export class Connections {
  readonly #servers: Servers;
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #rules: ModelRules;

  constructor(options: Reach & { readonly servers: Servers; readonly clock: Clock }) {
    this.#servers = options.servers;
    this.#fetch = options.fetch;
    this.#clock = options.clock;
    this.#rules = options.rules;
  }

  /** A model behind a server. Throws what `endpointOf` throws. */
  remote(provider: ProviderName, options: RemoteModelOptions): Link {
    const { baseUrl = REMOTE_PROVIDERS[provider].baseUrl } = options;
    const server = this.#servers.at(baseUrl, options.model);
    const fetching = this.#servers.learning(server, this.#fetch);
    const { limits } = this.#rules;
    const model = remoteModel(provider, { ...(limits === undefined ? {} : { limits }), ...options, fetch: fetching });
    return { id: model.id, model, server, price: priceOf(model.id, this.#rules.prices, baseUrl) };
  }

  /** A model that is reached in another way: the offline one, one of the editor's. */
  other(model: ChatModel): Link {
    return {
      id: model.id,
      model,
      server: this.#servers.at(model.id, ""),
      price: priceOf(model.id, this.#rules.prices),
    };
  }

  /** One model that stands for the plan. The offline one alone is that by itself: it has no server, and nobody to ask in its place. */
  routed(plan: ModelPlan<Link>): ChatModel {
    const [{ model }] = plan.all;
    if (model.calls !== undefined && plan.all.length === 1 && plan.tiers.size === 0 && plan.agents.size === 0)
      return model;
    const { retryMs = defaultPatience.retryMs } = this.#rules;
    return routedModel(plan, { clock: this.#clock, patience: { ...defaultPatience, retryMs } });
  }
}
