import { writeFile } from "node:fs/promises";
import { AppError } from "../core/app-error.ts";
import { type FileTexts, unifiedDiff } from "../core/changes/unified-diff.ts";
import { standing } from "../core/run/outcome.ts";
import type { RunLog } from "../core/run/run-log.ts";
import { supervise } from "../core/run/supervise.ts";
import { acceptProved } from "../node/accept.ts";
import { type OpenHost, openHost } from "../node/open-host.ts";
import { proposedTexts } from "../node/proposals.ts";
import type { FixCommand } from "./arguments.ts";
import { exitCodeOfRun } from "./exit-code.ts";
import { type Listener, liveProgress, plainProgress } from "./progress.ts";
import { resultText } from "./result.ts";
import { type Palette, palette } from "./terminal.ts";

/** One run of the agent `fix`, seen from a terminal. Resolves to the exit code. */
export async function fix(command: FixCommand, signal: AbortSignal): Promise<number> {
  const host = await openHost({
    folder: command.repo,
    env: process.env,
    model: command.model,
    testCommand: command.testCommand,
    withoutSandbox: command.noSandbox,
    listeners: [command.json ? jsonLines : progress()],
  });
  try {
    const { budgetTokens: tokens, budgetUsd: usd } = command;
    const limits = { ...(tokens === undefined ? {} : { tokens }), ...(usd === undefined ? {} : { usd }) };
    const { files, concurrency } = command;
    const request = { agent: "fix", files: [...files], instruction: "", limits, concurrency };
    const log = await supervise(request, host, signal, { planOnly: command.plan });
    return await finish(command, log, host);
  } finally {
    await host.close();
  }
}

/** Shows what the run came to, writes the patch, and applies what was proved if that was asked for. */
async function finish(command: FixCommand, log: RunLog, host: OpenHost): Promise<number> {
  const texts = new Map<string, readonly FileTexts[]>();
  for (const worker of standing(log.state)) texts.set(worker.assignment.id, await proposedTexts(worker, host.blobs));
  const diffs = new Map([...texts].map(([id, files]) => [id, unifiedDiff(files)]));
  if (command.patch !== undefined) await writePatch(command.patch, [...diffs.values()].join(""));
  const conflict = command.apply && !command.plan ? await acceptProved(log, texts, host) : undefined;
  if (!command.json && command.patch !== "-") {
    process.stdout.write(resultText(log.state, diffs, colours(process.stdout), { explain: command.explain }));
  }
  if (conflict !== undefined) throw new AppError("conflict", conflict);
  return exitCodeOfRun(log.state);
}

async function writePatch(path: string, diff: string): Promise<void> {
  if (path === "-") {
    process.stdout.write(diff);
    return;
  }
  try {
    await writeFile(path, diff);
  } catch (error) {
    throw new AppError("usage", `The patch cannot be written to ${path}: name a file in a folder that you may write.`, {
      cause: error,
    });
  }
}

const jsonLines: Listener = (event) => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
};

function progress(): Listener {
  const { stderr } = process;
  const screen = { columns: stderr.columns ?? 80, write: (text: string) => void stderr.write(text) };
  return stderr.isTTY ? liveProgress(screen, colours(stderr), Date.now) : plainProgress(screen);
}

function colours(stream: NodeJS.WriteStream): Palette {
  return palette(stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb");
}
