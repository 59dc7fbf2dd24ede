import type { Reply } from "./chat-model.ts";
import type { Endpoint, Fetch, RemoteModelOptions } from "./endpoint.ts";
import { watched } from "./idle-watchdog.ts";
import { asProviderError, brokenAnswer, ProviderFailure } from "./provider-failure.ts";
import { replyWithoutKey } from "./reply-without-key.ts";
import { retryAfterMs } from "./retry-after.ts";
import { beginning, saidBy } from "./server-error.ts";
import { type ServerEvent, serverEvents } from "./server-events.ts";

/** A request as an SDK makes it: with our `fetch`, which keeps what the server said in its own words. */
export type Send = (fetch: Fetch, signal: AbortSignal) => Promise<Response>;

/**
 * One request and its whole answer, watched. Throws what `ChatModel.respond` promises; a throw of `read` that is
 * no `ProviderFailure` is a bug and passes through.
 */
export async function exchange(
  endpoint: Endpoint,
  { limits, fetch: fetching = fetch }: Pick<RemoteModelOptions, "limits" | "fetch">,
  signal: AbortSignal,
  send: Send,
  read: (events: AsyncIterable<ServerEvent>, signal: AbortSignal) => Promise<Reply>,
): Promise<Reply> {
  const { firstMs = 90_000, idleMs = 30_000 } = limits ?? {};
  const silence = (ms: number) =>
    brokenAnswer(`${endpoint.address} has sent nothing for ${ms / 1000} s: is the server overloaded?`);
  try {
    return await watched({ firstMs, idleMs }, signal, silence, async (watch) => {
      const response = await request(endpoint, fetching, send, watch.signal);
      return replyWithoutKey(await read(serverEvents(response, watch.beat), watch.signal), endpoint.key);
    });
  } catch (error) {
    throw error instanceof ProviderFailure ? asProviderError(error, endpoint) : error;
  }
}

/** Goes through a request as far as it comes without asking anyone, since most of a first one's time is loading. Never fails. */
export async function rehearse(send: Send): Promise<void> {
  const nobody: Fetch = () => Promise.reject(new Error("This is a rehearsal."));
  await Promise.allSettled([send(nobody, new AbortController().signal), fetch("data:,")]);
}

/** The response once it is a good one. SDKs keep only parts of a bad one, so it is read where it arrives. */
async function request(endpoint: Endpoint, real: Fetch, send: Send, signal: AbortSignal): Promise<Response> {
  let failure: ProviderFailure | undefined;
  const fetching: Fetch = async (url, init) => {
    try {
      // A redirect would carry the key to an address nobody has set.
      const response = await real(url, { ...init, redirect: "manual" });
      if (response.ok) return response;
      failure = await refusal(response);
    } catch (error) {
      failure = unreachable(endpoint, error);
    }
    throw failure;
  };
  try {
    return await send(fetching, signal);
  } catch (error) {
    throw failure ?? (signal.aborted ? brokenAnswer("The request was aborted.") : error);
  }
}

/** What a response that is no good one says, in the server's own words. */
export async function refusal(response: Response): Promise<ProviderFailure> {
  const { status, headers } = response;
  const text = await beginning(response);
  const wait = retryAfterMs(headers, Date.now());
  const location = headers.get("location");
  const said =
    location === null ? saidBy(status, text) : `${status}: redirected to ${location}, set the base URL to that`;
  return new ProviderFailure(said, {
    status,
    retryable: isRetryable(status, text, headers.get("x-should-retry")),
    unserved: !LOST_ON_THE_WAY.includes(status),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** A gateway's word for not knowing what became of a request: it may have been served. */
const LOST_ON_THE_WAY: readonly number[] = [408, 502, 504];

/** The request itself is wrong, or the key, or the address: the same again is as wrong. */
const FINAL: readonly number[] = [400, 401, 403, 404, 422];

function isRetryable(status: number, text: string, told: string | null): boolean {
  if (FINAL.includes(status)) return false;
  if (told === "true" || told === "false") return told === "true";
  if (status === 429) return !/insufficient_quota|billing_hard_limit/.test(text);
  return status === 408 || status === 409 || status === 425 || (status >= 500 && status !== 501);
}

/** Reasons that lie with this machine or its settings, and that no waiting heals. */
const LOCAL_REASONS = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|ERR_INVALID/;

/** No connection was made, so nothing was sent; nor was it where `fetch` gives no code at all (a port it does not speak to). */
const NO_CONNECTION = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;

export function unreachable({ address }: Endpoint, error: unknown): ProviderFailure {
  const reason = codeOf(error);
  return new ProviderFailure(
    `Cannot reach ${address}${reason === undefined ? "" : ` (${reason})`}: is the server running, and the base URL right?`,
    {
      retryable: reason === undefined || !LOCAL_REASONS.test(reason),
      unserved: reason === undefined || NO_CONNECTION.test(reason),
    },
  );
}

/** The code of the innermost error that has one: "ECONNREFUSED", "ENOTFOUND", … */
function codeOf(error: unknown): string | undefined {
  let code: string | undefined;
  for (let inner = error; inner instanceof Error; inner = inner.cause)
    if ("code" in inner && typeof inner.code === "string") code = inner.code;
  return code;
}
