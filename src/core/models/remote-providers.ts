/** What is known of a provider before it is asked. */
export interface RemoteProvider {
  /** As people know it. */
  readonly title: string;
  /** The wire format it speaks. */
  readonly format: "anthropic" | "openai";
  /** Its own server's. */
  readonly baseUrl: string;
  /** Its own server takes nothing without a key; other servers of its format may. */
  readonly needsKey: boolean;
  /** Used when only the provider is named. */
  readonly defaultModel: string;
}

/** Default models as of November 2026. */
export const REMOTE_PROVIDERS = {
  anthropic: {
    title: "Anthropic",
    format: "anthropic",
    baseUrl: "https://api.anthropic.com",
    needsKey: true,
    defaultModel: "claude-sonnet-5-5",
  },
  openai: {
    title: "OpenAI-compatible",
    format: "openai",
    baseUrl: "https://api.openai.com/v1",
    needsKey: true,
    defaultModel: "gpt-5.5",
  },
  ollama: {
    title: "Ollama",
    format: "openai",
    baseUrl: "http://127.0.0.1:11434/v1",
    needsKey: false,
    defaultModel: "qwen3-coder",
  },
  lmstudio: {
    title: "LM Studio",
    format: "openai",
    baseUrl: "http://127.0.0.1:1234/v1",
    needsKey: false,
    defaultModel: "qwen3-coder-30b",
  },
} as const satisfies Readonly<Record<string, RemoteProvider>>;

export type ProviderName = keyof typeof REMOTE_PROVIDERS;

export function isProviderName(name: string): name is ProviderName {
  return Object.hasOwn(REMOTE_PROVIDERS, name);
}
