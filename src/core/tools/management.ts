import type { Ending } from "./ending.ts";

/** One agent on some files, as a supervisor asks for it. */
export interface Delegated {
  readonly agent: string;
  /** A file or a glob; left out where the agent finds its files by itself. */
  readonly files?: string | undefined;
  readonly task?: string | undefined;
  /** Places in the same list, from 1, of what must be proved before. */
  readonly after?: readonly number[] | undefined;
}

/** What an agent that manages others can do; its tools are a thin front of this. */
export interface Management {
  /**
   * Carries all of it out and waits until everything has ended. `more`: whoever asks will ask for more, so that proof does not end
   * the run. `text` holds what could not be done at all; the reports are shown elsewhere.
   */
  delegate(
    tasks: readonly Delegated[],
    more: boolean,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly ended?: Ending }>;
  /** Evidence of one report, or the diff of one of its files. Throws `not-found`. */
  details(id: string, path: string | undefined): Promise<string>;
  /** Throws `usage` where nobody can answer. */
  askUser(question: string, choices: readonly string[], signal: AbortSignal): Promise<string>;
  /** How far the work has come; `open` is what was asked and is not done, empty for nothing. */
  finish(open: string): Ending;
  /** Who is to carry a request out. Throws `usage` for what cannot be carried out. */
  route(decision: RouteDecision, signal: AbortSignal): Promise<Ending>;
}

export interface RouteDecision {
  readonly tasks: readonly Delegated[];
  readonly supervise: boolean;
  readonly question: string;
  /** From 0 to 1. */
  readonly confidence: number;
}
