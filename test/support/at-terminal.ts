import { spawn } from "node:child_process";
import { type Ended, program } from "./command-line.ts";

/** A program in a pseudo-terminal of its own; what is written to stdin is typed there. */
const inTerminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/** Runs the built program as somebody would at a terminal, who types each text once what stands before it is on the screen. */
export function atTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ...types: readonly (readonly [seen: string, keys: string])[]
): Promise<Omit<Ended, "stderr">> {
  return new Promise((resolve, reject) => {
    const child = spawn("python3", ["-c", inTerminal, process.execPath, program, ...args], {
      env: { ...process.env, NO_COLOR: "1", TERM: "xterm", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const left = [...types];
    let stdout = "";
    child.stdout.on("data", (data: Buffer) => {
      stdout += data.toString("utf8");
      const [next] = left;
      if (next === undefined || !stdout.includes(next[0])) return;
      left.shift();
      child.stdin.write(next[1]);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout }));
  });
}
