import { openaiModel } from "../src/core/models/openai.ts";
import type { RunEvent } from "../src/core/run/events.ts";
import { type Bare, repeatBare } from "./bare.ts";
import { fixRepeatedly, perfectServer } from "./one-fix.ts";
import { median, ms, printTable, ratio } from "./table.ts";
import { Workspace } from "./workspace.ts";

const latencyMs = 200;
const rounds = 30;

/** Runs until a process has compiled what it does again and again; until then, compiling it takes more than doing it. */
const warmUp = 60;

/**
 * What our own code and the sandbox add to one assignment: in time, beside the model's latency and the same test commands run bare;
 * in CPU of this process, beside the same exchange and the same commands done bare in this process, right after each assignment.
 */
export async function benchCriticalPath(): Promise<void> {
  using workspace = new Workspace();
  const server = await perfectServer(latencyMs);
  const model = openaiModel({ model: "bench", baseUrl: server.openaiUrl, key: "bench" });
  const repeated: Bare[] = [];
  const runs = await fixRepeatedly(
    workspace,
    server,
    ["src/interest.js"],
    warmUp + rounds,
    model,
    async ({ events }) => {
      repeated.push(await repeatBare(workspace, server, events));
    },
  );
  await server.close();
  const warm = runs.slice(warmUp);
  const bare = repeated.slice(warmUp);

  const walls = warm.map(({ events }) => spanOf(events));
  const models = warm.map(({ events }) => sumOf(events, "model"));
  const tests = warm.map(({ events }) => sumOf(events, "execution"));
  const own = walls.map((wall, round) => wall - (models[round] ?? 0) - (tests[round] ?? 0));
  const bareTests = median(bare.map(({ testsMs }) => testsMs));
  const outside = walls.map((wall) => wall - latencyMs - bareTests);
  printTable(`One assignment, median of ${rounds} warm runs (model ${latencyMs} ms)`, [
    ["", "time", "of bare"],
    ["the same test commands, bare", ms(bareTests), ratio(1, 1)],
    ["the same in the sandbox", ms(median(tests)), ratio(median(tests), bareTests)],
    ["waiting for the model's server", ms(median(models)), ""],
    ["our own code between them", ms(median(own)), ratio(median(own), bareTests)],
    ["all outside model and bare tests (at most 30 ms)", ms(median(outside)), ratio(median(outside), bareTests)],
  ]);

  const all = warm.map(({ cpuMs }) => cpuMs);
  const bareCpu = median(bare.map(({ cpuMs }) => cpuMs));
  const added = runs.map(({ cpuMs }, round) => cpuMs - (repeated[round]?.cpuMs ?? 0));
  printTable("CPU of this process for the same assignments", [
    ["", "CPU", "of bare"],
    ["the same exchange and child processes, bare", ms(bareCpu), ratio(1, 1)],
    ["the assignment", ms(median(all)), ratio(median(all), bareCpu)],
    [
      "what is our own of it (at most 5 ms)",
      ms(median(added.slice(warmUp))),
      ratio(median(added.slice(warmUp)), bareCpu),
    ],
    ["the same from the 2nd to the 10th run of a process", ms(median(added.slice(1, 10))), ""],
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
