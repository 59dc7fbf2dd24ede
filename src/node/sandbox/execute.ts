import { AppError } from "../../core/app-error.ts";
import type { Command, Execution, Rung } from "../../core/ports/command-runner.ts";
import { CappedText } from "./capped-text.ts";
import { readOutputs, sizeOfOutputs } from "./exchange.ts";

/** A command that was started, on whatever rung. */
export interface Started {
  /** Resolves when nothing of it is alive any more. */
  readonly ended: Promise<{ readonly exit: number | undefined; readonly started: boolean }>;
  terminate(): Promise<void>;
  kill(): void;
}

export interface Attempt {
  readonly rung: Rung;
  /** `performance.now()` when the call came in. */
  readonly began: number;
  readonly command: Command;
  /** The folder of inputs and outputs, as the host sees it. */
  readonly exchange: string;
  start(stdout: CappedText, stderr: CappedText): Started;
}

const usualStream = 1024 * 1024;

/** How long a command that was asked to end may take before it is killed. */
const graceMs = 300;

/**
 * Starts a command that is ready to go and sees it through to its end: by itself, at its deadline, or by cancellation.
 * Outputs are read when everything it started is dead. Throws `cancelled`.
 */
export async function execute(attempt: Attempt, signal: AbortSignal): Promise<Execution> {
  const { command, rung, began } = attempt;
  const { maxStream = usualStream } = command;
  const stdout = new CappedText(maxStream);
  const stderr = new CappedText(maxStream);
  const startedAt = performance.now();
  const running = attempt.start(stdout, stderr);
  command.onStart?.();
  let cut: "timeout" | "cancelled" | undefined;
  let killer: NodeJS.Timeout | undefined;
  const end = (why: "timeout" | "cancelled") => {
    if (cut !== undefined) return;
    cut = why;
    killer = setTimeout(() => running.kill(), graceMs);
    void running.terminate();
  };
  const deadline = setTimeout(() => end("timeout"), command.timeoutMs);
  let quietMs: number | undefined;
  const watch = watchQuiet(
    command.quietMs,
    () => stdout.received + stderr.received + sizeOfOutputs(attempt.exchange, command),
    (quiet) => {
      quietMs = quiet;
      end("timeout");
    },
  );
  const cancel = () => end("cancelled");
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    const { exit, started } = await running.ended;
    const endedAt = performance.now();
    if (cut === "cancelled") throw new AppError("cancelled", "Cancelled.", { cause: signal.reason });
    const outputs = readOutputs(attempt.exchange, command);
    const ms = endedAt - startedAt;
    return {
      rung,
      exit: cut === undefined && started ? exit : undefined,
      ending: cut ?? (started ? "exited" : "not-started"),
      stdout: stdout.toString(),
      stderr: stderr.toString(),
      truncated: stdout.truncated || stderr.truncated,
      outputs,
      ms,
      overheadMs: performance.now() - began - ms,
      ...(quietMs === undefined ? {} : { quietMs }),
    };
  } finally {
    clearTimeout(deadline);
    clearInterval(watch);
    clearTimeout(killer);
    signal.removeEventListener("abort", cancel);
  }
}

/** Calls back once `signs` has not grown for `limit` milliseconds; looks a few times within that. */
function watchQuiet(
  limit: number | undefined,
  signs: () => number,
  onQuiet: (quietMs: number) => void,
): NodeJS.Timeout | undefined {
  if (limit === undefined) return undefined;
  let seen = -1;
  let since = performance.now();
  const look = () => {
    const now = signs();
    if (now !== seen) since = performance.now();
    else if (performance.now() - since >= limit) onQuiet(performance.now() - since);
    seen = now;
  };
  return setInterval(look, Math.min(1000, limit / 4));
}
