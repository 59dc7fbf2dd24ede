import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { AppError, throwIfCancelled } from "../../core/app-error.ts";
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
import { type ChangedFile, changedFiles } from "./changed-files.ts";
import { withFolder, writeInputs } from "./exchange.ts";
import { execute } from "./execute.ts";
import { isolationArgs, type Shown } from "./isolation.ts";
import type { RungHost, RunsCommands } from "./rung.ts";
import { exchangeInside } from "./visible.ts";

type CachedCommand = Pick<Command, "caches" | "cwd">;

interface Prepared {
  readonly box: Promise<Box>;
  readonly folder: string;
  readonly layers: readonly CacheLayers[];
  readonly at: number;
}

/** Milliseconds that a command has to start in before the next sandbox is set up: at once, both would want the same cores. */
const startMs = 45;

/** A sandbox that waited longer than this is not used: what it shows of the machine may have changed meanwhile. */
const freshMs = 60_000;

/** Who mounts the overlay, and through which process it can be written before the command starts. */
interface Layering {
  readonly rung: Rung;
  plan(
    folder: string,
    caches: readonly CacheLayers[],
  ): Pick<BoxPlan, "prefix" | "mode"> & Pick<Shown, "workspace" | "caches">;
  overlayIn(box: Box): string;
  close(): void;
}

/**
 * Rung "overlay": an overlay file system, mounted over the user's tree at the same absolute path. Nothing is copied.
 *
 * While one command runs, the sandbox for the next is being set up; it is used once. Changes are written through the mounted
 * overlay before anything of the project has run in it, so the kernel makes the copies and the whiteouts.
 */
export function overlayRung(
  host: RungHost,
  programs: { readonly unshare: string; readonly mount: string },
): RunsCommands {
  // Every sandbox mounts here, in a namespace of its own: to remove a folder that is mounted on somewhere takes milliseconds.
  const mounted = host.scratch.create();
  return overlaid(host, {
    rung: "overlay",
    plan: (folder, caches) => ({
      prefix: [programs.unshare, "-Urm"],
      mode: ["overlay", folder, host.root, programs.mount, mounted, ...mountedCaches(caches)],
      workspace: ["--bind", mounted, host.root],
      caches: shownCaches(folder, caches),
    }),
    overlayIn: ({ pid }) => `/proc/${pid}/root${mounted}`,
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
    plan: (folder, caches) => ({ prefix: [], mode: ["bind"], ...bwrapOverlay(root, folder, caches) }),
    overlayIn: ({ inside }) => `/proc/${inside}/root${root}`,
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
  const { root, scratch, env, visible, caches } = host;
  let next: Prepared | undefined;
  // The next command most likely wants what the last one wanted.
  let last: CachedCommand = { cwd: "" };

  function prepare(command: CachedCommand, order?: BoxOrder): Prepared {
    const folder = scratch.create("upper", "work", "out");
    const layers = caches.layersFor(command);
    prepareCaches(folder, layers);
    const { prefix, mode, ...shown } = layering.plan(folder, layers);
    const bwrap = [host.bwrap, ...isolationArgs(root, visible(), { ...shown, exchange: join(folder, "out") })];
    const box = openBox({ prefix, mode, bwrap, order, env });
    box.catch(() => scratch.remove(folder));
    return { box, folder, layers, at: performance.now() };
  }

  async function discard({ box, folder }: Prepared): Promise<void> {
    const found = await box.catch(() => undefined);
    if (found === undefined) return;
    found.kill();
    await found.ended;
    scratch.remove(folder);
  }

  /** The one that waits, if it may be used; an order with line breaks needs one of its own. */
  async function take(command: CachedCommand, order: BoxOrder): Promise<Prepared> {
    if (!fitsLines(order)) return prepare(command, order);
    const waiting = next;
    next = undefined;
    if (waiting === undefined) return prepare(command);
    const failed = await waiting.box.then(
      () => false,
      () => true,
    );
    const fits = isDeepStrictEqual(waiting.layers, caches.layersFor(command));
    if (!failed && fits && performance.now() - waiting.at < freshMs) return waiting;
    void discard(waiting);
    return prepare(command);
  }

  function warm(): void {
    next = prepare(last);
  }

  let warming: NodeJS.Timeout | undefined;
  function warmSoon(): void {
    if (next !== undefined) return;
    warming ??= setTimeout(() => {
      warming = undefined;
      if (next === undefined) warm();
    }, startMs).unref();
  }

  return {
    rung: layering.rung,
    warm,
    async run(command: Command, changes: Changes, signal: AbortSignal): Promise<Execution> {
      const began = performance.now();
      throwIfCancelled(signal);
      const files = changedFiles(root, changes);
      last = command;
      const filled = withFolder(command, exchangeInside);
      const variables = cacheVariables(caches.layersFor(command));
      const order = { folder: join(root, command.cwd), argv: filled.argv, env: { ...filled.env, ...variables } };
      const { box: opening, folder } = await take(command, order);
      const box = await opening;
      let ended = false;
      try {
        writeChanges(layering.overlayIn(box), files);
        writeInputs(join(folder, "out"), command);
        throwIfCancelled(signal);
        const start = (stdout: CappedText, stderr: CappedText) => {
          box.start(order, stdout, stderr);
          warmSoon();
          return box;
        };
        const exchange = join(folder, "out");
        const execution = await execute({ rung: layering.rung, began, command, exchange, start }, signal);
        ended = execution.ending === "exited";
        return execution;
      } finally {
        box.kill();
        if (ended) caches.keep(command, changes, folder);
        void box.ended.then(() => scratch.remove(folder));
      }
    },
    async close() {
      clearTimeout(warming);
      if (next !== undefined) await discard(next);
      next = undefined;
      layering.close();
    },
  };
}

/** Throws `sandbox` where the overlay cannot take a change: files of a user or group that no namespace maps. */
function writeChanges(overlay: string, files: readonly ChangedFile[]): void {
  try {
    for (const file of files) writeChange(join(overlay, file.path), file);
  } catch (error) {
    throw new AppError("sandbox", "The overlay cannot hold the changes of this workspace.", { cause: error });
  }
}

/**
 * A file that is emptied as it is opened keeps its mode, and the kernel copies none of its old text: a third of the work of taking it
 * away first, which only files that may not be written need.
 */
function writeChange(target: string, { text, before }: ChangedFile): void {
  if (before !== undefined && text !== undefined && mayWrite(target)) {
    writeEmptied(target, text);
    return;
  }
  if (before !== undefined) unlinkSync(target);
  if (text === undefined) return;
  if (before === undefined) mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text, { flag: "wx" });
  if (before !== undefined) chmodSync(target, before.mode & 0o777);
}

function writeEmptied(target: string, text: string): void {
  const file = openSync(target, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW);
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

function mayWrite(target: string): boolean {
  try {
    accessSync(target, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
