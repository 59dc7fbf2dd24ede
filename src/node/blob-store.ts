import { existsSync } from "node:fs";
import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../core/app-error.ts";
import { hashText } from "../core/hash.ts";
import type { BlobStore } from "../core/ports/blob-store.ts";
import { removeIfThere, syncFolder, withNewFile } from "./durable.ts";
import { isAlive, ownedName, ownerOf } from "./process-identity.ts";
import { errorCode, readRegular } from "./safe-path.ts";

/**
 * Blobs as files named by their hash: STATE/blobs/ab/cdef…, each whole or absent.
 *
 * What is put while others are being written shares their fsync of folders, so many puts at once cost little more than one.
 */
export function openBlobStore(state: string): BlobStore {
  const root = join(state, "blobs");
  const kept = new Map<string, Promise<void>>();
  const write = batched((texts: readonly Blob[]) => writeAll(root, texts));
  return {
    put(text) {
      const hash = hashText(text);
      if (!kept.has(hash)) {
        const put = keep(root, { hash, text }, write);
        kept.set(hash, put);
        // It shows at the next `settled`.
        put.catch(() => {});
      }
      return hash;
    },
    async settled() {
      const puts = [...kept];
      const outcomes = await Promise.allSettled(puts.map(([, put]) => put));
      const failed = outcomes.findIndex(({ status }) => status === "rejected");
      if (failed < 0) return;
      // A blob that could not be written may be tried again.
      for (const [index, [hash]] of puts.entries()) if (outcomes[index]?.status === "rejected") kept.delete(hash);
      const first = outcomes[failed];
      const cause = first?.status === "rejected" ? first.reason : undefined;
      throw new AppError(
        "tooling",
        `${root} cannot be written: free some space or set TESSERA_HOME to another folder.`,
        {
          cause,
        },
      );
    },
    get: (hash) => get(root, hash),
  };
}

interface Blob {
  readonly hash: string;
  readonly text: string;
}

function fileOf(root: string, hash: string): string {
  return join(root, hash.slice(0, 2), hash.slice(2));
}

/** Blobs on their way: no folder of blobs is called so. */
function draftsFolder(root: string): string {
  return join(root, "new");
}

/** Removes texts for good, which only the user can want. */
export async function removeBlobs(state: string, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) await removeIfThere(fileOf(join(state, "blobs"), hash));
}

/** Removes blobs that were half written when their process died. */
export async function sweepBlobs(state: string): Promise<void> {
  const folder = draftsFolder(join(state, "blobs"));
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = ownerOf(name);
    if (owner !== undefined && !isAlive(owner)) await removeIfThere(join(folder, name));
  }
}

async function keep(root: string, blob: Blob, write: (blob: Blob) => Promise<void>): Promise<void> {
  if (!existsSync(fileOf(root, blob.hash))) await write(blob);
}

async function writeAll(root: string, blobs: readonly Blob[]): Promise<void> {
  const folders = new Set<string>();
  await mkdir(draftsFolder(root), { recursive: true, mode: 0o700 });
  await Promise.all(
    blobs.map(async ({ hash, text }) => {
      const file = fileOf(root, hash);
      folders.add(dirname(file));
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const fresh = join(draftsFolder(root), ownedName());
      await withNewFile(fresh, 0o400, async (handle) => {
        await handle.writeFile(text);
        await handle.sync();
      });
      await rename(fresh, file);
    }),
  );
  await Promise.all([...folders, root].map(syncFolder));
}

async function get(root: string, hash: string): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(hash))
    throw new AppError("not-found", `${JSON.stringify(hash.slice(0, 80))} names no blob.`);
  try {
    const text = (await readRegular(fileOf(root, hash))).toString("utf8");
    if (hashText(text) === hash) return text;
  } catch (error) {
    const what = errorCode(error) === "ENOENT" ? "is not in the store" : "cannot be read";
    throw new AppError("not-found", `The blob ${hash} ${what}.`, { cause: error });
  }
  throw new AppError("not-found", `The blob ${hash} is damaged.`);
}

/** Gathers what is asked for while a batch is under way into the next one; a batch that fails fails for each of its items. */
function batched<Item>(run: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let waiting: Item[] = [];
  let next: Promise<void> | undefined;
  let current: Promise<void> = Promise.resolve();
  return (item) => {
    waiting.push(item);
    next ??= current.then(() => {
      const items = waiting;
      waiting = [];
      next = undefined;
      const batch = run(items);
      current = batch.catch(() => {});
      return batch;
    });
    return next;
  };
}
