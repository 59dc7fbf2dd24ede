import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "../src/core/run/events.ts";
import { nodeTestRunner } from "../src/core/testing/runners/node-test.ts";
import { fixRepeatedly, perfectServer } from "./one-fix.ts";
import { median, ms, printTable, ratio } from "./table.ts";
import { Workspace } from "./workspace.ts";

const latencyMs = 200;
const rounds = 9;

/** What our own code and the sandbox add to one assignment, beside the model's latency and the same test commands run bare. */
export async function benchCriticalPath(): Promise<void> {
  using workspace = new Workspace();
  const server = await perfectServer(latencyMs);
  const [, ...warm] = await fixRepeatedly(workspace, server, ["src/interest.js"], rounds + 1);
  await server.close();

  const walls = warm.map(({ events }) => spanOf(events));
  const models = warm.map(({ events }) => sumOf(events, "model"));
  const tests = warm.map(({ events }) => sumOf(events, "execution"));
  const own = walls.map((wall, round) => wall - (models[round] ?? 0) - (tests[round] ?? 0));
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) bare.push(await bareTests(workspace, warm[round]?.events ?? []));
  const outside = walls.map((wall) => wall - latencyMs - median(bare));
  printTable(`One assignment, median of ${rounds} warm runs (model ${latencyMs} ms)`, [
    ["", "time", "of bare"],
    ["the same test commands, bare", ms(median(bare)), ratio(1, 1)],
    ["the same in the sandbox", ms(median(tests)), ratio(median(tests), median(bare))],
    ["waiting for the model's server", ms(median(models)), ""],
    ["our own code between them", ms(median(own)), ratio(median(own), median(bare))],
    ["all outside model and bare tests (at most 30 ms)", ms(median(outside)), ratio(median(outside), median(bare))],
    ["CPU of our own process (at most 5 ms)", ms(median(warm.map(({ cpuMs }) => cpuMs))), ""],
  ]);
}

function spanOf(events: readonly RunEvent[]): number {
  const from = events.find(({ type }) => type === "assigned")?.at ?? 0;
  return (events.find(({ type }) => type === "reported")?.at ?? 0) - from;
}

/** Milliseconds that an assignment's questions of one kind took. */
function sumOf(events: readonly RunEvent[], kind: "model" | "execution"): number {
  let sum = 0;
  for (const event of events) {
    if (event.type === "answered" && event.kind !== "user" && event.kind === kind && event.actor !== "run")
      sum += event.ms;
  }
  return sum;
}

/** The commands of the assignment's own executions, started directly over the project as it is. */
async function bareTests(workspace: Workspace, events: readonly RunEvent[]): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), "tessera-bench-out-"));
  const { inputs = {} } = nodeTestRunner.command(
    { folder: "", runner: "node:test", argv: ["node"], testFiles: [] },
    {},
    0,
  );
  for (const [name, text] of Object.entries(inputs)) writeFileSync(join(out, name), text);
  let sum = 0;
  for (const event of events) {
    if (event.type !== "asked" || event.kind !== "execution" || event.actor === "run") continue;
    const [program = "", ...args] = event.argv.map((word) => word.replaceAll("{out}", out));
    const began = performance.now();
    await new Promise((resolve) =>
      spawn(program, args, { cwd: workspace.project, env: workspace.env(), stdio: "ignore" }).on("close", resolve),
    );
    sum += performance.now() - began;
  }
  rmSync(out, { recursive: true, force: true });
  return sum;
}
