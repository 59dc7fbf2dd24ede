import { asAppError } from "../core/app-error.ts";
import type { Files, Path } from "../core/ports/files.ts";

/** The text of a file; null where there is no file, or none that is text. */
export async function textOrNull(files: Pick<Files, "read">, path: Path): Promise<string | null> {
  try {
    return await files.read(path);
  } catch (error) {
    if (asAppError(error, "not-found", "refused") === undefined) throw error;
    return null;
  }
}
