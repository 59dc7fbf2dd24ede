import { asAppError } from "../app-error.ts";
import { hashText } from "../hash.ts";
import type { Command, CommandRunner, Execution } from "../ports/command-runner.ts";
import type { Changes } from "../ports/files.ts";
import type { Tell, WorkerFact } from "../worker/facts.ts";

/** How commands are executed for one actor, so that each execution stands in the journal. */
export function recordedExecutions(
  runner: CommandRunner,
  tell: Tell<WorkerFact>,
): (command: Command, changes: Changes, signal: AbortSignal) => Promise<Execution> {
  return async (command, changes, signal) => {
    const { argv, cwd } = command;
    const cause = tell({ type: "asked", kind: "execution", argv: [...argv], cwd, changes: hashOf(changes) });
    try {
      const execution = await runner.run(command, changes, signal);
      const { ms, overheadMs, rung, ending, exit } = execution;
      const status = exit === undefined ? {} : { exit };
      tell({ type: "answered", kind: "execution", ms, overheadMs, rung, ending, ...status }, cause);
      return execution;
    } catch (error) {
      const ending = asAppError(error)?.code ?? "bug";
      tell({ type: "answered", kind: "execution", ms: 0, overheadMs: 0, ending }, cause);
      throw error;
    }
  };
}

function hashOf(changes: Changes): string {
  return hashText(JSON.stringify([...changes].sort(([a], [b]) => (a < b ? -1 : 1))));
}
