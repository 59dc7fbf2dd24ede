import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/** What the Linux rungs are made of; absolute and real. */
export interface SandboxPrograms {
  readonly bwrap: string;
  /** These two come with every system. */
  readonly mkdir: string;
  readonly mkfifo: string;
  /** Absent where util-linux is not installed; the overlay rung needs both. */
  readonly unshare: string | undefined;
  readonly mount: string | undefined;
}

const systemFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/run/current-system/sw/bin"];

/**
 * Looks for bubblewrap in the system's folders and then on the PATH, never inside the workspace.
 * A setuid one is passed over: it would run with root's rights before it has read our arguments.
 */
export function sandboxPrograms(root: string, path: string): SandboxPrograms | undefined {
  if (process.platform !== "linux") return undefined;
  const folders = [...systemFolders, ...searchFolders(path)];
  const find = (name: string) => folders.map((folder) => trustworthy(join(folder, name), root)).find((found) => found);
  const [bwrap, mkdir, mkfifo] = [find("bwrap"), find("mkdir"), find("mkfifo")];
  if (bwrap === undefined || mkdir === undefined || mkfifo === undefined) return undefined;
  return { bwrap, mkdir, mkfifo, unshare: find("unshare"), mount: find("mount") };
}

function trustworthy(candidate: string, root: string): string | undefined {
  try {
    const real = realpathSync(candidate);
    accessSync(real, constants.X_OK);
    const found = statSync(real);
    const setuidWrapper = candidate.endsWith("/bwrap") && (found.mode & 0o6000) !== 0;
    // A multi-call binary (busybox) is told by its name what to do, so the name is kept.
    return found.isFile() && !setuidWrapper && !isWithin(real, root) ? candidate : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The user's PATH without what a package manager or Tessera's own launcher puts there: tests find the programs they would
 * find in the user's own shell.
 */
export function cleanPath(path: string | undefined): string {
  return searchFolders(path ?? "").join(delimiter) || "/usr/local/bin:/usr/bin:/bin";
}

function searchFolders(path: string): readonly string[] {
  const ours = /(^|\/)node_modules\/(\.bin|node\/bin)\/?$|\/node-gyp-bin\/?$/;
  return [...new Set(path.split(delimiter))].filter((folder) => isAbsolute(folder) && !ours.test(folder));
}

/** The first executable file of this name on a PATH; a name with "/" is looked at as it is. */
export async function findProgram(program: string, path: string): Promise<string | undefined> {
  const candidates = program.includes("/") ? [program] : searchFolders(path).map((folder) => join(folder, program));
  for (const candidate of candidates) if (isAbsolute(candidate) && (await isExecutable(candidate))) return candidate;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Whether a path is the folder or lies below it; both absolute. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
