import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import * as z from "zod";
import type { Fetch } from "../core/models/endpoint.ts";

/** How long a connection may take to be made, in milliseconds. */
const CONNECT_MS = 5000;

const messageSchema = z.object({ request: z.custom<object>((value) => typeof value === "object" && value !== null) });

/**
 * The platform's `fetch`, which gives up a connection that is not made in time as "UND_ERR_CONNECT_TIMEOUT"; of its own accord
 * it waits for twice as long, and for proxies differently. An answer that is slow to come is another matter: once the request
 * is sent, it takes as long as it takes. What does not tell how far it is (a `fetch` that a host has replaced) is not timed.
 */
export function connectingFetch(connectMs = CONNECT_MS): Fetch {
  const current = new AsyncLocalStorage<symbol>();
  return async (url, init) => {
    const own = Symbol("fetch");
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let request: object | undefined;
    const began = (message: unknown) => {
      if (current.getStore() !== own) return;
      request = messageSchema.safeParse(message).data?.request;
      timer ??= setTimeout(() => late.abort(new ConnectTimeout(connectMs)), connectMs);
    };
    const sent = (message: unknown) => {
      if (request !== undefined && messageSchema.safeParse(message).data?.request === request) clearTimeout(timer);
    };
    const signals = [late.signal, ...(init?.signal == null ? [] : [init.signal])];
    subscribe("undici:request:create", began);
    subscribe("undici:client:sendHeaders", sent);
    try {
      return await current.run(own, () => fetch(url, { ...init, signal: AbortSignal.any(signals) }));
    } finally {
      unsubscribe("undici:request:create", began);
      unsubscribe("undici:client:sendHeaders", sent);
      clearTimeout(timer);
    }
  };
}

class ConnectTimeout extends Error {
  override readonly name = "ConnectTimeout";
  readonly code = "UND_ERR_CONNECT_TIMEOUT";

  constructor(ms: number) {
    super(`No connection was made in ${ms} ms.`);
  }
}
