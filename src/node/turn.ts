import { constants } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../core/app-error.ts";
import { hashText } from "../core/hash.ts";
import { removeIfThere } from "./durable.ts";
import { isAlive, ownedName, ownerOf, type ProcessIdentity } from "./process-identity.ts";
import { errorCode } from "./safe-path.ts";

export interface TurnOptions {
  /** How long to wait for those whose turn it is, in milliseconds. Default: half a minute. */
  readonly patience?: number;
  readonly isAlive?: (process: ProcessIdentity) => boolean;
}

/**
 * Runs `use` while nobody else who names the same thing does, in this process or another. Throws `conflict` when that cannot be
 * had in time, `tooling` where the state folder cannot be written.
 *
 * Whoever wants a turn makes a file named after its process and then looks for those of others: of two who overlap, at least the
 * later one sees the other, and steps back. What a dead process has left counts for nothing and is removed by the next who
 * looks; since a name is never used twice, nobody can take away a claim that is alive. So a crash leaves nothing to wait for.
 */
export async function inTurn<Result>(
  state: string,
  thing: string,
  use: () => Promise<Result>,
  options: TurnOptions = {},
): Promise<Result> {
  const folder = turnsFolder(state);
  const own = await claim(folder, hashText(thing).slice(0, 32), options).catch((error: unknown) => {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const sentence = `Nothing was done, because ${folder} cannot be written (${code}): free some space or set TESSERA_HOME to another folder.`;
    throw new AppError("tooling", sentence, { cause: error });
  });
  try {
    return await use();
  } finally {
    await release(own);
  }
}

/** What was done in the turn is done, also where a failing disk keeps the claim until this process ends. */
async function release(own: string): Promise<void> {
  try {
    await removeIfThere(own);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/** The path of the claim that was made. */
async function claim(folder: string, prefix: string, options: TurnOptions): Promise<string> {
  const { patience = 30_000, isAlive: alive = isAlive } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${prefix}.${ownedName()}`;
  const own = join(folder, name);
  const others = async () => (await claims(folder, alive)).filter((one) => one !== name && one.startsWith(prefix));
  for (const deadline = Date.now() + patience; ; await pause(5 + Math.random() * 45)) {
    if ((await others()).length === 0) {
      await (await open(own, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)).close();
      if ((await others()).length === 0) return own;
      await removeIfThere(own);
    }
    if (Date.now() >= deadline)
      throw new AppError("conflict", "Another Tessera is at work on the same files: try again when it has finished.");
  }
}

/** Removes what dead processes have left. */
export async function sweepTurns(state: string): Promise<void> {
  await claims(turnsFolder(state), isAlive);
}

function turnsFolder(state: string): string {
  return join(state, "turns");
}

async function claims(folder: string, alive: (process: ProcessIdentity) => boolean): Promise<readonly string[]> {
  const living: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = ownerOf(name);
    if (owner === undefined) continue;
    if (alive(owner)) living.push(name);
    else await removeIfThere(join(folder, name));
  }
  return living;
}
