import { mkdir, readdir, readFile, rename, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { RecordedResult, ResultCache } from "../core/ports/result-cache.ts";
import { removeIfThere, withNewFile } from "./durable.ts";

const MEGABYTE = 1024 * 1024;

/** A deleted file is null. */
const recordSchema = z.object({
  v: z.literal(1),
  key: z.string(),
  changes: z.record(z.string(), z.string().nullable()),
  claim: z.object({ summary: z.string(), confidence: z.number().exactOptional() }),
});

/**
 * Results as files named by their key: STATE/results/ab/cdef…, each whole or taken for absent. Once they hold more than `maxBytes`,
 * those that were not used for longest go. Several processes may share the folder. Nothing is forced to the disk: what a crash
 * takes is only asked again.
 */
export function openResultCache(
  state: string,
  {
    maxBytes = 64 * MEGABYTE,
    maxResultBytes = MEGABYTE,
  }: { readonly maxBytes?: number; readonly maxResultBytes?: number } = {},
): ResultCache {
  const root = join(state, "results");
  /** Unknown before the first look. */
  let total: number | undefined;
  let trimming: Promise<void> = Promise.resolve();

  async function trimmed(): Promise<void> {
    if (total !== undefined && total <= maxBytes) return;
    const files = await filesBelow(root);
    files.sort((one, other) => one.usedAt - other.usedAt);
    total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files) {
      if (total <= maxBytes) break;
      await removeIfThere(path);
      total -= size;
    }
  }

  return {
    async get(key) {
      const path = fileOf(root, key);
      if (path === undefined) return undefined;
      try {
        const text = await readFile(path, "utf8");
        const { key: own, changes, claim } = recordSchema.parse(JSON.parse(text));
        if (own !== key) throw new Error("It is the record of another key.");
        const now = new Date();
        await utimes(path, now, now);
        return { changes: new Map(Object.entries(changes).map(([file, made]) => [file, made ?? undefined])), claim };
      } catch {
        // Not there, or damaged: then it is better gone.
        await removeIfThere(path).catch(() => {});
        return undefined;
      }
    },
    async put(key, result) {
      const path = fileOf(root, key);
      const text = textOf(key, result);
      if (path === undefined || Buffer.byteLength(text) > maxResultBytes) return;
      try {
        await writeWhole(path, text);
        if (total !== undefined) total += Buffer.byteLength(text);
        trimming = trimming.then(trimmed);
        await trimming;
      } catch {
        // A full disk or a folder that may not be written: the result stands all the same.
        total = undefined;
        trimming = Promise.resolve();
      }
    },
  };
}

function fileOf(root: string, key: string): string | undefined {
  return /^[0-9a-f]{64}$/.test(key) ? join(root, key.slice(0, 2), key.slice(2)) : undefined;
}

function textOf(key: string, { changes, claim }: RecordedResult): string {
  const texts = Object.fromEntries([...changes].map(([path, text]) => [path, text ?? null]));
  return JSON.stringify({ v: 1, key, changes: texts, claim });
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${crypto.randomUUID()}`;
  await withNewFile(fresh, 0o600, (handle) => handle.writeFile(text));
  await rename(fresh, path);
}

async function filesBelow(
  root: string,
): Promise<{ readonly path: string; readonly size: number; readonly usedAt: number }[]> {
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        const known = await stat(path).catch(() => undefined);
        return known === undefined ? [] : [{ path, size: known.size, usedAt: known.mtimeMs }];
      }),
  );
  return found.flat();
}
