/** An append-only file of JSON Lines. Lines come out in the order they went in; a line is whole or absent. */
export interface Journal {
  /**
   * Queues one JSON value without line breaks. A durable line is forced to disk together with all before it; others may wait.
   * Never throws: a failure shows at the next `settled`.
   */
  append(line: string, options?: { readonly durable: boolean }): void;
  /** Resolves when everything appended so far is written; throws `tooling` when it could not be. */
  settled(): Promise<void>;
}
