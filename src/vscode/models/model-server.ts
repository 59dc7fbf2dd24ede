import { asAppError } from "../../core/app-error.ts";
import type { ModelServer } from "../../core/models/list-models.ts";
import { type ProviderName, REMOTE_PROVIDERS } from "../../core/models/remote-providers.ts";
import type { Keys } from "./keys.ts";
import { baseUrlOf } from "./model-settings.ts";

/** What error sentences say about keys in the editor. */
const KEY_WORDS = {
  keyName: "the editor's secret storage",
  setKey: 'run "Tessera: Set API Key"',
} as const;

/** A provider's server as the user has set it up, with its key where there is one. */
export interface EditorServer extends ModelServer {
  readonly baseUrl: string;
  /** It takes nothing without a key. */
  readonly needsKey: boolean;
}

/**
 * Throws `key` when the secret storage cannot be read and the server needs a key. A server of one's own may need none:
 * it is then asked without.
 */
export async function serverOf(provider: ProviderName, keys: Keys): Promise<EditorServer> {
  const baseUrl = baseUrlOf(provider);
  const own = REMOTE_PROVIDERS[provider];
  const needsKey = own.needsKey && sameOrigin(baseUrl, own.baseUrl);
  try {
    return { provider, baseUrl, needsKey, key: await keys.read({ provider, baseUrl }), ...KEY_WORDS };
  } catch (error) {
    if (needsKey || asAppError(error, "key") === undefined) throw error;
    return { provider, baseUrl, needsKey, key: undefined, ...KEY_WORDS };
  }
}

function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && new URL(one).origin === new URL(other).origin;
}
