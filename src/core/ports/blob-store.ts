/** Texts by the SHA-256 of their content: immutable, shared by all runs. */
export interface BlobStore {
  /** Takes the text and returns its hash (64 hex characters) at once; it is written behind the caller's back. */
  put(text: string): string;
  /** Resolves when everything put so far is on disk; throws what kept it from getting there. Before an event that names a blob is durable, this must have resolved. */
  settled(): Promise<void>;
  /** Throws `not-found` for an unknown hash. A text that was put and is not settled may not be found yet. */
  get(hash: string): Promise<string>;
}
