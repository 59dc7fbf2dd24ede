import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { mendState } from "../src/node/mend-state.ts";
import { surveyRuns } from "../src/node/survey-runs.ts";
import { mend, shop } from "../test/support/priced-shop.ts";
import { brokenPromises, processesOf, type Snapshot, snapshot } from "../test/support/promises.ts";
import { randomNumbers } from "../test/support/random.ts";
import { TemporaryFolder } from "../test/support/temporary-folder.ts";
import { median, printTable } from "./table.ts";

const program = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));

/** A run that applies what it proves, or an apply of a run that has ended. */
const scenes = ["fix --apply", "apply"] as const;

/** Kills the program at random moments of a run and of an apply, and asks after each for the standing promises. */
export async function benchKills(kills: number, seed = Date.now() % 1_000_000): Promise<void> {
  const random = randomNumbers(seed);
  const rows: string[][] = [["killed in", "kills", "too late", "applied whole", "violations", "survivors after 5 s"]];
  const told: string[] = [];
  for (const scene of scenes) {
    const lasts = median([await timeOf(scene), await timeOf(scene), await timeOf(scene)]);
    const count = scene === "apply" ? Math.floor(kills / 2) : Math.ceil(kills / 2);
    const sums = { late: 0, whole: 0, violations: 0, survivors: 0 };
    for (let index = 0; index < count; index++) {
      const outcome = await killOnce(scene, random(Math.ceil(lasts * 1.1)));
      sums.late += Number(outcome.late);
      sums.whole += Number(outcome.whole);
      sums.violations += outcome.broken.length;
      sums.survivors += outcome.survivors.length;
      told.push(...[...outcome.broken, ...outcome.survivors].map((sentence) => `${scene}: ${sentence}`));
    }
    rows.push([scene, ...[count, sums.late, sums.whole, sums.violations, sums.survivors].map(String)]);
  }
  printTable(`Random kills (seed ${seed}): the promises P1 to P5 afterwards`, rows);
  for (const sentence of told) console.log(`  ${sentence}`);
  if (told.length > 0) process.exitCode = 1;
}

/** A project, and a run of it that has proved its repair where there is to be one already. */
async function prepared(scene: (typeof scenes)[number]): Promise<{
  readonly folder: TemporaryFolder;
  readonly state: TemporaryFolder;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly args: readonly string[];
}> {
  const folder = new TemporaryFolder();
  const state = new TemporaryFolder();
  const wanted = shop["src/price.js"]?.replace(mend.find, mend.replace) ?? "";
  folder.write({ ...shop, "src/price.js": wanted });
  const after = snapshot(folder.path);
  folder.write(shop);
  const before = snapshot(folder.path);
  if (scene === "apply") await start(["fix", "--repo", folder.path], state.path).ended;
  const args = scene === "apply" ? ["apply", "last", "--repo", folder.path] : ["fix", "--apply", "--repo", folder.path];
  return { folder, state, before, after, args };
}

async function timeOf(scene: (typeof scenes)[number]): Promise<number> {
  const { folder, state, args } = await prepared(scene);
  const began = performance.now();
  await start(args, state.path).ended;
  const ms = performance.now() - began;
  dispose(folder, state);
  return ms;
}

async function killOnce(scene: (typeof scenes)[number], afterMs: number) {
  const { folder, state, before, after, args } = await prepared(scene);
  const { child, ended } = start(args, state.path);
  await Promise.race([ended, pause(afterMs)]);
  const late = child.exitCode !== null;
  child.kill("SIGKILL");
  await ended;
  const watched = { folder: folder.path, state: state.path, before, after };
  const survivors = await survivorsOf(watched);
  await mendState(state.path);
  await surveyRuns(state.path);
  const broken = await brokenPromises(watched);
  const whole = snapshot(folder.path).get("src/price.js") === after.get("src/price.js");
  dispose(folder, state);
  return { late, whole, survivors, broken };
}

/** Processes of the run that are there five seconds later. */
async function survivorsOf(watched: Parameters<typeof processesOf>[0]): Promise<readonly string[]> {
  for (const deadline = Date.now() + 5000; ; await pause(50)) {
    const found = processesOf(watched);
    if (found.length === 0 || Date.now() > deadline) return found;
  }
}

function start(args: readonly string[], state: string) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH, HOME, TESSERA_HOME: state },
    stdio: "ignore",
  });
  return { child, ended: new Promise<void>((resolve) => child.on("close", () => resolve())) };
}

function dispose(...folders: readonly TemporaryFolder[]): void {
  for (const folder of folders) folder[Symbol.dispose]();
}
