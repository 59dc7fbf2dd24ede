import type { Changes } from "./files.ts";

/** What an agent proposed that was proved; never the evidence, which is won anew each time. */
export interface RecordedResult {
  readonly changes: Changes;
  readonly claim: { readonly summary: string; readonly confidence?: number };
}

/** Results by the hash of everything they depend on. A convenience: what cannot be kept or found is as if it had never been there. */
export interface ResultCache {
  /** Never fails. */
  get(key: string): Promise<RecordedResult | undefined>;
  /** Resolves when it is kept, or will not be. Never fails. */
  put(key: string, result: RecordedResult): Promise<void>;
}
