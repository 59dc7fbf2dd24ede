interface ProviderEntry {
  /** What all its models cost; left out where models differ or prices change too often to be guessed. */
  readonly price?: { readonly input: number; readonly output: number; readonly cacheRead: number };
  /** The shortest prefix, in tokens, that every one of its models caches. */
  readonly cacheMinimum: number;
}

const free = { input: 0, output: 0, cacheRead: 0 };

/**
 * What is known of providers without asking them. What runs on the user's own machine is free; the list prices of hosted models
 * are the user's to set (`--price`, or `models.json` in the state folder), because a stale one would break a budget in dollars.
 */
export const PRICE_TABLE: { readonly asOf: string; readonly providers: Readonly<Record<string, ProviderEntry>> } = {
  asOf: "2026-11-25",
  providers: {
    offline: { price: free, cacheMinimum: 0 },
    ollama: { price: free, cacheMinimum: 0 },
    lmstudio: { price: free, cacheMinimum: 0 },
    anthropic: { cacheMinimum: 4096 },
    openai: { cacheMinimum: 1024 },
  },
};
