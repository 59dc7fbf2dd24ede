import * as z from "zod";
import { throwIfCancelled } from "../app-error.ts";
import { type Endpoint, endpointOf, type Fetch } from "./endpoint.ts";
import { refusal, unreachable } from "./exchange.ts";
import { parseJson } from "./parse-json.ts";
import { quotable } from "./quotable.ts";
import { type ProviderName, REMOTE_PROVIDERS } from "./remote-providers.ts";
import { beginning } from "./server-error.ts";

export interface ListedModel {
  readonly id: string;
  /** What the server calls it; the id where it says nothing. */
  readonly name: string;
}

/** What a server answered when it was asked for its models. The sentences hold no key. */
export type ModelList =
  | { readonly status: "listed"; readonly address: string; readonly models: readonly ListedModel[] }
  | {
      readonly status: /** The key, or that there is none. */
        | "refused"
        /** Nobody answers there, or not in time. */
        | "unreachable"
        /** Somebody answers, but with no list of models. */
        | "no-model-server"
        /** A model server that cannot answer now. */
        | "failed";
      readonly sentence: string;
    };

/** Where to ask, and what error sentences need to say about it, as in `RemoteModelOptions`. */
export interface ModelServer {
  readonly provider: ProviderName;
  /** Left out: the provider's own. */
  readonly baseUrl?: string | undefined;
  readonly key?: string | undefined;
  readonly keyName: string;
  readonly setKey: string;
}

const MAX_BYTES = 8_000_000;
const MAX_MODELS = 2000;
const MAX_NAME = 200;

/**
 * Asks a provider's server for its models, newest first where it says when they were made. It costs nothing, so it is the check of a
 * key as well, except where a server answers everyone (see `answersEveryone`).
 * Throws `cancelled`, and `usage` or `key` for a base URL or a key that no request can be made with.
 */
export async function listModels(
  server: ModelServer,
  using: { readonly fetch: Fetch; readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<ModelList> {
  const { format, baseUrl } = REMOTE_PROVIDERS[server.provider];
  const endpoint = endpointOf(
    { model: "", keyName: server.keyName, setKey: server.setKey, ...(server.key ? { key: server.key } : {}) },
    { baseUrl: server.baseUrl?.trim() || baseUrl, keyName: server.keyName },
  );
  const { signal, timeoutMs = 10_000 } = using;
  throwIfCancelled(signal);
  const late = AbortSignal.timeout(timeoutMs);
  const list = await ask(endpoint, format, using.fetch, AbortSignal.any([signal, late]));
  throwIfCancelled(signal);
  if (!late.aborted || list.status === "listed") return list;
  return {
    status: "unreachable",
    sentence: `${endpoint.address} did not answer within ${timeoutMs / 1000} s: is the server running, and the base URL right?`,
  };
}

/** Whether the server lists its models without a key as well, so that a list says nothing about the key. */
export async function answersEveryone(
  server: ModelServer,
  using: { readonly fetch: Fetch; readonly signal: AbortSignal },
): Promise<boolean> {
  const { status } = await listModels({ ...server, key: undefined }, using);
  return status === "listed";
}

async function ask(
  endpoint: Endpoint,
  format: "anthropic" | "openai",
  fetch: Fetch,
  signal: AbortSignal,
): Promise<ModelList> {
  const { url, headers } = request(endpoint, format);
  let response: Response;
  try {
    // A redirect would carry the key to an address nobody has set.
    response = await fetch(url, { headers, signal, redirect: "manual" });
  } catch (error) {
    return { status: "unreachable", sentence: unreachable(endpoint, error).message };
  }
  if (!response.ok) return refused(endpoint, response);
  const models = modelsIn(await beginning(response, MAX_BYTES));
  const { address } = endpoint;
  if (models !== undefined) return { status: "listed", address, models };
  return {
    status: "no-model-server",
    sentence: `${address} answers, but with no list of models: check the base URL.`,
  };
}

function request(
  { baseUrl, key }: Endpoint,
  format: "anthropic" | "openai",
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  if (format === "openai")
    return { url: `${baseUrl}/models`, headers: key === undefined ? {} : { authorization: `Bearer ${key}` } };
  return {
    url: `${baseUrl.replace(/\/v1$/, "")}/v1/models?limit=1000`,
    headers: { "anthropic-version": "2023-06-01", ...(key === undefined ? {} : { "x-api-key": key }) },
  };
}

async function refused(endpoint: Endpoint, response: Response): Promise<ModelList> {
  const failure = await refusal(response);
  const { status } = response;
  const { address, key, keyName, setKey } = endpoint;
  const said = quotable(failure.message, key);
  // Some servers call a bad key a bad request.
  if (status === 401 || status === 403 || (status === 400 && /api.?key|credential/i.test(said))) {
    return key === undefined
      ? { status: "refused", sentence: `${address} wants a key (${said}): ${setKey}.` }
      : { status: "refused", sentence: `${address} refused the key in ${keyName} (${said}): ${setKey} again.` };
  }
  if (status === 408 || status === 429 || status >= 500)
    return { status: "failed", sentence: `${address} cannot list its models now (${said}): try again later.` };
  return { status: "no-model-server", sentence: `${address} lists no models (${said}): check the base URL.` };
}

const entrySchema = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  model: z.string().nullish(),
  display_name: z.string().nullish(),
  created: z.number().nullish(),
  created_at: z.string().nullish(),
});
/** OpenAI's and Anthropic's shape, a bare list, and the one some local servers have. */
const listSchema = z.union([
  z.object({ data: z.array(z.unknown()) }).transform(({ data }) => data),
  z.object({ models: z.array(z.unknown()) }).transform(({ models }) => models),
  z.array(z.unknown()),
  // A server that has none yet.
  z.object({ object: z.literal("list"), data: z.null() }).transform((): unknown[] => []),
]);

/** Undefined for what is no list of models; entries that are none are left out. */
function modelsIn(body: string): readonly ListedModel[] | undefined {
  const list = listSchema.safeParse(parseJson(body));
  if (!list.success) return undefined;
  const found = new Map<string, ListedModel & { readonly made: number }>();
  for (const item of list.data.slice(0, MAX_MODELS)) {
    const entry = entrySchema.safeParse(item);
    const id = entry.data?.id ?? entry.data?.model ?? entry.data?.name ?? "";
    if (!entry.success || !isUsableName(id) || found.has(id)) continue;
    const { display_name, name, created, created_at } = entry.data;
    const label = [display_name, name].find((text) => typeof text === "string" && isUsableName(text));
    found.set(id, { id, name: label ?? id, made: created ?? (Date.parse(created_at ?? "") || 0) / 1000 });
  }
  if (found.size === 0 && list.data.length > 0) return undefined;
  return [...found.values()]
    .sort((one, other) => other.made - one.made)
    .filter(({ id }) => canChat(id))
    .map(({ id, name }) => ({ id, name }));
}

/** Names are shown and sent: one line, of a length that names have. */
function isUsableName(name: string): boolean {
  return name.trim() !== "" && name.length <= MAX_NAME && !/[\p{Cc}\p{Cf}]/u.test(name);
}

/** Lists name what embeds, draws, hears and speaks as well; only names tell them apart. */
function canChat(id: string): boolean {
  return !/(^|[-_/.:])(text-)?(embed(ding)?s?|whisper|tts|dall-e|moderation|image|images|audio|realtime|transcribe|sora|rerank(er)?|bge|davinci|babbage)([-_/.:\d]|$)/i.test(
    id,
  );
}
