import { closeSync, constants, openSync, statfsSync } from "node:fs";
import { release, totalmem } from "node:os";
import { join } from "node:path";
import { AppError } from "../../core/app-error.ts";

/** Where an execution's own layer and its folder for inputs and outputs lie. */
export interface Place {
  /** In memory of the sandbox's own, or on disk. */
  readonly inMemory: boolean;
  /** On disk: what is not in memory, and the caches. */
  readonly folder: string;
}

/** A folder of inputs and outputs that can be read when its sandbox is gone. */
export interface Exchange {
  readonly path: string;
  close(): void;
}

export function onDisk({ folder }: Place): Exchange {
  return { path: join(folder, "out"), close: () => undefined };
}

/** A folder in memory that only its sandbox can name, kept by a descriptor. Throws `sandbox` when the sandbox is gone already. */
export function openFolder(path: string): Exchange {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
    return { path: `/proc/self/fd/${descriptor}`, close: () => closeSync(descriptor) };
  } catch (error) {
    throw new AppError("sandbox", "A sandbox ended before its command was started.", { cause: error });
  }
}

/** An overlay marks replaced folders by attributes of the user's, which memory keeps since Linux 6.6. */
export function memoryHoldsLayers(): boolean {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  return major > 6 || (major === 6 && minor >= 6);
}

/** A command that needs more than this gets the disk. */
export function memoryOptions(): string {
  const allowed = process.constrainedMemory() || totalmem();
  return `mode=755,size=${Math.min(2 ** 30, Math.floor(Math.min(allowed, totalmem()) / 8))}`;
}

/** Whether a command may have wanted more memory than there was for it. */
export function isNearlyFull({ path }: Exchange): boolean {
  const { blocks, bfree } = statfsSync(path);
  return bfree < blocks / 2;
}
