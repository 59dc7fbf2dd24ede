import { runsInCopy } from "./run-in-copy.ts";
import type { RungHost, RunsCommands } from "./rung.ts";
import { seatbeltProfile } from "./seatbelt-profile.ts";

/** The only one Apple ships; a program of this name from anywhere else is not it. */
export const sandboxExec = "/usr/bin/sandbox-exec";

/**
 * Rung "seatbelt", for macOS: a clone of the tree (APFS shares its blocks) under sandbox-exec. What it does not give: processes have no
 * namespace of their own, so one that leaves its process group may outlive the command, walled in as before; and the machine's own
 * servers on loopback are in reach.
 */
export function seatbeltRung(host: RungHost): RunsCommands {
  return runsInCopy(host, {
    rung: "seatbelt",
    wrap: (argv, writable) => seatbeltArgs(argv, { writable, workspace: host.root, ...host.visible() }),
  });
}

/** `sandbox-exec` takes a profile and then the command as it is. */
export function seatbeltArgs(
  argv: readonly string[],
  places: Parameters<typeof seatbeltProfile>[0],
): readonly string[] {
  return [sandboxExec, "-p", seatbeltProfile(places), ...argv];
}
