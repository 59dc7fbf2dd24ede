import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError, throwIfCancelled } from "../../core/app-error.ts";
import type { Command, Execution } from "../../core/ports/command-runner.ts";
import type { Changes } from "../../core/ports/files.ts";
import { type Box, type BoxOrder, fitsLines, openBox } from "./box.ts";
import type { CappedText } from "./capped-text.ts";
import { type ChangedFile, changedFiles } from "./changed-files.ts";
import { withFolder, writeInputs } from "./exchange.ts";
import { execute } from "./execute.ts";
import { isolationArgs } from "./isolation.ts";
import type { RungHost, RunsCommands } from "./rung.ts";
import { exchangeInside } from "./visible.ts";

interface Prepared {
  readonly box: Box;
  readonly folder: string;
  readonly at: number;
}

/** A sandbox that waited longer than this is not used: what it shows of the machine may have changed meanwhile. */
const freshMs = 60_000;

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
  const { root, scratch, env, visible } = host;
  // Every sandbox mounts here, in a namespace of its own: to remove a folder that is mounted on somewhere takes milliseconds.
  const mounted = scratch.create();
  let next: Promise<Prepared> | undefined;

  async function prepare(order?: BoxOrder): Promise<Prepared> {
    const folder = scratch.create("upper", "work", "out");
    const workspace = ["--bind", mounted, root];
    try {
      const box = await openBox({
        prefix: [programs.unshare, "-Urm"],
        mode: ["overlay", folder, root, programs.mount, mounted],
        bwrap: [host.bwrap, ...isolationArgs(root, visible(), workspace, join(folder, "out"))],
        order,
        env,
      });
      return { box, folder, at: performance.now() };
    } catch (error) {
      scratch.remove(folder);
      throw error;
    }
  }

  function warm(): void {
    next = prepare();
    next.catch(() => undefined);
  }

  async function discard(prepared: Promise<Prepared>): Promise<void> {
    const found = await prepared.catch(() => undefined);
    if (found === undefined) return;
    found.box.kill();
    await found.box.ended;
    scratch.remove(found.folder);
  }

  /** The one that waits, if it may be used; an order with line breaks needs one of their own. */
  async function take(order: BoxOrder): Promise<Prepared> {
    if (!fitsLines(order)) return prepare(order);
    const waiting = next;
    next = undefined;
    const found = await waiting?.catch(() => undefined);
    if (found !== undefined && performance.now() - found.at < freshMs) return found;
    if (waiting !== undefined) void discard(waiting);
    return prepare();
  }

  return {
    rung: "overlay",
    warm,
    async run(command: Command, changes: Changes, signal: AbortSignal): Promise<Execution> {
      const began = performance.now();
      throwIfCancelled(signal);
      const files = changedFiles(root, changes);
      const order = { folder: join(root, command.cwd), ...withFolder(command, exchangeInside) };
      const { box, folder } = await take(order);
      try {
        writeChanges(`/proc/${box.pid}/root${mounted}`, files);
        writeInputs(join(folder, "out"), command);
        throwIfCancelled(signal);
        const start = (stdout: CappedText, stderr: CappedText) => {
          box.start(order, stdout, stderr);
          if (next === undefined) warm();
          return box;
        };
        return await execute({ rung: "overlay", began, command, exchange: join(folder, "out"), start }, signal);
      } finally {
        box.kill();
        void box.ended.then(() => scratch.remove(folder));
      }
    },
    async close() {
      if (next !== undefined) await discard(next);
      next = undefined;
      scratch.remove(mounted);
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
