import type { Path } from "../ports/files.ts";
import type { Import } from "../syntax/import.ts";
import { folderOf, foldersUp, joinPath } from "./path-steps.ts";

/**
 * The files a Python import loads: the module, the packages around it, and modules named after `import`.
 * Absolute names are looked for from the importing file's folder upward, also in `src`, and else by a file whose path ends so.
 */
export function resolvePython(from: Path, { specifier, names }: Import, paths: ReadonlySet<Path>): readonly Path[] {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const parts = specifier
    .slice(dots)
    .split(".")
    .filter((part) => part !== "");
  const found: Path[] = [];
  for (const root of roots(from, dots)) {
    const base = joinPath(root, parts.join("/"));
    if (base === undefined) continue;
    const module = moduleAt(base, paths);
    const members = names.map(({ imported }) => moduleAt(`${base === "" ? "" : `${base}/`}${imported}`, paths));
    const direct = [module, ...members].filter((path) => path !== undefined);
    if (direct.length === 0) continue;
    if (dots === 0) found.push(...packagesOf(root, parts, paths));
    found.push(...direct);
    break;
  }
  if (found.length === 0 && dots === 0 && parts.length > 0) found.push(...endingSo(parts, paths));
  return [...new Set(found)].filter((path) => path !== from);
}

function roots(from: Path, dots: number): readonly Path[] {
  const folders = foldersUp(folderOf(from));
  if (dots > 0) return folders.slice(dots - 1, dots);
  return folders.flatMap((folder) => [folder, folder === "" ? "src" : `${folder}/src`]);
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

function endingSo(parts: readonly string[], paths: ReadonlySet<Path>): readonly Path[] {
  const ends = [`/${parts.join("/")}.py`, `/${parts.join("/")}/__init__.py`];
  const found = [...paths].filter((path) => ends.some((end) => path.endsWith(end)));
  return found.length === 1 ? found : [];
}
