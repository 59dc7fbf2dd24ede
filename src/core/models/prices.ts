import { PRICE_TABLE } from "./price-table.ts";

/** Dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input that was read from a cache. */
  readonly cacheRead: number;
  /** Input that was written to one; left out: as other input. */
  readonly cacheWrite?: number;
}

/** Prices the user has set, by "provider:model" or by the model's name alone. */
export type OwnPrices = Readonly<Record<string, Price>>;

/** By "provider:model"; what the user has set comes first. Undefined where the price is not known: a budget in dollars is refused then. */
export function priceOf(id: string, own: OwnPrices = {}): Price | undefined {
  const colon = id.indexOf(":");
  const provider = colon < 0 ? id : id.slice(0, colon);
  for (const name of [id, id.slice(colon + 1)]) if (Object.hasOwn(own, name)) return own[name];
  return entryOf(provider)?.price;
}

/** The shortest prefix, in tokens, that every model of the provider caches. */
export function cacheMinimumOf(provider: string): number {
  return entryOf(provider)?.cacheMinimum ?? 0;
}

function entryOf(provider: string): (typeof PRICE_TABLE.providers)[string] | undefined {
  return Object.hasOwn(PRICE_TABLE.providers, provider) ? PRICE_TABLE.providers[provider] : undefined;
}

/** Writing to a cache costs at most so many times what other input costs, at every provider we know. */
const CACHE_WRITE_FACTOR = 1.25;

/** A price of which only what was given is known: the rest is what it can be at most. */
export function priceFrom(given: {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
}): Price {
  const { input, output, cacheRead = input } = given;
  return { input, output, cacheRead, cacheWrite: input * CACHE_WRITE_FACTOR };
}
