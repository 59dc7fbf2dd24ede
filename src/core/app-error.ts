/** What kind of expected failure this is; the CLI maps each to an exit code, the editor to a place to show it. */
export type ErrorCode =
  /** The request itself is wrong: unknown file, unknown option, nothing to work on. */
  | "usage"
  /** A file or entry that was asked for does not exist. */
  | "not-found"
  /** Policy or a contract forbids it; the sentence says what is allowed instead. */
  | "refused"
  /** Today's text and the proposal cannot be merged without guessing. */
  | "conflict"
  /** A test runner or another tool of the project is missing or cannot start. */
  | "tooling"
  /** The model's server failed, cannot be reached, or answered what no model may answer. */
  | "provider"
  /** The model's server refused the key, or there is none. */
  | "key"
  /** A sandbox is needed and cannot be had. */
  | "sandbox"
  /** A limit on tokens, money, calls or seconds was reached. */
  | "budget"
  | "cancelled";

/** An expected failure. Its message is one sentence a person or a model can act on; any other throw is a bug. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The failure as an `AppError` when it is one of the codes asked for, else undefined. */
export function asAppError(error: unknown, ...codes: readonly ErrorCode[]): AppError | undefined {
  if (!(error instanceof AppError)) return undefined;
  return codes.length === 0 || codes.includes(error.code) ? error : undefined;
}

/** Throws `cancelled` if the signal has fired. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError("cancelled", "Cancelled.", { cause: signal.reason });
}
