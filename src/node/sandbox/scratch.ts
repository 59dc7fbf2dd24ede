import { chmodSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive, thisProcess } from "../process-identity.ts";

/** Folders of one process below Tessera's state, one for each execution, gone when it ends. */
export interface Scratch {
  /** A new empty folder that only this user may enter, with these folders in it. */
  create(...names: readonly string[]): string;
  /** Removes a folder soon; `close` waits for it. */
  remove(folder: string): void;
  close(): Promise<void>;
}

/** Milliseconds. What follows at once on an execution goes first; soon enough a model or a test is waited for. */
const removalDelay = 100;

/** Also removes, behind the scenes, what processes that died left there. */
export async function openScratch(state: string): Promise<Scratch> {
  const base = join(state, "scratch");
  await mkdir(base, { recursive: true, mode: 0o700 });
  const pending = new Set<Promise<void>>();
  const track = (work: Promise<void>) => {
    const tracked = work.catch(() => undefined).finally(() => pending.delete(tracked));
    pending.add(tracked);
  };
  track(sweepScratch(state));
  const { pid, start } = thisProcess();
  const own = await mkdtemp(join(base, `${pid}.${start}.`));
  const atExit = () => removeTreeNow(own);
  process.once("exit", atExit);
  let count = 0;
  let leftovers: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const removeLeftovers = () => {
    for (const folder of leftovers) track(removeTree(folder));
    leftovers = [];
    timer = undefined;
  };
  return {
    create(...names) {
      const folder = join(own, String(++count));
      mkdirSync(folder, { mode: 0o700 });
      for (const name of names) mkdirSync(join(folder, name), { mode: 0o755 });
      return folder;
    },
    remove(folder) {
      leftovers.push(folder);
      timer ??= setTimeout(removeLeftovers, removalDelay).unref();
    },
    async close() {
      clearTimeout(timer);
      removeLeftovers();
      process.off("exit", atExit);
      track(removeTree(own));
      await Promise.all(pending);
    },
  };
}

/** Removes what dead processes have left: a folder's name says whose it is. */
export async function sweepScratch(state: string): Promise<void> {
  const base = join(state, "scratch");
  for (const name of await readdir(base).catch(() => [])) {
    const [pid, start] = name.split(".");
    if (isAlive({ pid: Number(pid), start: start ?? "0" })) continue;
    await removeTree(join(base, name));
  }
}

/**
 * Tests may leave folders that even their owner cannot enter; links are removed, never followed. What most executions leave is
 * a handful of entries, and those are gone at once for a tenth of the work.
 */
async function removeTree(folder: string): Promise<void> {
  if (removeFew(folder, { left: 100 })) return;
  try {
    await rm(folder, { recursive: true, force: true });
  } catch {
    unlock(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether all of it is gone; stops when there is more than the budget allows, or something resists. */
function removeFew(folder: string, budget: { left: number }): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (--budget.left < 0) return false;
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) unlinkSync(path);
      else if (!removeFew(path, budget)) return false;
    }
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder) || removeEmpty(folder);
  }
}

/** An overlay leaves a folder that nobody may read, and that is empty. */
function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** For the end of the process, where nothing can be waited for. What cannot be removed is swept next time. */
function removeTreeNow(folder: string): void {
  try {
    unlock(folder);
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The sweep of the next process takes it.
  }
}

function unlock(folder: string): void {
  try {
    chmodSync(folder, 0o700);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) unlock(join(folder, entry.name));
  } catch {
    // Not ours, or gone.
  }
}
