import type { Path } from "../ports/files.ts";
import { checkPath } from "../ports/paths.ts";

/** A path as models write it, without a leading "./". Throws `refused` for what no path below the root is. */
export function plainPath(path: string): Path {
  return checkPath(path.trim().replace(/^(?:\.\/+)+/, ""));
}
