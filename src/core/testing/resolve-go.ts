import type { Path } from "../ports/files.ts";
import type { Import } from "../syntax/import.ts";
import { folderOf, foldersUp, joinPath } from "./path-steps.ts";

/** The other files of a Go file's own package: they share all names without any import. Tests see everything, and nothing sees them. */
export function goSiblings(from: Path, paths: ReadonlySet<Path>): readonly Path[] {
  return filesOf(folderOf(from), paths).filter((path) => path !== from && (isTest(from) || !isTest(path)));
}

/** The files of a package of the workspace, by the module that lies nearest above the importing file. */
export async function resolveGo(
  from: Path,
  { specifier }: Import,
  paths: ReadonlySet<Path>,
  readText: (path: Path) => Promise<string | undefined>,
): Promise<readonly Path[]> {
  const root = foldersUp(folderOf(from)).find((folder) => paths.has(joinPath(folder, "go.mod") ?? ""));
  if (root === undefined) return [];
  const module = /^module\s+"?([^\s"]+)"?/m.exec((await readText(joinPath(root, "go.mod") ?? "")) ?? "")?.[1];
  if (module === undefined || !(specifier === module || specifier.startsWith(`${module}/`))) return [];
  const folder = joinPath(root, specifier.slice(module.length));
  return folder === undefined ? [] : filesOf(folder, paths).filter((path) => !isTest(path));
}

function filesOf(folder: Path, paths: ReadonlySet<Path>): readonly Path[] {
  return [...paths].filter((path) => path.endsWith(".go") && folderOf(path) === folder);
}

function isTest(path: Path): boolean {
  return path.endsWith("_test.go");
}
