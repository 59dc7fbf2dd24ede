import { AppError } from "../app-error.ts";
import { anthropicModel } from "./anthropic.ts";
import type { ChatModel } from "./chat-model.ts";
import type { RemoteModelOptions } from "./endpoint.ts";
import { openaiModel } from "./openai.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** One way to get a model: a line in the table below. */
interface Provider {
  /** Used when only the provider is named. */
  readonly defaultModel: string;
  /** True when the environment asks for this provider by itself. */
  readonly isSet: (env: Environment) => boolean;
  /** Throws `key` when the provider needs one and the environment holds none. */
  readonly make: (model: string, env: Environment) => ChatModel;
}

/** In the order in which they are looked for when none is named. Default models as of November 2026. */
const PROVIDERS: Readonly<Record<string, Provider>> = {
  anthropic: {
    defaultModel: "claude-sonnet-5-5",
    isSet: (env) => has(env, "ANTHROPIC_API_KEY") || has(env, "ANTHROPIC_BASE_URL"),
    make: (model, env) => anthropicModel(fromEnvironment("ANTHROPIC", model, env)),
  },
  openai: {
    defaultModel: "gpt-5.5",
    isSet: (env) => has(env, "OPENAI_API_KEY") || has(env, "OPENAI_BASE_URL"),
    make: (model, env) => openaiModel(fromEnvironment("OPENAI", model, env)),
  },
  ollama: {
    defaultModel: "qwen3-coder",
    isSet: () => false,
    make: (model, env) =>
      openaiModel({
        provider: "ollama",
        model,
        baseUrl: ollamaUrl(env.OLLAMA_HOST),
        key: env.OLLAMA_API_KEY?.trim() || "ollama",
        keyName: "OLLAMA_API_KEY",
        listModels: `"ollama list" shows what it has, "ollama pull ${model}" fetches it`,
      }),
  },
};

/**
 * The model that the user asked for ("PROVIDER:MODEL", or a provider alone for its default), or else the one the environment
 * names, or else the offline one, which is the caller's to make. Nothing is loaded or asked yet.
 * Throws `usage` for an unknown provider, `key` for a missing key.
 */
export function chooseModel(choice: {
  readonly spec?: string | undefined;
  readonly env: Environment;
  readonly offline: () => ChatModel;
}): ChatModel {
  const { env, offline } = choice;
  const spec = choice.spec?.trim() ?? "";
  const colon = spec.indexOf(":");
  const name =
    (colon < 0 ? spec : spec.slice(0, colon)) ||
    Object.keys(PROVIDERS).find((key) => PROVIDERS[key]?.isSet(env)) ||
    "offline";
  if (name === "offline") return offline();
  const provider = Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name] : undefined;
  if (provider === undefined)
    throw new AppError(
      "usage",
      `There is no provider "${name}": give --model as PROVIDER:MODEL with one of ${providerNames().join(", ")}, like openai:${PROVIDERS.openai?.defaultModel}.`,
    );
  return provider.make((colon < 0 ? "" : spec.slice(colon + 1).trim()) || provider.defaultModel, env);
}

export function providerNames(): readonly string[] {
  return ["offline", ...Object.keys(PROVIDERS)];
}

/** A server of one's own may do without a key; the provider's does not. */
function fromEnvironment(prefix: "ANTHROPIC" | "OPENAI", model: string, env: Environment): RemoteModelOptions {
  const key = env[`${prefix}_API_KEY`]?.trim();
  const baseUrl = env[`${prefix}_BASE_URL`]?.trim();
  const keyName = `${prefix}_API_KEY`;
  if (!key && !baseUrl)
    throw new AppError(
      "key",
      `There is no key: set ${keyName}, or ${prefix}_BASE_URL for a server that needs none, or use --model offline.`,
    );
  return { model, keyName, ...(key ? { key } : {}), ...(baseUrl ? { baseUrl } : {}) };
}

function has(env: Environment, name: string): boolean {
  return (env[name] ?? "").trim() !== "";
}

/** OLLAMA_HOST as Ollama reads it: host, host:port or URL; the address to listen on everywhere is reached here. */
function ollamaUrl(host: string | undefined): string {
  const given = host?.trim() || "127.0.0.1:11434";
  const withScheme = /^https?:\/\//.test(given)
    ? given
    : `http://${given.startsWith(":") ? `127.0.0.1${given}` : given}`;
  if (!URL.canParse(withScheme))
    throw new AppError("usage", `OLLAMA_HOST is no address: "${given}". Set it like 127.0.0.1:11434.`);
  const url = new URL(withScheme);
  if (url.hostname === "0.0.0.0" || url.hostname === "[::]") url.hostname = "127.0.0.1";
  if (url.port === "" && withScheme !== given) url.port = "11434";
  return `${url.origin}${url.pathname.replace(/\/$/, "")}/v1`;
}
