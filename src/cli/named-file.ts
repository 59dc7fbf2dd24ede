import { isAbsolute, relative, sep } from "node:path";

/**
 * A file or glob as it was typed, in the form the rest knows: relative to the root, with "/" and without a leading "./".
 * What lies outside of the root stays as it is, and is refused by whoever checks paths.
 */
export function namedFile(typed: string, root: string): string {
  const inside = isAbsolute(typed) ? relative(root, typed) : typed;
  if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return typed;
  return inside
    .split(sep)
    .join("/")
    .replace(/^(?:\.\/+)+/, "");
}
