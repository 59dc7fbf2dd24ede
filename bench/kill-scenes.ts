import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { mend, shop } from "../test/support/priced-shop.ts";
import { type Snapshot, snapshot } from "../test/support/promises.ts";
import { TemporaryFolder } from "../test/support/temporary-folder.ts";
import { median } from "./table.ts";

const program = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));

/** What is killed: an apply, an undo of one, a run that applies what it proves, or one that was killed before and goes on. */
export const scenes = ["apply", "undo", "fix --apply", "resume --apply"] as const;
export type SceneName = (typeof scenes)[number];

/** A project and the state of its runs, to be had in the same condition again and again. */
export interface Scene extends Disposable {
  readonly folder: string;
  readonly state: string;
  /** How the project looks before, and once the command has come to its end. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** How long the command lasts when nobody kills it, in milliseconds. */
  readonly lasts: number;
  start(): Started;
  reset(): void;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

/** Two files with the same fault, so that an apply can be there by halves. */
const broken = {
  ...shop,
  "src/later.js": shop["src/price.js"] ?? "",
  "test/later.test.js": (shop["test/price.test.js"] ?? "").replace("../src/price.js", "../src/later.js"),
};
const repairs = Object.fromEntries(
  ["src/price.js", "src/later.js"].map((path) => [path, (shop["src/price.js"] ?? "").replace(mend.find, mend.replace)]),
);

export async function openScene(name: SceneName): Promise<Scene> {
  const [folder, state, kept] = [new TemporaryFolder(), new TemporaryFolder(), new TemporaryFolder()];
  const tessera = (...args: readonly string[]) => start([...args, "--repo", folder.path], state.path);
  const [verb = "", ...options] = name.split(" ");
  const command = () => (verb === "fix" ? tessera(verb, ...options) : tessera(verb, "last", "--yes", ...options));

  folder.write({ ...broken, ...repairs });
  const repaired = snapshot(folder.path);
  folder.write(broken);
  const unrepaired = snapshot(folder.path);
  const whole = await timeOf(() => tessera("fix", "--plan"));
  switch (verb) {
    case "resume": {
      const { child, ended } = tessera("fix");
      await pause(whole);
      child.kill("SIGKILL");
      await ended;
      break;
    }
    case "apply":
      await tessera("fix").ended;
      break;
    case "undo":
      await tessera("fix", "--apply").ended;
      break;
  }
  copy(folder.path, join(kept.path, "folder"));
  copy(state.path, join(kept.path, "state"));
  const reset = () => {
    copy(join(kept.path, "folder"), folder.path);
    copy(join(kept.path, "state"), state.path);
  };
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    times.push(await timeOf(command));
    reset();
  }
  const [before, after] = verb === "undo" ? [repaired, unrepaired] : [unrepaired, repaired];
  return {
    folder: folder.path,
    state: state.path,
    before,
    after,
    lasts: median(times),
    start: command,
    reset,
    [Symbol.dispose]() {
      for (const one of [folder, state, kept]) one[Symbol.dispose]();
    },
  };
}

function start(args: readonly string[], state: string): Started {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, TESSERA_HOME: state };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: "ignore" });
  return { child, ended: new Promise<void>((resolve) => child.on("close", () => resolve())) };
}

async function timeOf(command: () => Started): Promise<number> {
  const began = performance.now();
  await command().ended;
  return performance.now() - began;
}

/** Makes one folder hold what another does, and nothing else. */
function copy(from: string, to: string): void {
  for (const name of list(to)) rmSync(join(to, name), { recursive: true, force: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, mode: 0 });
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
