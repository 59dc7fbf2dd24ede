import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { throwIfCancelled } from "../../core/app-error.ts";
import type { Command, Execution, Rung } from "../../core/ports/command-runner.ts";
import type { Changes } from "../../core/ports/files.ts";
import { type Box, type BoxOrder, type BoxPlan, fitsLines, openBox } from "./box.ts";
import {
  type CacheLayers,
  cacheVariables,
  mountedCaches,
  overlaidCaches,
  prepareCaches,
  shownCaches,
} from "./build-caches.ts";
import type { CappedText } from "./capped-text.ts";
import { changedFiles } from "./changed-files.ts";
import { withFolder, writeInputs } from "./exchange.ts";
import { execute } from "./execute.ts";
import { isolationArgs, type Shown } from "./isolation.ts";
import {
  type Exchange,
  isNearlyFull,
  memoryHoldsLayers,
  memoryOptions,
  onDisk,
  openFolder,
  type Place,
} from "./layer-place.ts";
import type { RungHost, RunsCommands } from "./rung.ts";
import { exchangeInside } from "./visible.ts";
import { waiting } from "./waiting.ts";
import { writeChanges } from "./write-changes.ts";

type CachedCommand = Pick<Command, "caches" | "cwd">;

interface Prepared {
  readonly ready: Promise<Box>;
  readonly place: Place;
  readonly layers: readonly CacheLayers[];
}

/** Who mounts the overlay, and through which process it can be written before the command starts. */
interface Layering {
  readonly rung: Rung;
  readonly memory: boolean;
  plan(
    place: Place,
    caches: readonly CacheLayers[],
  ): Pick<BoxPlan, "prefix" | "mode"> & Pick<Shown, "workspace" | "caches" | "exchange">;
  overlayIn(box: Box, place: Place): string;
  /** Opens the folder for inputs and outputs, so that it can be read when the sandbox is gone. */
  exchangeIn(box: Box, place: Place): Exchange;
  close(): void;
}

/**
 * Rung "overlay": an overlay file system, mounted over the user's tree at the same absolute path. Nothing is copied.
 *
 * While one command runs, or a model is waited for, the sandbox for the next is being set up; it is used once. Changes are written
 * through the mounted overlay before anything of the project has run in it, so the kernel makes the copies and the whiteouts.
 */
export function overlayRung(
  host: RungHost,
  programs: { readonly unshare: string; readonly mount: string; readonly mkdir: string },
): RunsCommands {
  // Every sandbox mounts here, in a namespace of its own: to remove a folder that is mounted on somewhere takes milliseconds.
  const mounted = host.scratch.create();
  const inside = ({ pid }: Pick<Box, "pid">, name: string) => join(`/proc/${pid}/root${mounted}`, name);
  const seen = ({ inMemory }: Place) => (inMemory ? "seen" : "");
  const options = memoryOptions();
  return overlaid(host, {
    rung: "overlay",
    memory: memoryHoldsLayers(),
    plan: (place, caches) => ({
      prefix: [programs.unshare, "-Urm"],
      mode: [
        ...["overlay", place.inMemory ? options : "", place.folder, host.root, programs.mount, mounted],
        ...[programs.mkdir, ...mountedCaches(caches)],
      ],
      workspace: ["--bind", join(mounted, seen(place)), host.root],
      caches: shownCaches(place.folder, caches),
      exchange: place.inMemory ? join(mounted, "out") : join(place.folder, "out"),
    }),
    overlayIn: (box, place) => inside(box, seen(place)),
    exchangeIn: (box, place) => (place.inMemory ? openFolder(inside(box, "out")) : onDisk(place)),
    close: () => host.scratch.remove(mounted),
  });
}

/**
 * Rung "bwrap-overlay": the same where only bubblewrap (0.11 or newer) may make mounts, as where AppArmor denies a plain `unshare` its
 * capabilities. The overlay is there only inside, so it is written through the first process inside.
 */
