import { writeFile } from "node:fs/promises";
import { AppError, asAppError } from "../core/app-error.ts";
import { type FileTexts, unifiedDiff } from "../core/changes/unified-diff.ts";
import { estimate } from "../core/run/estimate.ts";
import { standing } from "../core/run/outcome.ts";
import { proposedTexts } from "../core/run/proposed-texts.ts";
import type { Request } from "../core/run/request.ts";
import type { RunLog } from "../core/run/run-log.ts";
import type { RunState } from "../core/run/run-state.ts";
import { supervise } from "../core/run/supervise.ts";
import { type Accepted, acceptProved } from "../node/accept.ts";
import { type OpenHost, openHost } from "../node/open-host.ts";
import { conversationAfterRun } from "../node/run-store.ts";
import { surveyRuns } from "../node/survey-runs.ts";
import { agentsFor } from "./agents-for.ts";
import type { AgentCommand } from "./arguments.ts";
import { personThere } from "./ask-person.ts";
import { estimateText } from "./estimate-text.ts";
import { exitCodeOfRun } from "./exit-code.ts";
import { namedFile } from "./named-file.ts";
import { type Listener, liveProgress, plainProgress, type Screen } from "./progress.ts";
import { resultText } from "./result.ts";
import { findRun } from "./stored-runs/find-run.ts";
import { type Palette, palette, plain } from "./terminal.ts";
import { readWords, requestWords } from "./words.ts";

/** One run of one agent, seen from a terminal. Resolves to the exit code. */
export async function runAgent(command: AgentCommand, signal: AbortSignal): Promise<number> {
  const view = progress(command.json && process.stdout.isTTY);
  const host = await openHost({
    folder: command.repo,
    env: process.env,
    agents: await agentsFor(command),
    cache: !command.noCache,
    model: command.model,
    prices: command.prices,
    testCommand: command.testCommand,
    checkCommand: command.checkCommand,
    withoutSandbox: command.noSandbox,
    listeners: command.json ? [jsonLines, view.listener] : [view.listener],
  });
  try {
    const { budgetTokens: tokens, budgetUsd: usd, budgetCalls: calls, budgetSeconds: seconds } = command;
    const limits = {
      ...(tokens === undefined ? {} : { tokens }),
      ...(usd === undefined ? {} : { usd }),
      ...(calls === undefined ? {} : { calls }),
      ...(seconds === undefined ? {} : { seconds }),
    };
    const { concurrency, critic } = command;
    const { agent } = command;
    const words = agent === "" ? requestWords(command.words) : await readWords(command.words, host.root);
    const files = words.files.map((name) => namedFile(name, host.root));
    const waive = command.apiMayChange ? { waive: ["exported-api"] } : {};
    const said = agent === "" ? { said: [words.instruction, ...words.files].join(" ") } : {};
    const conversation = command.continues === undefined ? {} : await conversationIn(command.continues, host);
    const request = {
      agent,
      files,
      instruction: words.instruction,
      ...said,
      ...conversation,
      ...waive,
      critic,
      limits,
      concurrency,
    };
    const log = await supervise(request, announcing(host, limits, view.tell), signal, {
      planOnly: command.plan,
      ...personThere(command),
    });
    return await finish(command, log, host);
  } finally {
    await host.close();
  }
}

async function conversationIn(run: string, { root, state }: OpenHost): Promise<Pick<Request, "conversation">> {
  const { runs } = await surveyRuns(state);
  const here = runs.filter((one) => one.root === root);
  const last = await findRun({ run, repo: root, verb: "show" }, here, state);
  return { conversation: await conversationAfterRun(last.state, state) };
}

export type FinishOptions = Pick<AgentCommand, "apply" | "confirm" | "plan" | "patch" | "json" | "explain">;

/** Says what several agents are likely to use, before they have begun; who draws a tree has it stand above that. */
function announcing(host: OpenHost, limits: Request["limits"], tell: (line: string) => void): OpenHost {
  const announce: Listener = (event) => {
    if (event.type !== "planned" || event.plan.assignments.length < 2) return;
    estimate(event.plan.assignments, host, limits).then(
      (found) => tell(estimateText(found)),
      // A file that is gone by now is told by whoever works on it.
      () => {},
    );
  };
  return { ...host, listeners: [...host.listeners, announce] };
}

/** Applies what was proved and writes the patch, where that was asked for, and shows what the run came to, whatever became of these two. */
export async function finish(command: FinishOptions, log: RunLog, host: OpenHost): Promise<number> {
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
      const confirmed = new Set(command.confirm.map((path) => namedFile(path, host.root)));
      notes.push(...mergedNotes(await acceptProved(log, texts, { ...host, confirmed }), log.state));
    });
  const { patch, explain } = command;
  if (patch !== undefined) await attempt(() => writePatch(patch, [...diffs.values()].join("")));
  if (command.plan && log.state.workers.size > 0) {
    const planned = [...log.state.workers.values()].map(({ assignment }) => assignment);
    notes.push(estimateText(await estimate(planned, host, log.state.request?.limits)));
  }
  if (!command.json && patch !== "-") {
    const details = explain ? await detailsOf(log, host) : new Map();
    process.stdout.write(resultText(log.state, diffs, colours(process.stdout), { explain, details, notes }));
  }
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  return exitCodeOfRun(log.state);
}

/** The blobs behind the evidence of all reports. */
async function detailsOf(log: RunLog, { blobs }: Pick<OpenHost, "blobs">): Promise<ReadonlyMap<string, string>> {
  const refs = standing(log.state).flatMap(
    ({ report }) => report?.evidence.flatMap((one) => one.detailRef ?? []) ?? [],
  );
  await blobs.settled();
  return new Map(await Promise.all(refs.map(async (ref) => [ref, await blobs.get(ref)] as const)));
}

/** Throws `conflict` when nothing was applied, and `cancelled` when that is why. */
function mergedNotes(accepted: Accepted, { status }: RunState): readonly string[] {
  switch (accepted.type) {
    case "refused":
      throw new AppError(status === "cancelled" ? "cancelled" : "conflict", accepted.sentence);
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

export const jsonLines: Listener = (event) => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
};

interface View {
  readonly listener: Listener;
  tell(line: string): void;
}

/** A tree that is drawn over itself, where nothing else is written to the same terminal. */
export function progress(shared: boolean): View {
  const { stderr } = process;
  const screen: Screen = {
    size: () => ({ columns: stderr.columns ?? 80, rows: stderr.rows ?? 24 }),
    write: (text) => void stderr.write(text),
  };
  if (!stderr.isTTY || shared)
    return { listener: plainProgress(screen), tell: (line) => screen.write(`${plain(line)}\n`) };
  const above: string[] = [];
  return { listener: liveProgress(screen, colours(stderr), Date.now, above), tell: (line) => void above.push(line) };
}

export function colours(stream: NodeJS.WriteStream): Palette {
  return palette(stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb");
}
