import { createInterface } from "node:readline/promises";
import { AppError } from "../core/app-error.ts";

/**
 * One line from whoever sits at the terminal. Throws `cancelled` when the signal fires or they leave: with Ctrl-D the question alone,
 * with Ctrl-C the whole program, as anywhere else.
 */
export async function typedLine(question: string, signal?: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(new AppError("cancelled", "Cancelled."));
  lines.once("close", leave);
  signal?.addEventListener("abort", leave, { once: true });
  if (signal?.aborted) leave();
  // While a line is typed the terminal sends no signal.
  lines.once("SIGINT", () => {
    process.kill(process.pid, "SIGINT");
    lines.close();
  });
  try {
    return (await Promise.race([lines.question(question), left.promise])).trim();
  } finally {
    signal?.removeEventListener("abort", leave);
    lines.close();
  }
}
