import { asAppError } from "../app-error.ts";
import type { Files, Path } from "../ports/files.ts";

/** Longer texts are not looked through: their syntax trees would take the memory of all others. */
export const MAX_LENGTH = 2_000_000;

/** The text before the change; undefined where there was no such file. */
export async function baseText(base: Files, path: Path): Promise<string | undefined> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return undefined;
  }
}
