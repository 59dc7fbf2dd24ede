import { AppError } from "../app-error.ts";
import type { Endpoint } from "./endpoint.ts";
import { quotable } from "./quotable.ts";

/**
 * What a model's server or the network did, typed for whoever decides about another try: the `cause` of every `provider`
 * and `key` error an adapter throws. Its message holds no key.
 */
export class ProviderFailure extends Error {
  override readonly name = "ProviderFailure";
  /** The HTTP status, or the one an error inside a stream stands for; absent when there was no answer, or a broken one. */
  readonly status: number | undefined;
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined;
  /** The same request may well succeed later. */
  readonly retryable: boolean;
  /** The server surely did no work for it, so that nobody pays: it was not reached, or it refused. */
  readonly unserved: boolean;

  constructor(
    message: string,
    facts: {
      readonly status?: number;
      readonly retryAfterMs?: number;
      readonly retryable: boolean;
      readonly unserved?: boolean;
    },
  ) {
    super(message);
    this.unserved = facts.unserved ?? false;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.retryable = facts.retryable;
  }
}

/** The failure behind an adapter's error, for limiter and failover; undefined for every other error. */
export function providerFailure(error: unknown): ProviderFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.cause instanceof ProviderFailure ? error.cause : undefined;
}

/** A failure that is worth another try: the answer was broken, not refused. */
export function brokenAnswer(message: string): ProviderFailure {
  return new ProviderFailure(message, { retryable: true });
}

/** The failure as the sentence a person can act on, with the failure as its cause. */
export function asProviderError(failure: ProviderFailure, endpoint: Endpoint): AppError {
  const { status } = failure;
  const said = quotable(failure.message, endpoint.key);
  const cause = new ProviderFailure(said, {
    retryable: failure.retryable,
    unserved: failure.unserved,
    ...(status === undefined ? {} : { status }),
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  });
  const code = status === 401 || status === 403 ? "key" : "provider";
  return new AppError(code, sentence(status, said, failure.retryAfterMs, endpoint), { cause });
}

function sentence(status: number | undefined, said: string, wait: number | undefined, endpoint: Endpoint): string {
  const { address, model } = endpoint;
  switch (status) {
    case undefined:
      return said;
    case 401:
    case 403:
      return endpoint.key === undefined
        ? `${address} wants a key (${said}): ${endpoint.setKey}.`
        : `${address} refused the key in ${endpoint.keyName} (${said}): ${endpoint.setKey} again.`;
    case 402:
      return `The account at ${address} cannot pay for this request (${said}).`;
    case 404:
      return `${address} does not know the model "${model}" (${said}): ${endpoint.listModels}, or check the base URL.`;
    case 429:
      if (!/quota|credit|billing/i.test(said))
        return `${address} limits the rate of requests (${said})${wait === undefined ? "" : `; it asks to wait ${Math.ceil(wait / 1000)} s`}.`;
      return `The limit or credit of the account at ${address} is used up (${said}).`;
  }
  return status >= 500
    ? `${address} failed (${said}): try again later.`
    : `${address} refused the request for the model "${model}" (${said}).`;
}
