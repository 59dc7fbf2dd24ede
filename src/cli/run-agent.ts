import { writeFile } from "node:fs/promises";
import { AppError, asAppError } from "../core/app-error.ts";
import { type FileTexts, unifiedDiff } from "../core/changes/unified-diff.ts";
import { standing } from "../core/run/outcome.ts";
import type { RunLog } from "../core/run/run-log.ts";
import { supervise } from "../core/run/supervise.ts";
import { type Accepted, acceptProved } from "../node/accept.ts";
import { type OpenHost, openHost } from "../node/open-host.ts";
import { proposedTexts } from "../node/proposals.ts";
import { agentsFor } from "./agents-for.ts";
import type { AgentCommand } from "./arguments.ts";
import { exitCodeOfRun } from "./exit-code.ts";
import { namedFile } from "./named-file.ts";
import { type Listener, liveProgress, plainProgress, type Screen } from "./progress.ts";
import { resultText } from "./result.ts";
import { type Palette, palette, plain } from "./terminal.ts";
import { readWords } from "./words.ts";

/** One run of one agent, seen from a terminal. Resolves to the exit code. */
export async function runAgent(command: AgentCommand, signal: AbortSignal): Promise<number> {
  const host = await openHost({
    folder: command.repo,
    env: process.env,
    agents: await agentsFor(command),
    cache: !command.noCache,
    model: command.model,
    testCommand: command.testCommand,
    checkCommand: command.checkCommand,
    withoutSandbox: command.noSandbox,
    listeners: command.json ? [jsonLines, progress(process.stdout.isTTY)] : [progress(false)],
  });
  try {
    const { budgetTokens: tokens, budgetUsd: usd } = command;
    const limits = { ...(tokens === undefined ? {} : { tokens }), ...(usd === undefined ? {} : { usd }) };
    const { concurrency } = command;
    const { agent } = command;
    const words = await readWords(command.words, host.root);
    const files = words.files.map((name) => namedFile(name, host.root));
    const waive = command.apiMayChange ? { waive: ["exported-api"] } : {};
    const request = { agent, files, instruction: words.instruction, ...waive, limits, concurrency };
    const log = await supervise(request, host, signal, { planOnly: command.plan });
    return await finish(command, log, host);
  } finally {
    await host.close();
  }
}

/** Applies what was proved and writes the patch, where that was asked for, and shows what the run came to, whatever became of these two. */
async function finish(command: AgentCommand, log: RunLog, host: OpenHost): Promise<number> {
  const texts = new Map<string, readonly FileTexts[]>();
  for (const worker of standing(log.state)) texts.set(worker.assignment.id, await proposedTexts(worker, host.blobs));
  const diffs = new Map([...texts].map(([id, files]) => [id, unifiedDiff(files)]));
  const failures: AppError[] = [];
  const notes: string[] = [];
  const attempt = async (step: () => Promise<void>) => {
    await step().catch((error: unknown) => {
      const expected = asAppError(error);
      if (expected === undefined) throw error;
      failures.push(expected);
    });
  };
  if (command.apply && !command.plan)
    await attempt(async () => {
      notes.push(...mergedNotes(await acceptProved(log, texts, host)));
    });
  const { patch, explain } = command;
  if (patch !== undefined) await attempt(() => writePatch(patch, [...diffs.values()].join("")));
  if (!command.json && patch !== "-") {
    process.stdout.write(resultText(log.state, diffs, colours(process.stdout), { explain, notes }));
  }
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  return exitCodeOfRun(log.state);
}

/** Throws `conflict` when nothing was applied. */
function mergedNotes(accepted: Accepted): readonly string[] {
  switch (accepted.type) {
    case "refused":
      throw new AppError("conflict", accepted.sentence);
    case "applied":
      return accepted.merged.map(
        (path) => `${path} was edited meanwhile: the proof is not about the merged text, so run your tests.`,
      );
  }
}

async function writePatch(path: string, diff: string): Promise<void> {
  if (path === "-") {
    // A program needs the bytes; a terminal would obey escape sequences among them.
    process.stdout.write(process.stdout.isTTY ? plain(diff) : diff);
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

/** A tree that is drawn over itself, where nothing else is written to the same terminal. */
function progress(shared: boolean): Listener {
  const { stderr } = process;
  const screen: Screen = {
    size: () => ({ columns: stderr.columns ?? 80, rows: stderr.rows ?? 24 }),
    write: (text) => void stderr.write(text),
  };
  return stderr.isTTY && !shared ? liveProgress(screen, colours(stderr), Date.now) : plainProgress(screen);
}

function colours(stream: NodeJS.WriteStream): Palette {
  return palette(stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb");
}
