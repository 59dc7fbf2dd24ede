import { isAbsolute, normalize, relative, sep } from "node:path";
import { AppError } from "../core/app-error.ts";

/**
 * A file or glob as it was typed, in the form the rest knows: relative to the root, with "/" and without a leading "./".
 * Throws `usage` for what lies outside of the root.
 */
export function namedFile(typed: string, root: string): string {
  const inside = isAbsolute(typed) ? relative(root, typed) : typed;
  if (inside === "") return typed;
  const plain = normalize(inside);
  if (plain === ".." || plain.startsWith(`..${sep}`) || isAbsolute(plain))
    throw new AppError(
      "usage",
      `${typed} lies outside of ${root}: name files in it, or the folder they are in with --repo.`,
    );
  return inside
    .split(sep)
    .join("/")
    .replace(/^(?:\.\/+)+/, "");
}
