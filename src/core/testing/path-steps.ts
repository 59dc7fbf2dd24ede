import type { Path } from "../ports/files.ts";

/** The folder of a path; "" is the root. */
export function folderOf(path: Path): Path {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Joins and takes the dots out; undefined when the result lies outside of the root. */
export function joinPath(folder: Path, relative: string): Path | undefined {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** The folder itself and every folder above it, innermost first; the root "" comes last. */
export function foldersUp(folder: Path): readonly Path[] {
  const folders = [folder];
  for (let current = folder; current !== ""; ) {
    current = folderOf(current);
    folders.push(current);
  }
  return folders;
}
