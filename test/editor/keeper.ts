import { spawn } from "node:child_process";

/**
 * Runs a command as the head of a process group of its own, for as long as the one who started it holds the other end of
 * standard input: when that closes, be it by a stop, a crash or a kill, the whole group ends.
 */
const [command = "", ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
const grace = 3000;

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.kill(0, "SIGKILL");
});
child.on("exit", () => process.kill(0, "SIGKILL"));
process.stdin.on("close", () => {
  process.kill(0, "SIGTERM");
  setTimeout(() => process.kill(0, "SIGKILL"), grace);
});
process.stdin.resume();
