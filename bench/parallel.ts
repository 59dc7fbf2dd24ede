import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChatModel } from "../src/core/models/chat-model.ts";
import { propose, scriptedModel } from "../src/core/models/scripted.ts";
import { readSections } from "../src/core/models/sections.ts";
import type { RunEvent } from "../src/core/run/events.ts";
import { supervise } from "../src/core/run/supervise.ts";
import { openHost } from "../src/node/open-host.ts";
import { execute } from "./bare.ts";
import { median, ms, printTable, ratio } from "./table.ts";
import { Workspace } from "./workspace.ts";

const latencyMs = 200;
const rounds = 3;

/**
 * Many assignments at once. Sixteen that are independent, each with a test that takes 100 ms: the time from the first that is
 * assigned to the last that has reported, beside the ideal, which is the model's latency plus the same test commands run bare, as
 * many at once and in the same order, right after in the same process. And two hundred in line: memory, and a cancel of all.
 */
export async function benchParallel(): Promise<void> {
  const walls: number[] = [];
  const ideals: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    using workspace = tariffs(16, 1);
    const { events } = await runFixes(workspace, 16, answering(latencyMs));
    // The first round loads what a process loads once.
    const bare = await chainsBare(workspace, events);
    if (round === 0) continue;
    walls.push(spanOf(events));
    ideals.push(latencyMs + bare);
  }
  printTable(`16 assignments at once, model ${latencyMs} ms, tests 100 ms, median of ${rounds}`, [
    ["", "time", "of ideal"],
    ["ideal: the model's latency and the same test commands, bare, as many at once", ms(median(ideals)), ratio(1, 1)],
    ["first assigned to last reported (at most 1.15 ×)", ms(median(walls)), ratio(median(walls), median(ideals))],
  ]);

  using workspace = tariffs(200, 200);
  const stop = new AbortController();
  let stopped = 0;
  let peak = 0;
  const before = heap();
  const { events, endedAt } = await runFixes(workspace, 16, answering(latencyMs), stop, (event) => {
    peak = Math.max(peak, process.memoryUsage().heapUsed);
    if (event.type !== "reported" || stopped > 0 || event.report.assignment !== "fix-8") return;
    stopped = performance.now();
    stop.abort();
  });
  const reports = events.filter(({ type }) => type === "reported").length;
  printTable("200 assignments in line, 16 at once, all cancelled when the eighth has ended", [
    ["", ""],
    ["heap before", megabytes(before)],
    ["heap at most meanwhile", megabytes(peak)],
    ["reports, one each", String(reports)],
    ["from cancel to the end of the run (at most 2 s)", ms(endedAt - stopped)],
    ["processes left", String(children())],
  ]);
}

/** A project of so many sources, each with one wrong number and a test of 100 ms for it, in files of `together` tests. */
function tariffs(count: number, together: number): Workspace {
  const workspace = new Workspace();
  rmSync(workspace.project, { recursive: true });
  const write = (path: string, text: string) => {
    const whole = join(workspace.project, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  };
  write("package.json", JSON.stringify({ name: "tariffs", type: "module", scripts: { test: "node --test" } }));
  for (let file = 0; file * together < count; file++) {
    const numbers = Array.from({ length: together }, (_, index) => file * together + index + 1);
    for (const n of numbers)
      write(`src/part${n}.js`, `export function part${n}(amount) {\n  return amount * ${n};\n}\n`);
    const imports = numbers.map((n) => `import { part${n} } from "../src/part${n}.js";`);
    const tests = numbers.map(
      (n) =>
        `test("part ${n}", async () => {\n  await sleep(${together > 1 ? 1 : 100});\n  assert.equal(part${n}(10), ${(n + 1) * 10});\n});`,
    );
    const head = [
      'import assert from "node:assert/strict";',
      'import { test } from "node:test";',
      'import { setTimeout as sleep } from "node:timers/promises";',
    ];
    write(`test/file${file + 1}.test.js`, `${[...head, ...imports, ...tests].join("\n")}\n`);
  }
  return workspace;
}

/** Knows the right number, and takes its time. */
function answering(latency: number): ChatModel {
  return scriptedModel(
    Array.from({ length: 1000 }, () => async (prompt, signal) => {
      await sleep(latency, undefined, { signal }).catch(() => {});
      const sections = readSections(prompt.messages[0]?.text ?? "");
      const n = Number(/part(\d+)\.js/.exec(sections.find(({ kind }) => kind === "target")?.title ?? "")?.[1]);
      return propose({ find: `amount * ${n};`, replace: `amount * ${n + 1};` }, `Multiplies by ${n + 1}.`);
    }),
  );
}

async function runFixes(
  workspace: Workspace,
  concurrency: number,
  model: ChatModel,
  stop = new AbortController(),
  listener: (event: RunEvent) => void = () => {},
): Promise<{ readonly events: readonly RunEvent[]; readonly endedAt: number }> {
  const events: RunEvent[] = [];
  const host = await openHost({
    folder: workspace.project,
    env: workspace.env(),
    model: "offline",
    testCommand: undefined,
    withoutSandbox: false,
    listeners: [(event) => events.push(event), listener],
  });
  try {
    const request = { agent: "fix", files: [], instruction: "", limits: {}, concurrency };
    const log = await supervise(request, { ...host, model }, stop.signal);
    const endedAt = performance.now();
    if (!stop.signal.aborted && log.state.status !== "proved") throw new Error(`Not proved: ${log.state.sentence}`);
    return { events, endedAt };
  } finally {
    await host.close();
  }
}

function spanOf(events: readonly RunEvent[]): number {
  const from = events.find(({ type }) => type === "assigned")?.at ?? 0;
  return (events.findLast(({ type }) => type === "reported")?.at ?? 0) - from;
}

/** The executions of each assignment, one after the other as they were, and all assignments at once. */
async function chainsBare(workspace: Workspace, events: readonly RunEvent[]): Promise<number> {
  const chains = Map.groupBy(
    events.flatMap((event) => (event.type === "asked" && event.kind === "execution" ? [event] : [])),
    ({ actor }) => actor,
  );
  chains.delete("run");
  const began = performance.now();
  await Promise.all(
    [...chains.values()].map(async (chain) => {
      const out = mkdtempSync(join(tmpdir(), "tessera-bench-out-"));
      for (const { argv } of chain) await execute(argv, workspace, out);
      rmSync(out, { recursive: true, force: true });
    }),
  );
  return performance.now() - began;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Processes whose parent is this one, and has not waited for them. */
function children(): number {
  const stats = readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [readFileSync(`/proc/${name}/stat`, "utf8")];
    } catch {
      return [];
    }
  });
  return stats.filter((stat) => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === process.pid).length;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
