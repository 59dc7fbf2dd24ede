import { runsInCopy } from "./run-in-copy.ts";
import type { RungHost, RunsCommands } from "./rung.ts";

/**
 * Rung "none": a private copy, but no wall. A command can read and write whatever the user can, so only an explicit approval leads here.
 */
export function noSandbox(host: Pick<RungHost, "root" | "scratch" | "env" | "caches">): RunsCommands {
  return runsInCopy(host, { rung: "none", wrap: (argv) => argv });
}