export function bwrapOverlayRung(host: RungHost): RunsCommands {
  const { root } = host;
  return overlaid(host, {
    rung: "bwrap-overlay",
    memory: false,
    plan: ({ folder }, caches) => ({
      prefix: [],
      mode: ["bind"],
      exchange: join(folder, "out"),
      ...bwrapOverlay(root, folder, caches),
    }),
    overlayIn: ({ inside }) => `/proc/${inside}/root${root}`,
    exchangeIn: (_box, place) => onDisk(place),
    close: () => undefined,
  });
}

export function bwrapOverlay(
  root: string,
  folder: string,
  caches: readonly CacheLayers[],
): Pick<Shown, "workspace" | "caches"> {
  return {
    workspace: ["--overlay-src", root, "--overlay", join(folder, "upper"), join(folder, "work"), root],
    caches: overlaidCaches(folder, caches),
  };
}

function overlaid(host: RungHost, layering: Layering): RunsCommands {
  const { root, scratch, launcher, visible, caches } = host;
  // The next command most likely wants what the last one wanted.
  let last: CachedCommand = { cwd: "" };
  let { memory } = layering;
  const next = waiting(() => prepare(last), discard);

  function prepare(command: CachedCommand, order?: BoxOrder): Prepared {
    const layers = caches.layersFor(command);
    const place = { inMemory: memory, folder: folderFor(memory, layers) };
    const { prefix, mode, ...shown } = layering.plan(place, layers);
    const bwrap = [host.bwrap, ...isolationArgs(root, visible(), shown)];
    const ready = openBox({ launcher, prefix, mode, bwrap, order });
    ready.catch(() => remove(place));
    return { ready, place, layers };
  }

  function folderFor(inMemory: boolean, layers: readonly CacheLayers[]): string {
    if (inMemory && layers.length === 0) return "/";
    const folder = scratch.create(...(inMemory ? [] : ["upper", "work", "out"]));
    prepareCaches(folder, layers);
    return folder;
  }

  function remove({ folder }: Place): void {
    if (folder !== "/") scratch.remove(folder);
  }

  async function discard({ ready, place }: Prepared): Promise<void> {
    const found = await ready.catch(() => undefined);
    if (found === undefined) return;
    found.kill();
    await found.ended;
    remove(place);
  }

  /** One that waits, if it may be used; an order with line breaks needs one of its own. */
  async function take(command: CachedCommand, order: BoxOrder): Promise<Prepared> {
    if (!fitsLines(order)) return prepare(command, order);
    const first = next.take();
    if (first === undefined) return prepare(command);
    const isReady = await first.ready.then(
      () => true,
      () => false,
    );
    const fits = isDeepStrictEqual(first.layers, caches.layersFor(command));
    if (isReady && fits && first.place.inMemory === memory) return first;
    void discard(first);
    return prepare(command);
  }

  async function run(command: Command, changes: Changes, signal: AbortSignal): Promise<Execution> {
    const began = performance.now();
    throwIfCancelled(signal);
    const files = changedFiles(root, changes);
    last = command;
    const filled = withFolder(command, exchangeInside);
    const variables = cacheVariables(caches.layersFor(command));
    const order = { folder: join(root, command.cwd), argv: filled.argv, env: { ...filled.env, ...variables } };
    const { ready, place } = await take(command, order);
    const box = await ready;
    let exchange: Exchange | undefined;
    let ended = false;
    try {
      exchange = layering.exchangeIn(box, place);
      writeChanges(layering.overlayIn(box, place), files);
      writeInputs(exchange.path, command);
      throwIfCancelled(signal);
      const start = (stdout: CappedText, stderr: CappedText) => {
        box.start(order, stdout, stderr);
        next.started();
        return box;
      };
      const execution = await execute({ rung: layering.rung, began, command, exchange: exchange.path, start }, signal);
      ended = execution.ending === "exited";
      if (!place.inMemory || !isNearlyFull(exchange)) return execution;
      memory = false;
    } finally {
      box.kill();
      exchange?.close();
      if (ended) caches.keep(command, changes, place.folder);
      void box.ended.then(() => remove(place));
    }
    return run(command, changes, signal);
  }

  return {
    rung: layering.rung,
    warm: (count = 1) => next.expect(count),
    run,
    async close() {
      await next.close();
      layering.close();
    },
  };
}
