import * as z from "zod";
import { AppError, asAppError } from "../core/app-error.ts";
import { readArguments, usage } from "./arguments.ts";
import { exitCodeOf } from "./exit-code.ts";
import { runAgent } from "./run-agent.ts";
import { plain } from "./terminal.ts";

/** Put in by the build. */
declare const TESSERA_VERSION: string;

/** The CLI's one edge: an expected failure becomes a sentence and an exit code; any other throw is a bug and looks like one. */
async function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  const cancel = () => stop.abort();
  // A second Ctrl-C does not wait; the others may well be sent twice, to us and to our group.
  process.once("SIGINT", cancel);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, cancel);
  // Whoever started us to act in their place is gone.
  process.on("disconnect", cancel);
  process.channel?.unref();
  // Whoever read our output has left (`| head`), so there is nobody to go on for.
  process.stdout.on("error", cancel);
  process.stderr.on("error", () => {});
  try {
    const command = readArguments(argv);
    switch (command.command) {
      case "help":
        process.stdout.write(usage);
        return 0;
      case "version":
        process.stdout.write(`${TESSERA_VERSION}\n`);
        return 0;
      case "agent":
        return await runAgent(command, stop.signal);
      case "runs":
        return await (await import("./stored-runs/carry-out-verb.ts")).carryOutVerb(command, stop.signal);
    }
  } catch (error) {
    const expected = asAppError(error) ?? withoutFolder(error);
    if (expected === undefined) throw error;
    process.stderr.write(`tessera: ${plain(expected.message)}\n`);
    return exitCodeOf(expected.code);
  }
}

/** What node throws for any relative path once the working folder is gone. */
function withoutFolder(error: unknown): AppError | undefined {
  if (!(error instanceof Error && "syscall" in error && error.syscall === "uv_cwd")) return undefined;
  return new AppError("usage", "The folder you are in was deleted: go to one that is there, or name it with --repo.");
}

// Compiled checks pay after thousands of values; a run reads some hundreds.
z.config({ jitless: true });
process.exitCode = await main(process.argv.slice(2));
