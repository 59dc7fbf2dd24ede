import { closeSync, constants, openSync, statfsSync } from "node:fs";
import { release, totalmem } from "node:os";
import { join } from "node:path";

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

/** A folder in memory that only its sandbox can name, kept by a descriptor. */
export function openFolder(path: string): Exchange {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${descriptor}`, close: () => closeSync(descriptor) };
}

/** An overlay marks replaced folders by attributes of the user's, which memory keeps since Linux 6.6. */
export function memoryHoldsLayers(): boolean {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  return major > 6 || (major === 6 && minor >= 6);
}

/** As much as `/tmp` may well hold inside; a command that needs more gets the disk. */
export function memoryOptions(): string {
  return `mode=755,size=${Math.min(2 ** 30, Math.floor(totalmem() / 8))}`;
}

/** Whether a command may have wanted more memory than there was for it. */
export function isNearlyFull({ path }: Exchange): boolean {
  const { blocks, bfree } = statfsSync(path);
  return bfree < blocks / 2;
}
