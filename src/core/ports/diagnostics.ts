import type { Changes, Path } from "./files.ts";

/** What a compiler, type checker or linter says of one place. */
export interface Diagnostic {
  /** Empty for what is said of the whole project. */
  readonly path: Path;
  /** 1-based. */
  readonly line: number;
  readonly severity: "error" | "warning";
  /** The checker's own name for the kind ("TS2322", "no-unused-vars"); may be empty. */
  readonly code: string;
  /** Without places, so that it stays the same where lines move. */
  readonly message: string;
}

export interface Findings {
  /** Who says so, for a sentence: "tsc". */
  readonly by: string;
  readonly found: readonly Diagnostic[];
}

/** What the project's own checkers say: the language services of an editor, or a command that is run headless. */
export interface Diagnostics {
  /**
   * What is said of the project around a file as it would be with some changes; undefined where no checker is set up for it.
   * Throws `tooling` when there is one and it cannot be run, `cancelled` when the signal fires.
   */
  of(subject: Path, changes: Changes, signal: AbortSignal): Promise<Findings | undefined>;
}
