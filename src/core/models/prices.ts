import type { Price } from "./price.ts";
import { CACHE_MINIMUMS, FREE_PROVIDERS, PRICE_TABLE } from "./price-table.ts";

/** Prices the user has set, by "provider:model" or by the model's name alone. */
export type OwnPrices = Readonly<Record<string, Price>>;

/**
 * By "provider:model"; what the user has set comes first. List prices hold at the vendor's own server, which is told by `baseUrl`.
 * Undefined where the price is not known: a budget in dollars is refused then.
 */
export function priceOf(id: string, own: OwnPrices = {}, baseUrl?: string): Price | undefined {
  const colon = id.indexOf(":");
  const provider = colon < 0 ? id : id.slice(0, colon);
  const model = id.slice(colon + 1);
  for (const name of [id, model]) if (Object.hasOwn(own, name)) return own[name];
  if (FREE_PROVIDERS.includes(provider)) return { input: 0, output: 0, cacheRead: 0 };
  return baseUrl === undefined ? undefined : listPrice(model, baseUrl);
}

function listPrice(model: string, baseUrl: string): Price | undefined {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : "";
  const group = PRICE_TABLE.find(({ servers }) => servers.includes(host));
  const name = withoutDate(model);
  const found = group !== undefined && Object.hasOwn(group.models, name) ? group.models[name] : undefined;
  return group === undefined || found === undefined ? undefined : { ...found, asOf: group.asOf };
}

/** A snapshot costs what its model costs: "claude-haiku-4-5-20251001", "gpt-5.4-mini-2026-03-17". */
function withoutDate(model: string): string {
  return model.replace(/-(?:20\d{6}|20\d\d-\d\d-\d\d)$/, "");
}

/** The shortest prefix, in tokens, that a model of the Messages API keeps in a cache. */
export function cacheMinimumOf(model: string): number {
  const name = withoutDate(model);
  return Object.hasOwn(CACHE_MINIMUMS.byModel, name)
    ? (CACHE_MINIMUMS.byModel[name] ?? CACHE_MINIMUMS.others)
    : CACHE_MINIMUMS.others;
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
