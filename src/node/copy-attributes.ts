import { spawn } from "node:child_process";

/** By full names: no folder of a project can put others before them. One process of ours for however many files. */
const [program, ...args] = [
  "/usr/bin/xargs",
  "-0",
  "-n2",
  "/bin/cp",
  "--attributes-only",
  "--preserve=mode,xattr",
  "--",
];

/**
 * Gives new files what renaming them over the old ones would lose: access lists and extended attributes, which node cannot read. Pairs
 * of absolute paths, from and to. Where the system has no such `cp` (that of coreutils), or the disk no such attributes, nothing is copied.
 */
export function copyAttributes(pairs: readonly (readonly [from: string, to: string])[]): Promise<void> {
  if (process.platform !== "linux" || pairs.length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: {}, stdio: ["pipe", "ignore", "ignore"] });
    child.on("error", () => resolve());
    child.on("close", () => resolve());
    child.stdin.on("error", () => {});
    child.stdin.end(pairs.flat().join("\0"));
  });
}
