import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { loadRun, type StoredRun, storedRuns } from "../../src/node/run-store.ts";
import { isUnderWay } from "../../src/node/survey-runs.ts";

/** Every file of a folder, to the byte, with its mode; links and what is no file too. */
export type Snapshot = ReadonlyMap<string, string>;

export function snapshot(folder: string): Snapshot {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const mode = (lstatSync(path).mode & 0o7777).toString(8);
    if (entry.isDirectory()) continue;
    const content = entry.isFile()
      ? hashOf(readFileSync(path))
      : entry.isSymbolicLink()
        ? readlinkSync(path)
        : "special";
    found.set(relative(folder, path), `${mode} ${content}`);
  }
  return found;
}

export interface Watched {
  readonly folder: string;
  /** The state folder. */
  readonly state: string;
  readonly before: Snapshot;
  /** How the folder looks once what was accepted is written, where something may have been accepted. */
  readonly after?: Snapshot;
  /** Whether the run may still be going on. */
  readonly live?: boolean;
  /** Whether the texts of proposals are to be there: not where the fault is that the user's disk has lost them. */
  readonly stored?: boolean;
}

/**
 * The five standing promises, to be asked after every fault and the recovery from it. Returns what is broken, one sentence each,
 * beginning with the promise's name; what is to be gone is given five seconds.
 */
export async function brokenPromises(watched: Watched): Promise<readonly string[]> {
  return [...brokenFiles(watched), ...(await leftovers(watched)), ...(await brokenRuns(watched))];
}

/** P1: what was not accepted is as it was. P2: what was accepted is there as a whole or not at all. */
function brokenFiles({ folder, before, after = before }: Watched): readonly string[] {
  const now = snapshot(folder);
  const broken: string[] = [];
  const accepted = new Set([...before.keys(), ...after.keys()].filter((path) => before.get(path) !== after.get(path)));
  for (const path of new Set([...before.keys(), ...now.keys()])) {
    if (!accepted.has(path) && now.get(path) !== before.get(path)) broken.push(`P1: ${path} is not as it was.`);
  }
  const states = new Set<string>();
  for (const path of accepted) {
    const text = now.get(path);
    if (text === before.get(path)) states.add("old");
    else if (text === after.get(path)) states.add("new");
    else broken.push(`P2: ${path} is neither whole-old nor whole-new.`);
  }
  if (states.size > 1) broken.push("P2: some of what was accepted is written, and some is not.");
  return broken;
}

/** P3: no process, lock, mount or temporary file. */
async function leftovers(watched: Watched): Promise<readonly string[]> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const found = watched.live === true ? [] : [...processesOf(watched), ...filesLeft(watched), ...mountsOf(watched)];
    if (found.length === 0 || Date.now() > deadline) return found.map((what) => `P3: ${what}`);
    await pause(100);
  }
}

/** Processes other than this one that work in one of the folders or were started with it. */
export function processesOf({ folder, state }: Pick<Watched, "folder" | "state">): readonly string[] {
  const found: string[] = [];
  for (const pid of existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : []) {
    if (Number(pid) === process.pid) continue;
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const env = readFileSync(`/proc/${pid}/environ`, "utf8");
      const cwd = readlinkSync(`/proc/${pid}/cwd`);
      if (words === "") continue;
      if ([words, env, cwd].some((text) => text.includes(state) || text.includes(folder)))
        found.push(`process ${pid} is left: ${words.replaceAll("\0", " ").slice(0, 120)}`);
    } catch {
      // It is gone by now, or someone else's.
    }
  }
  return found;
}

/** What an apply lays beside its targets. */
const stagedName = /\.[0-9a-f-]{36}\.tessera$/;

function filesLeft({ folder, state }: Watched): readonly string[] {
  const inState = ["turns", "applies", "scratch", "blobs/new"].flatMap((name) => {
    const path = join(state, name);
    return existsSync(path) ? readdirSync(path).map((entry) => join(name, entry)) : [];
  });
  const hidden = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => stagedName.test(path));
  return [...inState.filter((path) => !path.endsWith(".damaged")), ...hidden].map((path) => `${path} is left.`);
}

function mountsOf({ folder, state }: Watched): readonly string[] {
  const mounts = existsSync("/proc/mounts") ? readFileSync("/proc/mounts", "utf8").split("\n") : [];
  return mounts.filter((line) => line.includes(state) || line.includes(folder)).map((line) => `mounted: ${line}`);
}

/** P4: one end with a reason, and no budget exceeded. P5: what agents proposed is still there. */
async function brokenRuns({ state, live = false, stored: isStored = true }: Watched): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const run of await storedRuns(state)) {
    // A run that was killed before its first line never began.
    const stored = await loadRun(state, run).catch(() => undefined);
    if (stored === undefined) continue;
    if (stored.problem !== undefined) broken.push(`P4: the journal of ${run} cannot be read. ${stored.problem}`);
    broken.push(...brokenEnd(stored, live), ...brokenBudget(stored), ...(isStored ? lostWork(stored, state) : []));
  }
  return broken;
}

function brokenEnd({ state, events }: StoredRun, live: boolean): readonly string[] {
  const ends = events.filter(({ type }) => type === "ended").length;
  if (ends > 1) return [`P4: ${state.run} has ${ends} ends.`];
  if (ends === 1 && state.sentence.trim() === "") return [`P4: ${state.run} ended without a reason.`];
  return ends === 0 && !live && isUnderWay(state) ? [`P4: ${state.run} is still under way.`] : [];
}

function brokenBudget({ state, events }: StoredRun): readonly string[] {
  const { tokens } = state.request?.limits ?? {};
  const counted = new Set<string>();
  let used = 0;
  for (const event of events) {
    if (event.type !== "answered" || event.kind !== "model" || event.usage === undefined) continue;
    // An answer from the record was paid once.
    if (event.reply !== undefined && counted.has(`${event.actor} ${event.reply}`)) continue;
    counted.add(`${event.actor} ${event.reply}`);
    used += event.usage.input + event.usage.output;
  }
  return tokens !== undefined && used > tokens ? [`P4: ${state.run} used ${used} of ${tokens} tokens.`] : [];
}

function lostWork({ state, events }: StoredRun, folder: string): readonly string[] {
  const discarded = new Set(events.flatMap((event) => (event.type === "discarded" ? event.changeSets : [])));
  const sets = events.flatMap((event) => (event.type === "proposed" ? [event.changeSet] : []));
  const blobs = sets
    .filter(({ id }) => !discarded.has(id))
    .flatMap(({ files }) => files.flatMap(({ base, proposed }) => [base, proposed]));
  const lost = blobs.filter((hash) => hash !== null && !isWhole(folder, hash));
  return lost.map((hash) => `P5: ${state.run} has lost the text ${hash}.`);
}

function isWhole(state: string, hash: string): boolean {
  const path = join(state, "blobs", hash.slice(0, 2), hash.slice(2));
  return existsSync(path) && hashOf(readFileSync(path)) === hash;
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
