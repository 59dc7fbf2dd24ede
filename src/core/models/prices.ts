/** Dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
}

const free: Price = { input: 0, output: 0, cacheRead: 0 };

/**
 * What models cost that run on the user's own machine. Prices of the others change too often to be guessed:
 * a budget in dollars is refused for a model without one.
 */
const prices: Readonly<Record<string, Price>> = { offline: free, ollama: free, lmstudio: free };

/** By "provider:model". Undefined where the price is not known. */
export function priceOf(model: string): Price | undefined {
  const provider = model.split(":")[0] ?? "";
  return Object.hasOwn(prices, provider) ? prices[provider] : undefined;
}
