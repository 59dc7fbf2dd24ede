import type { Changes, Path } from "./files.ts";

/**
 * The rungs of the sandbox ladder a command can run on, best first (see Security in ARCHITECTURE.md).
 * "overlay": overlayfs at the same absolute path, mounted by us. "bwrap-overlay": the same, mounted by bubblewrap. "bind": changed files
 * bound over the originals. "copy": a private copy bound over the tree. "seatbelt": a clone under macOS's sandbox-exec, at another path
 * and with the machine's own loopback in reach. "none": no sandbox. "off": there is none to be had, so nothing is run.
 */
export const rungs = ["overlay", "bwrap-overlay", "bind", "copy", "seatbelt", "none", "off"] as const;
export type Rung = (typeof rungs)[number];

export interface Command {
  /** Started directly, never through a shell. In every argument "{out}" stands for the absolute folder of inputs and outputs. */
  readonly argv: readonly [string, ...string[]];
  /** Working directory, relative to the root; "" is the root. */
  readonly cwd: Path;
  /** Added to the scrubbed environment; "{out}" is replaced here too. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Ended as at its deadline once nothing was printed and no output has grown for so long: it waits for something that never comes. */
  readonly quietMs?: number;
  /** Files of ours the command needs (a reporter, a plugin), written to {out} under these plain names. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Plain names of files in {out} to read back after every process has ended; absent ones are left out of the answer. */
  readonly outputs?: readonly string[];
  /**
   * Variables that name the folder of a compiler's cache (GOCACHE). Each is a writable folder of this execution's own over what the first
   * execution without changes left there and over the user's own cache, neither of which it can write.
   */
  readonly caches?: readonly string[];
  /** Bytes kept of each stream; one megabyte unless told. */
  readonly maxStream?: number;
  /** Called once the command has been started, so that nothing of ours need delay it. */
  readonly onStart?: () => void;
}

export interface Execution {
  readonly rung: Rung;
  /** Exit status; undefined when the command was killed or could not be started. */
  readonly exit: number | undefined;
  readonly ending: "exited" | "timeout" | "cancelled" | "not-started";
  /** Both capped, with the middle left out; `truncated` says so. */
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly outputs: ReadonlyMap<string, string>;
  /** Wall time of the command itself, and what setting up and taking down the sandbox cost around it. */
  readonly ms: number;
  readonly overheadMs: number;
  /** How much of `ms` passed at the end without a sign of life, where it was ended for that. */
  readonly quietMs?: number;
}

/** Runs commands over the user's tree as it would be with some changes; nothing they write reaches that tree. */
export interface CommandRunner {
  readonly rung: Rung;
  /** Never throws for what the command does; throws `sandbox` when no isolation can be had, `cancelled` when the signal fires. */
  run(command: Command, changes: Changes, signal: AbortSignal): Promise<Execution>;
  /** So many commands are likely to come: what they need is set up while something else is waited for. */
  expect?(count: number): void;
  /** The absolute path of a program on the user's PATH (without Tessera's own folders), or undefined. */
  which(program: string): Promise<string | undefined>;
}
