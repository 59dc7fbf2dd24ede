import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sandboxed } from "./sandboxed.ts";

export const program = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));

/** Verbs that run tests, and so need a sandbox or the approval to do without. */
const runsTests = /^(?!runs|show|replay|export|apply|undo|discard|help|-)/;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLineOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The signals (SIGINT, when none are named) are sent once this text has been seen on stderr. */
  readonly interruptAt?: string;
  readonly signals?: readonly NodeJS.Signals[];
  /** Without the approval that tests give by themselves on a machine without a sandbox. */
  readonly unapproved?: boolean;
  /** Stops reading stdout after the first piece of it, as `head` does. */
  readonly leaveEarly?: boolean;
}

/** Runs the built program as a user would, without any model in its environment but what is given. */
export function tessera(
  args: readonly string[],
  { env = {}, interruptAt, signals = ["SIGINT"], leaveEarly = false, unapproved = false }: CommandLineOptions = {},
): Promise<Ended> {
  const {
    OPENAI_API_KEY: _o,
    OPENAI_BASE_URL: _b,
    ANTHROPIC_API_KEY: _a,
    ANTHROPIC_BASE_URL: _u,
    ...rest
  } = process.env;
  return new Promise((resolve, reject) => {
    const approved = sandboxed || unapproved || !runsTests.test(args[0] ?? "") ? [] : ["--no-sandbox"];
    const child = spawn(process.execPath, [program, ...args, ...approved], {
      env: { ...rest, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let interrupted = false;
    child.stdout.on("data", (data: Buffer) => {
      stdout += data.toString("utf8");
      if (leaveEarly) child.stdout.destroy();
    });
    child.stderr.on("data", (data: Buffer) => {
      stderr += data.toString("utf8");
      if (interruptAt === undefined || interrupted || !stderr.includes(interruptAt)) return;
      interrupted = true;
      for (const signal of signals) child.kill(signal);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
