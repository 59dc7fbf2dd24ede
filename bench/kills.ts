import { setTimeout as pause } from "node:timers/promises";
import { mendState } from "../src/node/mend-state.ts";
import { surveyRuns } from "../src/node/survey-runs.ts";
import { brokenPromises, processesOf, snapshot } from "../test/support/promises.ts";
import { randomNumbers } from "../test/support/random.ts";
import { openScene, type Scene, scenes } from "./kill-scenes.ts";
import { printTable } from "./table.ts";

/** Kills the program at random moments of what it does, and asks after each for the standing promises. */
export async function benchKills(kills: number, seed = Date.now() % 1_000_000): Promise<void> {
  const random = randomNumbers(seed);
  const rows: string[][] = [["killed in", "lasts", "kills", "too late", "done", "violations", "survivors after 5 s"]];
  const told: string[] = [];
  for (const [index, name] of scenes.entries()) {
    using scene = await openScene(name);
    const count = Math.floor((kills + index) / scenes.length);
    const sums = { late: 0, done: 0, violations: 0, survivors: 0 };
    for (let round = 0; round < count; round++) {
      const outcome = await killOnce(scene, random(Math.ceil(scene.lasts * 1.1)));
      sums.late += Number(outcome.late);
      sums.done += Number(outcome.done);
      sums.violations += outcome.broken.length;
      sums.survivors += outcome.survivors.length;
      told.push(...[...outcome.broken, ...outcome.survivors].map((sentence) => `${name}: ${sentence}`));
      if ((round + 1) % 25 === 0) console.error(`  ${name}: ${round + 1} kills, ${told.length} violations so far`);
    }
    const { late, done, violations, survivors } = sums;
    rows.push([name, `${Math.round(scene.lasts)} ms`, ...[count, late, done, violations, survivors].map(String)]);
  }
  printTable(`Random kills (seed ${seed}): the promises P1 to P5 afterwards`, rows);
  for (const sentence of told) console.log(`  ${sentence}`);
  if (told.length > 0) process.exitCode = 1;
}

async function killOnce(scene: Scene, afterMs: number) {
  scene.reset();
  const { child, ended } = scene.start();
  await Promise.race([ended, pause(afterMs)]);
  const late = child.exitCode !== null;
  child.kill("SIGKILL");
  await ended;
  const survivors = await survivorsOf(scene);
  await mendState(scene.state);
  await surveyRuns(scene.state);
  const broken = await brokenPromises(scene);
  const now = snapshot(scene.folder);
  const done = [...scene.after].every(([path, content]) => now.get(path) === content);
  return { late, done, survivors, broken };
}

/** Processes of the run that are there five seconds later. */
async function survivorsOf(scene: Scene): Promise<readonly string[]> {
  for (const deadline = Date.now() + 5000; ; await pause(50)) {
    const found = processesOf(scene);
    if (found.length === 0 || Date.now() > deadline) return found;
  }
}
