import { mkdirSync, realpathSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../../core/ports/command-runner.ts";
import type { Changes } from "../../core/ports/files.ts";
import { copyPlainTree } from "./copy-plain-tree.ts";
import type { Environment } from "./environment.ts";
import type { Scratch } from "./scratch.ts";

/** Where a command's caches lie inside a sandbox. */
const cachesInside = "/run/tessera-cache";

/** One cache of a command: its variable and the folders it starts from. */
export interface CacheLayers {
  readonly variable: string;
  /** What an execution without changes left. */
  readonly kept: string | undefined;
  /** What the user's own commands left; of any size. */
  readonly own: string | undefined;
}

type CachedCommand = Pick<Command, "caches" | "cwd">;

/**
 * What compilers built for the workspace as the user has it, kept while the sandbox is open. Only an execution without changes adds to
 * it: what an agent's text wrote into a cache is dropped with that execution, so that no try decides what another one runs.
 */
export interface BuildCaches {
  layersFor(command: CachedCommand): readonly CacheLayers[];
  /** Takes over what an execution wrote, once everything of it is dead: `folder` is the one its caches were made in. */
  keep(command: CachedCommand, changes: Changes, folder: string): void;
}

export function buildCaches(
  root: string,
  scratch: Scratch,
  env: Readonly<Record<string, string | undefined>>,
): BuildCaches {
  const kept = new Map<string, string>();
  const keyOf = (variable: string, cwd: string) => `${variable} ${cwd}`;
  return {
    layersFor({ caches = [], cwd }) {
      return caches.map((variable) => ({
        variable,
        kept: kept.get(keyOf(variable, cwd)),
        own: usersOwn(variable, join(root, cwd), env),
      }));
    },
    keep({ caches = [], cwd }, changes, folder) {
      if (changes.size > 0) return;
      for (const variable of caches) {
        const key = keyOf(variable, cwd);
        if (kept.has(key)) continue;
        const layer = join(scratch.create(), "layer");
        renameSync(join(folder, variable, "upper"), layer);
        kept.set(key, layer);
      }
    },
  };
}

/** The cache the user's own commands fill, where it is known and is what its path says: a link may lead to anything of the user's. */
function usersOwn(
  variable: string,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  switch (variable) {
    case "GOCACHE":
      return realFolder(env.GOCACHE ?? join(env.HOME ?? "/nowhere", ".cache/go-build"));
    case "CARGO_TARGET_DIR":
      return realFolder(join(folder, "target"));
  }
  return undefined;
}

function realFolder(path: string): string | undefined {
  try {
    return realpathSync(path) === path ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The variables as a command inside a sandbox finds them. */
export function cacheVariables(caches: readonly CacheLayers[]): Environment {
  return Object.fromEntries(caches.map(({ variable }) => [variable, `${cachesInside}/${variable}`]));
}

/** The variables as a command outside of any sandbox finds them. */
export function copiedCacheVariables(folder: string, caches: readonly CacheLayers[]): Environment {
  return Object.fromEntries(caches.map(({ variable }) => [variable, join(folder, variable, "upper")]));
}

/** Makes what an overlay per cache needs in an execution's folder, and gives each layer a name that any mount option can hold. */
export function prepareCaches(folder: string, caches: readonly CacheLayers[]): void {
  for (const cache of caches) {
    for (const name of ["upper", "work", "seen"]) mkdirSync(join(folder, cache.variable, name), { recursive: true });
    for (const [index, layer] of layersOf(cache).entries())
      symlinkSync(layer, join(folder, cache.variable, `layer${index}`));
  }
}

/** What the outer script mounts; relative to the execution's folder. A cache without layers needs no overlay. */
export function mountedCaches(caches: readonly CacheLayers[]): readonly string[] {
  return caches.flatMap((cache) => {
    const names = layersOf(cache).map((_, index) => `${cache.variable}/layer${index}`);
    return names.length === 0 ? [] : ["cache", cache.variable, names.join(":")];
  });
}

/** Bubblewrap's arguments that show caches which the outer script has mounted. */
export function shownCaches(folder: string, caches: readonly CacheLayers[]): readonly string[] {
  return caches.flatMap((cache) => {
    const shown = layersOf(cache).length === 0 ? "upper" : "seen";
    return ["--bind", join(folder, cache.variable, shown), `${cachesInside}/${cache.variable}`];
  });
}

/** The same where bubblewrap mounts the overlays itself: its first source is the lowest. */
export function overlaidCaches(folder: string, caches: readonly CacheLayers[]): readonly string[] {
  return caches.flatMap((cache) => {
    const at = `${cachesInside}/${cache.variable}`;
    const upper = join(folder, cache.variable, "upper");
    const layers = layersOf(cache);
    if (layers.length === 0) return ["--bind", upper, at];
    const sources = layers.toReversed().flatMap((layer) => ["--overlay-src", layer]);
    return [...sources, "--overlay", upper, join(folder, cache.variable, "work"), at];
  });
}

/**
 * Where there is no overlay: what was kept is copied, with its times, by which compilers tell what is out of date. The user's own
 * cache is left out.
 */
export async function copyCaches(folder: string, caches: readonly CacheLayers[]): Promise<void> {
  for (const { variable, kept } of caches) {
    const upper = join(folder, variable, "upper");
    mkdirSync(upper, { recursive: true });
    // Tests can leave what cannot be copied: then more is compiled again.
    if (kept !== undefined) await copyPlainTree(kept, upper).catch(() => undefined);
  }
}

/** Bubblewrap's arguments that show copied caches. */
export function boundCaches(folder: string, caches: readonly CacheLayers[]): readonly string[] {
  return caches.flatMap(({ variable }) => ["--bind", join(folder, variable, "upper"), `${cachesInside}/${variable}`]);
}

function layersOf({ kept, own }: CacheLayers): readonly string[] {
  return [kept, own].filter((layer) => layer !== undefined);
}
