import { AppError } from "../app-error.ts";

export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Where an adapter's requests go, and what its error sentences need to say about it. */
export interface Endpoint {
  readonly baseUrl: string;
  /** The base URL as it may be shown: without user info, query and fragment. */
  readonly address: string;
  readonly model: string;
  readonly key: string | undefined;
  /** What a key is taken from, as a part of a sentence: a variable, a setting, a store. */
  readonly keyName: string;
  /** How a person sets a key: half a sentence, "set OPENAI_API_KEY". */
  readonly setKey: string;
  /** How a person lists the models: half a sentence, "list its models with …". */
  readonly listModels: string;
}

/** How long a server may be silent, in milliseconds. Left out: 90 s before the first bytes, 30 s between two pieces; pings count. */
export interface IdleLimits {
  readonly firstMs?: number | undefined;
  readonly idleMs?: number | undefined;
}

/** What both adapters are made from. */
export interface RemoteModelOptions {
  readonly model: string;
  /** Left out: the provider's own. */
  readonly baseUrl?: string;
  /** Left out for servers that want none. */
  readonly key?: string;
  /** What the key comes from, for error sentences: "OPENAI_API_KEY". */
  readonly keyName?: string;
  /** How to set a key, for error sentences; left out: "set" and the name. */
  readonly setKey?: string;
  /** How to list the models, for error sentences. */
  readonly listModels?: string;
  readonly limits?: IdleLimits;
  /** What carries the requests; left out: the platform's own. */
  readonly fetch?: Fetch;
}

/**
 * Checks what comes from settings and environment. Throws `usage` for a base URL that is none,
 * and `key` for a key that no HTTP header can carry (its text stays out of the sentence).
 */
export function endpointOf(
  options: RemoteModelOptions,
  defaults: { readonly baseUrl: string; readonly keyName: string },
): Endpoint {
  const { model } = options;
  const keyName = options.keyName ?? defaults.keyName;
  const setKey = options.setKey ?? `set ${keyName}`;
  const baseUrl = (options.baseUrl ?? defaults.baseUrl).trim().replace(/\/+$/, "");
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new AppError("usage", "The base URL of the model's server is no http(s) URL, like http://127.0.0.1:8080/v1.");
  if (url.username !== "" || url.password !== "")
    throw new AppError("usage", `The base URL must hold no user name or password: ${setKey} instead.`);
  const key = options.key?.trim();
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new AppError("key", `The key in ${keyName} is empty or holds characters no key has: ${setKey} again.`);
  const address = `${url.origin}${url.pathname}`.replace(/\/$/, "");
  return {
    baseUrl,
    address,
    model,
    key,
    keyName,
    setKey,
    listModels: options.listModels ?? `GET ${address}/models lists what it has`,
  };
}
