import type { Price, Rates } from "./price.ts";

/** What one source says of one vendor's models. */
export interface PriceGroup {
  /** Hosts whose models these are: elsewhere, a model of the same name may cost something else. */
  readonly servers: readonly string[];
  /** The day on which the source was last seen to say so. */
  readonly asOf: string;
  readonly source: string;
  /** By the name of the API, without a date of a snapshot. */
  readonly models: Readonly<Record<string, Omit<Price, "asOf">>>;
}

/** Whatever runs on the user's own machine, by provider. */
export const FREE_PROVIDERS: readonly string[] = ["offline", "ollama", "lmstudio"];

/**
 * List prices in dollars per million tokens, as far as a source states them: standard service, caches that are kept for five minutes.
 * Left out is what the source dates into the future or calls a promotion that may be over. What users set (`--price`,
 * `models.json`) comes first.
 */
export const PRICE_TABLE: readonly PriceGroup[] = [
  {
    servers: ["api.anthropic.com"],
    asOf: "2026-10-24",
    source: "https://platform.claude.com/docs/en/about-claude/pricing",
    models: {
      "claude-fable-5-1": { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
      "claude-fable-5": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
      "claude-opus-5-5": { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
      "claude-opus-5": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
      "claude-opus-4-8": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
      "claude-opus-4-7": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
      "claude-opus-4-6": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
      "claude-opus-4-5": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
      "claude-sonnet-5-5": { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
      "claude-sonnet-5": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
      "claude-sonnet-4-6": { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
      "claude-haiku-5-5": {
        input: 0.1,
        output: 0.5,
        cacheRead: 0.01,
        cacheWrite: 0.125,
        long: { above: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
      },
      "claude-haiku-4-5": { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
    },
  },
  {
    servers: ["api.openai.com"],
    asOf: "2026-10-08",
    source: "https://developers.openai.com/api/docs/pricing",
    models: {
      "gpt-6-astra": {
        input: 10,
        output: 50,
        cacheRead: 1,
        cacheWrite: 12.5,
        long: above272k({ input: 20, output: 75, cacheRead: 2, cacheWrite: 25 }),
      },
      "gpt-6.1-sol": {
        input: 2,
        output: 10,
        cacheRead: 0.1,
        cacheWrite: 2.5,
        long: above272k({ input: 4, output: 15, cacheRead: 0.2, cacheWrite: 5 }),
      },
      "gpt-6-sol": {
        input: 2,
        output: 10,
        cacheRead: 0.2,
        cacheWrite: 2.5,
        long: above272k({ input: 4, output: 15, cacheRead: 0.4, cacheWrite: 5 }),
      },
      "gpt-6-luna": {
        input: 0.1,
        output: 0.5,
        cacheRead: 0.01,
        cacheWrite: 0.125,
        long: above272k({ input: 0.2, output: 0.75, cacheRead: 0.02, cacheWrite: 0.25 }),
      },
      "gpt-5.6-terra": {
        input: 2,
        output: 12,
        cacheRead: 0.2,
        cacheWrite: 2.5,
        long: above272k({ input: 4, output: 18, cacheRead: 0.4, cacheWrite: 5 }),
      },
      "gpt-5.6-luna": {
        input: 0.2,
        output: 1.2,
        cacheRead: 0.02,
        cacheWrite: 0.25,
        long: above272k({ input: 0.4, output: 1.8, cacheRead: 0.04, cacheWrite: 0.5 }),
      },
      "gpt-5.5": {
        input: 5,
        output: 30,
        cacheRead: 0.5,
        long: above272k({ input: 10, output: 45, cacheRead: 1 }),
      },
      "gpt-5.4": {
        input: 2.5,
        output: 15,
        cacheRead: 0.25,
        long: above272k({ input: 5, output: 22.5, cacheRead: 0.5 }),
      },
      "gpt-5.4-mini": { input: 0.75, output: 4.5, cacheRead: 0.075 },
      "gpt-5.4-nano": { input: 0.2, output: 1.25, cacheRead: 0.02 },
    },
  },
  {
    servers: ["api.mistral.ai"],
    asOf: "2026-06-09",
    source: "https://github.com/pydantic/genai-prices (prices/providers/mistral.yml)",
    models: {
      "mistral-large-2512": { input: 0.5, output: 1.5, cacheRead: 0.05 },
      "mistral-small-2603": { input: 0.15, output: 0.6, cacheRead: 0.015 },
      "devstral-2512": { input: 0.4, output: 2, cacheRead: 0.04 },
      "codestral-2508": { input: 0.3, output: 0.9, cacheRead: 0.03 },
    },
  },
];

function above272k(rates: Rates): Price["long"] {
  return { above: 272_000, ...rates };
}

/** The shortest prefix, in tokens, that models of the Messages API keep in a cache, by the beginning of their names. */
export const CACHE_MINIMUMS: {
  readonly asOf: string;
  readonly source: string;
  readonly byModel: Readonly<Record<string, number>>;
  /** Of models that are not named: the largest there is. */
  readonly others: number;
} = {
  asOf: "2026-10-24",
  source: "https://platform.claude.com/docs/en/build-with-claude/prompt-caching, and each model's overview",
  byModel: {
    "claude-opus-5-5": 512,
    "claude-sonnet-5-5": 512,
    "claude-haiku-5-5": 512,
    "claude-opus-5": 512,
    "claude-fable-5": 512,
    "claude-opus-4-8": 1024,
    "claude-sonnet-5": 1024,
    "claude-sonnet-4-6": 1024,
    "claude-sonnet-4-5": 1024,
    "claude-opus-4-7": 2048,
  },
  others: 4096,
};
