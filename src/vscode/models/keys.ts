import type { SecretStorage } from "vscode";
import { AppError } from "../../core/app-error.ts";
import { quotable } from "../../core/models/quotable.ts";
import type { ProviderName } from "../../core/models/remote-providers.ts";

/** The keys of model servers, each for the address it was given for: a key never goes to another server than that. */
export interface Keys {
  /** Undefined where there is none. Throws `key` when the editor's secret storage cannot be read. */
  read(server: KeyedServer): Promise<string | undefined>;
  /** A storage that fails is an outcome: the key is then kept until the window closes, and the reason returned as a sentence. */
  store(server: KeyedServer, key: string): Promise<string | undefined>;
  /** Throws `key` when the editor's secret storage does not let go of it. */
  remove(server: KeyedServer): Promise<void>;
}

interface KeyedServer {
  readonly provider: ProviderName;
  readonly baseUrl: string;
}

export function openKeys(secrets: Pick<SecretStorage, "get" | "store" | "delete">): Keys {
  const unstored = new Map<string, string>();
  return {
    async read(server) {
      const name = secretName(server);
      const kept = unstored.get(name);
      if (kept !== undefined) return kept;
      try {
        return (await secrets.get(name))?.trim() || undefined;
      } catch (error) {
        throw failed("cannot be read", error, undefined);
      }
    },
    async store(server, key) {
      const name = secretName(server);
      try {
        await secrets.store(name, key);
        unstored.delete(name);
        return undefined;
      } catch (error) {
        unstored.set(name, key);
        return `${failed("cannot be written", error, key).message} The key is kept until this window closes.`;
      }
    },
    async remove(server) {
      const name = secretName(server);
      unstored.delete(name);
      try {
        await secrets.delete(name);
      } catch (error) {
        throw failed("cannot be written", error, undefined);
      }
    },
  };
}

function secretName({ provider, baseUrl }: KeyedServer): string {
  return `tessera.key ${provider} ${URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl}`;
}

function failed(what: string, error: unknown, key: string | undefined): AppError {
  const reason = quotable(error instanceof Error ? error.message : String(error), key).replace(/\.$/, "");
  return new AppError("key", `The editor's secret storage ${what}${reason === "" ? "" : ` (${reason})`}.`, {
    cause: error,
  });
}
