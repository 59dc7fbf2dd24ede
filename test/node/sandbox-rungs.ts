import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sandboxPrograms } from "../../src/node/sandbox/programs.ts";

/** Why this machine has no walled rung at all; undefined when it must have one, and a rung that does not hold is a failure. */
async function obstacle(program: "bwrap" | "unshare"): Promise<string | undefined> {
  const programs = sandboxPrograms("/nowhere", process.env.PATH ?? "");
  if (programs === undefined) return "bubblewrap is not installed";
  try {
    if (program === "unshare") await promisify(execFile)(programs.unshare ?? "unshare", ["-Urm", "true"]);
    await promisify(execFile)(programs.bwrap, ["--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "true"]);
    return undefined;
  } catch (error) {
    return `no user namespaces here: ${error}`;
  }
}

async function withoutOverlays(): Promise<string | undefined> {
  const bwrap = sandboxPrograms("/nowhere", process.env.PATH ?? "")?.bwrap ?? "bwrap";
  const { stdout } = await promisify(execFile)(bwrap, ["--help"]);
  return stdout.includes("--overlay-src") ? undefined : "this bubblewrap is older than 0.11 and makes no overlays";
}

/** The rungs with a wall, each with the reason why its tests are skipped here. */
export const walled = [
  { rung: "overlay", obstacle: await obstacle("unshare") },
  { rung: "bwrap-overlay", obstacle: (await obstacle("bwrap")) ?? (await withoutOverlays()) },
  { rung: "bind", obstacle: await obstacle("bwrap") },
  { rung: "copy", obstacle: await obstacle("bwrap") },
] as const;

/** All of them: without a wall, the promises about the user's tree and about processes hold as well. */
export const everyRung = [...walled, { rung: "none", obstacle: undefined }] as const;
