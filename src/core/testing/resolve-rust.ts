import type { Path } from "../ports/files.ts";
import type { Import } from "../syntax/import.ts";
import { folderOf, foldersUp, joinPath } from "./path-steps.ts";

/**
 * The file of a module that a Rust path leads through: "crate::", "self::" and "super::" from the file's own module, and a package of
 * the workspace by its name. The deepest part that is a file counts; what follows is an item of it.
 */
export async function resolveRust(
  from: Path,
  { specifier }: Import,
  paths: ReadonlySet<Path>,
  readText: (path: Path) => Promise<string | undefined>,
): Promise<Path | undefined> {
  const [first = "", ...rest] = specifier.split("::");
  const root = packageOf(from, paths);
  if (root === undefined) return undefined;
  const source = joinPath(root, "src") ?? "src";
  switch (first) {
    case "crate":
      return deepest(isProgram(from, root) ? folderOf(from) : source, rest, paths) ?? rootFile(source, paths);
    case "self":
      return deepest(moduleFolder(from), rest, paths);
    case "super": {
      const steps = rest.findIndex((part) => part !== "super");
      const depth = steps < 0 ? rest.length : steps;
      // Inside an inline module "super" is this very file: what lies beside it is looked at first.
      const folders = foldersUp(moduleFolder(from)).slice(depth, depth + 2);
      return folders.map((folder) => deepest(folder, rest.slice(depth), paths)).find((path) => path !== undefined);
    }
  }
  const own = deepest(moduleFolder(from), [first, ...rest], paths);
  if (own !== undefined) return own;
  for (const manifest of paths) {
    if (!/(^|\/)Cargo\.toml$/.test(manifest)) continue;
    const text = (await readText(manifest)) ?? "";
    const name = /^\s*name\s*=\s*"([^"]+)"/m.exec(text)?.[1]?.replaceAll("-", "_");
    const other = joinPath(folderOf(manifest), "src") ?? "src";
    if (name === first) return deepest(other, rest, paths) ?? rootFile(other, paths);
  }
  return undefined;
}

function packageOf(from: Path, paths: ReadonlySet<Path>): Path | undefined {
  return foldersUp(folderOf(from)).find((folder) => paths.has(joinPath(folder, "Cargo.toml") ?? ""));
}

/** Tests, examples and benchmarks are packages of their own that only use the library. */
function isProgram(from: Path, root: Path): boolean {
  const inner = root === "" ? from : from.slice(root.length + 1);
  return !inner.startsWith("src/") || inner.startsWith("src/bin/");
}

/** Where the modules of a file lie: beside "lib.rs", "main.rs", "mod.rs" and programs; else in the folder of its name. */
function moduleFolder(from: Path): Path {
  const name = from.slice(from.lastIndexOf("/") + 1, -".rs".length);
  const folder = folderOf(from);
  const isRoot = /^(lib|main|mod|build)$/.test(name) || /(^|\/)(tests|benches|examples|bin)$/.test(folder);
  return isRoot ? folder : (joinPath(folder, name) ?? folder);
}

function deepest(folder: Path, parts: readonly string[], paths: ReadonlySet<Path>): Path | undefined {
  for (let depth = parts.length; depth > 0; depth--) {
    const base = joinPath(folder, parts.slice(0, depth).join("/"));
    const found = [`${base}.rs`, `${base}/mod.rs`].find((path) => paths.has(path));
    if (found !== undefined) return found;
  }
  return undefined;
}

function rootFile(source: Path, paths: ReadonlySet<Path>): Path | undefined {
  return [`${source}/lib.rs`, `${source}/main.rs`].find((path) => paths.has(path));
}
