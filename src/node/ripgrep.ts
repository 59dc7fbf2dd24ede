import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Readable } from "node:stream";
import { AppError } from "../core/app-error.ts";

export interface RipgrepOptions {
  readonly cwd: string;
  /** The program, where it is not the one that was installed with us. */
  readonly program?: string;
  /** What ends a line of the output; "\n" unless told. */
  readonly separator?: string;
  /** Ripgrep is stopped once there are more lines than this. */
  readonly maxLines: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Searched instead of files. */
  readonly input?: string;
}

export interface RipgrepOutput {
  readonly lines: readonly string[];
  /** Stopped early, by the limit or by the time. */
  readonly stopped: boolean;
}

/**
 * Runs ripgrep without anyone's configuration and without its threads outliving the call.
 * Throws `usage` with ripgrep's own words when it refuses its arguments, `cancelled`, or `tooling` when it cannot start.
 */
export async function ripgrep(args: readonly string[], options: RipgrepOptions): Promise<RipgrepOutput> {
  const { cwd, separator = "\n", maxLines, timeoutMs, signal, input } = options;
  if (signal.aborted) throw new AppError("cancelled", "Cancelled.", { cause: signal.reason });
  const child = spawn(options.program ?? ripgrepPath(), ["--no-config", ...args], {
    cwd,
    env: {},
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  let late = false;
  const stop = () => child.kill("SIGKILL");
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, timeoutMs);
  signal.addEventListener("abort", stop, { once: true });
  child.stdin?.on("error", () => undefined).end(input);
  try {
    const [lines, complaint, exit] = await Promise.all([
      readLines(child.stdout, separator, maxLines, stop),
      readStart(child.stderr),
      new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve)),
    ]);
    if (signal.aborted) throw new AppError("cancelled", "Cancelled.", { cause: signal.reason });
    const stopped = late || lines.length > maxLines;
    if (exit === 2 && !stopped && lines.length === 0 && complaint !== "") throw new AppError("usage", complaint);
    return { lines: lines.slice(0, maxLines), stopped };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("tooling", "ripgrep could not be started: install Tessera again.", { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** Found where our packages are installed. */
function ripgrepPath(): string {
  const name = process.platform === "win32" ? "rg.exe" : "rg";
  const require = createRequire(import.meta.url);
  return require.resolve(`@vscode/ripgrep-${process.platform}-${process.arch}/bin/${name}`);
}

/** Memory stays bounded: a line is kept up to 64 KB, and one line more than asked for says that there are more. */
async function readLines(
  stream: Readable | null,
  separator: string,
  maxLines: number,
  stop: () => void,
): Promise<readonly string[]> {
  const lines: string[] = [];
  let rest = "";
  stream?.setEncoding("utf8");
  for await (const chunk of stream ?? []) {
    if (lines.length > maxLines) continue;
    const parts = `${rest}${chunk}`.split(separator);
    rest = (parts.pop() ?? "").slice(0, 65_536);
    for (const part of parts) if (lines.length <= maxLines) lines.push(part);
    if (lines.length > maxLines) stop();
  }
  if (rest !== "" && lines.length <= maxLines) lines.push(rest);
  return lines;
}

async function readStart(stream: Readable | null): Promise<string> {
  let text = "";
  stream?.setEncoding("utf8");
  for await (const chunk of stream ?? []) if (text.length < 2000) text += chunk;
  return text.slice(0, 2000).trim();
}
