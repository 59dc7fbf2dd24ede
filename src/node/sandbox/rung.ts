import type { Command, Execution, Rung } from "../../core/ports/command-runner.ts";
import type { Changes } from "../../core/ports/files.ts";
import type { BuildCaches } from "./build-caches.ts";
import type { Environment } from "./environment.ts";
import type { Launcher } from "./launcher.ts";
import type { Scratch } from "./scratch.ts";
import type { Visible } from "./visible.ts";

/** One step of the ladder, set up for one workspace. */
export interface RunsCommands {
  readonly rung: Rung;
  run(command: Command, changes: Changes, signal: AbortSignal): Promise<Execution>;
  /** Starts preparing for so many commands more (one unless told), where that helps. */
  warm(count?: number): void;
  close(): Promise<void>;
}

/** What the sandboxed rungs are given. */
export interface RungHost {
  /** The workspace: absolute, without links. */
  readonly root: string;
  readonly bwrap: string;
  readonly scratch: Scratch;
  /** Starts the sandboxes, with `env`. */
  readonly launcher: Launcher;
  readonly env: Environment;
  readonly caches: BuildCaches;
  /** What is shown of the machine; read again for every sandbox. */
  visible(): Visible;
}
