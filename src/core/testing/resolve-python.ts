import type { Path } from "../ports/files.ts";
import type { Import } from "../syntax/import.ts";
import { folderOf, foldersUp, joinPath } from "./path-steps.ts";

/**
 * The files a Python import loads: the module, the packages around it, and modules named after `import`.
 * Absolute names are looked for from the importing file's folder upward, also in `src`, and else in the one folder
 * of the workspace that holds them and is no package itself.
 */
export function resolvePython(from: Path, { specifier, names }: Import, paths: ReadonlySet<Path>): readonly Path[] {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const parts = specifier
    .slice(dots)
    .split(".")
    .filter((part) => part !== "");
  const members = names.map(({ imported }) => imported).filter((name) => name !== "*");
  const near = roots(from, dots)
    .map((root) => loadedFrom(root, parts, members, paths))
    .find((found) => found.length > 0);
  const isAbsolute = dots === 0 && parts.length > 0;
  const found = near ?? (isAbsolute ? fromElsewhere(parts, members, paths) : []);
  return [...new Set(found)].filter((path) => path !== from);
}

function roots(from: Path, dots: number): readonly Path[] {
  const folders = foldersUp(folderOf(from));
  if (dots > 0) return folders.slice(dots - 1, dots);
  return folders.flatMap((folder) => [folder, folder === "" ? "src" : `${folder}/src`]);
}

/** What an import loads if its first part lies in `root`; nothing if it does not. */
function loadedFrom(
  root: Path,
  parts: readonly string[],
  members: readonly string[],
  paths: ReadonlySet<Path>,
): readonly Path[] {
  const base = joinPath(root, parts.join("/"));
  if (base === undefined) return [];
  const named = members.map((member) => moduleAt(base === "" ? member : `${base}/${member}`, paths));
  const found = [moduleAt(base, paths), ...named].filter((path) => path !== undefined);
  return found.length === 0 ? [] : [...packagesOf(root, parts, paths), ...found];
}

function moduleAt(base: Path, paths: ReadonlySet<Path>): Path | undefined {
  return [`${base}.py`, base === "" ? "__init__.py" : `${base}/__init__.py`].find((path) => paths.has(path));
}

function packagesOf(root: Path, parts: readonly string[], paths: ReadonlySet<Path>): readonly Path[] {
  return parts
    .slice(0, -1)
    .map((_, index) => joinPath(root, `${parts.slice(0, index + 1).join("/")}/__init__.py`))
    .filter((path) => path !== undefined && paths.has(path))
    .filter((path) => path !== undefined);
}

/** Layouts of their own ("lib", "python"), where only one folder fits. Modules inside packages have longer names. */
function fromElsewhere(
  parts: readonly string[],
  members: readonly string[],
  paths: ReadonlySet<Path>,
): readonly Path[] {
  const ends = [`/${parts.join("/")}.py`, `/${parts.join("/")}/`];
  const folders = [...paths].flatMap((path) =>
    ends.map((end) => path.indexOf(end)).flatMap((at) => (at < 0 ? [] : [path.slice(0, at)])),
  );
  const fitting = [...new Set(folders)]
    .filter((root) => !paths.has(`${root}/__init__.py`))
    .map((root) => loadedFrom(root, parts, members, paths))
    .filter((found) => found.length > 0);
  return fitting.length === 1 ? (fitting[0] ?? []) : [];
}
