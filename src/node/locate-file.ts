import { stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * The absolute path of a file of the workspace, or of what its package manager put there; links are followed, since that is how
 * package managers lay out `node_modules`. Undefined where there is none. Only looks: nothing is opened or started.
 */
export async function locateFile(root: string, path: string): Promise<string | undefined> {
  const absolute = join(root, path);
  const found = await stat(absolute).catch(() => undefined);
  return found?.isFile() === true ? absolute : undefined;
}
