import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpenAI } from "openai";
import type { ChatCompletionChunk } from "openai/resources";
import type { Stream } from "openai/streaming";
import * as z from "zod";
import type { RunEvent } from "../src/core/run/events.ts";
import { reportName } from "../src/core/testing/report.ts";
import { nodeTestRunner } from "../src/core/testing/runners/node-test.ts";
import type { ModelServer } from "../test/support/model-server.ts";
import type { Workspace } from "./workspace.ts";

/** What one assignment's input and output cost without Tessera: wall time of its test commands, and CPU of this process for all of it. */
export interface Bare {
  readonly testsMs: number;
  readonly cpuMs: number;
}

/**
 * The input and output of an assignment that has just ended, done again without anything of ours between: the last request that the
 * server got, through its SDK, then the commands of the executions, started in the project as it is, their output and results read.
 */
export async function repeatBare(
  workspace: Workspace,
  server: ModelServer,
  events: readonly RunEvent[],
): Promise<Bare> {
  const out = mkdtempSync(join(tmpdir(), "tessera-bench-out-"));
  const before = process.cpuUsage();
  await exchange(server);
  const began = performance.now();
  for (const event of events) {
    if (event.type === "asked" && event.kind === "execution" && event.actor !== "run")
      await execute(event.argv, workspace, out);
  }
  const testsMs = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  rmSync(out, { recursive: true, force: true });
  return { testsMs, cpuMs: (user + system) / 1000 };
}

const sent = z.looseObject({ model: z.string() });

/** Goes by what the SDK itself makes of a stream. */
async function exchange(server: ModelServer): Promise<void> {
  const client = new OpenAI({ baseURL: server.openaiUrl, apiKey: "bench", maxRetries: 0 });
  const body = sent.parse(server.requests.at(-1)?.body);
  const stream = await client.post<Stream<ChatCompletionChunk>>("/chat/completions", { body, stream: true });
  let args = "";
  for await (const chunk of stream) args += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? "";
  JSON.parse(args);
}

const inputs = nodeTestRunner.command({ folder: "", runner: "node:test", argv: ["node"], testFiles: [] }, {}, 0).inputs;

/** One command of a run, started as it is; its output and results are read. */
export async function execute(argv: readonly string[], workspace: Workspace, out: string): Promise<void> {
  for (const [name, text] of Object.entries(inputs ?? {})) await writeFile(join(out, name), text);
  const [program = "", ...args] = argv.map((word) => word.replaceAll("{out}", out));
  const child = spawn(program, args, {
    cwd: workspace.project,
    env: workspace.env(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => output.push(data));
  await new Promise((resolve) => child.on("close", resolve));
  Buffer.concat(output).toString("utf8");
  await readFile(join(out, reportName), "utf8");
}
