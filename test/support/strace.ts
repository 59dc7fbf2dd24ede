import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TemporaryFolder } from "./temporary-folder.ts";

/** Why system calls cannot be disturbed here, or undefined where they can. */
export function whyNoStrace(): string | undefined {
  const { error, status } = spawnSync("strace", ["-f", "-o", "/dev/null", "true"]);
  if (error !== undefined) return "strace is not installed (apt-get install strace)";
  return status === 0 ? undefined : "this system does not let processes be traced";
}

/** How often each call is made by the thread that makes it most, when `run` is called with a tracer. */
export function countCalls(
  calls: readonly string[],
  run: (under: readonly string[]) => void,
): ReadonlyMap<string, number> {
  using folder = new TemporaryFolder();
  const file = join(folder.path, "trace");
  run(["strace", "-f", "--seccomp-bpf", "-o", file, "-e", `trace=${calls.join(",")}`]);
  const byThread = new Map<string, number>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [, thread, call] = /^(\d+) +([a-z0-9_]+)\(/.exec(line) ?? [];
    if (thread !== undefined) byThread.set(`${call} ${thread}`, (byThread.get(`${call} ${thread}`) ?? 0) + 1);
  }
  const most = new Map<string, number>();
  for (const [key, count] of byThread) {
    const [call = ""] = key.split(" ");
    most.set(call, Math.max(most.get(call) ?? 0, count));
  }
  return most;
}

/** The words that run a program with a fault in a call: "signal=KILL" or "error=EIO"; `when`: "3" the third time, "3+" from then on. */
export function faultAt(call: string, fault: string, when: string): readonly string[] {
  return [
    "strace",
    "-f",
    "--seccomp-bpf",
    "-o",
    "/dev/null",
    "-e",
    `trace=${call}`,
    "-e",
    `inject=${call}:${fault}:when=${when}`,
  ];
}
