import { AppError } from "../app-error.ts";
import { anthropicModel } from "./anthropic.ts";
import type { ChatModel } from "./chat-model.ts";
import type { RemoteModelOptions } from "./endpoint.ts";
import { openaiModel } from "./openai.ts";
import { isProviderName, type ProviderName, REMOTE_PROVIDERS } from "./remote-providers.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How the environment speaks of a provider: a line in the table below. */
interface FromEnvironment {
  /** True when the environment asks for this provider by itself. */
  readonly isSet: (env: Environment) => boolean;
  /** Throws `key` when the provider needs one and the environment holds none. */
  readonly options: (model: string, env: Environment) => RemoteModelOptions;
}

/** In the order in which they are looked for when none is named. */
const FROM_ENVIRONMENT: Readonly<Record<ProviderName, FromEnvironment>> = {
  anthropic: {
    isSet: (env) => has(env, "ANTHROPIC_API_KEY") || has(env, "ANTHROPIC_BASE_URL"),
    options: (model, env) => keyAndUrl("ANTHROPIC", model, env),
  },
  openai: {
    isSet: (env) => has(env, "OPENAI_API_KEY") || has(env, "OPENAI_BASE_URL"),
    options: (model, env) => keyAndUrl("OPENAI", model, env),
  },
  ollama: {
    isSet: () => false,
    options: (model, env) => ({
      model,
      baseUrl: ollamaUrl(env.OLLAMA_HOST),
      key: env.OLLAMA_API_KEY?.trim() || "ollama",
      keyName: "OLLAMA_API_KEY",
      listModels: `"ollama list" shows what it has, "ollama pull ${model}" fetches it`,
    }),
  },
  lmstudio: {
    isSet: () => false,
    options: (model) => ({
      model,
      listModels: `"lms ls" shows what it has, "lms get ${model}" fetches it`,
    }),
  },
};

/** A model of a provider, by whatever access its host has. Nothing is loaded or asked yet. Throws what `endpointOf` throws. */
export function remoteModel(provider: ProviderName, options: RemoteModelOptions): ChatModel {
  const { format, baseUrl } = REMOTE_PROVIDERS[provider];
  const reached = { baseUrl, ...options };
  return format === "anthropic" ? anthropicModel(reached) : openaiModel({ ...reached, provider });
}

/**
 * The model that the user asked for ("PROVIDER:MODEL", or a provider alone for its default), or else the one the environment
 * names, or else the offline one, which is the caller's to make. Nothing is loaded or asked yet.
 * Throws `usage` for an unknown provider, `key` for a missing key.
 */
export function chooseModel(choice: {
  readonly spec?: string | undefined;
  readonly env: Environment;
  readonly offline: () => ChatModel;
  /** How a model is made that is behind a server. */
  readonly connect?: typeof remoteModel;
}): ChatModel {
  const { env, offline, connect = remoteModel } = choice;
  const spec = choice.spec?.trim() ?? "";
  const colon = spec.indexOf(":");
  const name =
    (colon < 0 ? spec : spec.slice(0, colon)) ||
    Object.entries(FROM_ENVIRONMENT).find(([, provider]) => provider.isSet(env))?.[0] ||
    "offline";
  if (name === "offline") return offline();
  if (!isProviderName(name))
    throw new AppError(
      "usage",
      `There is no provider "${name}": give --model as PROVIDER:MODEL with one of ${providerNames().join(", ")}, like openai:${REMOTE_PROVIDERS.openai.defaultModel}.`,
    );
  const model = (colon < 0 ? "" : spec.slice(colon + 1).trim()) || REMOTE_PROVIDERS[name].defaultModel;
  return connect(name, FROM_ENVIRONMENT[name].options(model, env));
}

export function providerNames(): readonly string[] {
  return ["offline", ...Object.keys(REMOTE_PROVIDERS)];
}

/** A server of one's own may do without a key; the provider's does not. */
function keyAndUrl(prefix: "ANTHROPIC" | "OPENAI", model: string, env: Environment): RemoteModelOptions {
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
