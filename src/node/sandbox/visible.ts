import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { toolchainFolders } from "./environment.ts";
import { cleanPath, isWithin } from "./programs.ts";

/** Where the folder for inputs and outputs of a command lies inside a sandbox. */
export const exchangeInside = "/run/tessera";

/** What a sandboxed command sees of the machine, worked out once per workspace. */
export interface Visible {
  readonly home: string;
  /** Replaced by empty folders: temporary folders, HOME, Tessera's own state. Outer ones first. */
  readonly hidden: readonly string[];
  /** Shown read-only although they lie below a hidden folder: toolchains, and modules outside the workspace. */
  readonly shown: readonly string[];
  /** Hidden although they lie below a folder that is shown. */
  readonly hiddenAgain: readonly string[];
  /** File systems mounted inside the workspace; an overlay does not include them. */
  readonly mountsInside: readonly string[];
}

export function visibleFor(root: string, state: string, env: Readonly<Record<string, string | undefined>>): Visible {
  const homes = homeFolders(env);
  const hidden = outermost(
    [...temporaryFolders, ...everyonesHomes, ...systemSecrets, ...homes, state]
      .flatMap((folder) => realFolder(folder))
      .filter((folder) => folder !== "/"),
  );
  const wanted = [
    ...homes.flatMap((home) => toolchains.map((name) => join(home, name))),
    ...toolchainFolders(env).filter((folder) => !homes.includes(folder)),
    ...programFolders(env.PATH, [...homes, ...hidden], root),
    ...interpreters(root, env.PATH, [...homes, ...hidden]),
    ...modulesAbove(root),
    ...linkedModules(root),
  ].flatMap((folder) => (holdsCredentials(folder) ? programParts(folder) : [folder]));
  const shown = wanted.filter(
    (folder) =>
      hidden.some((outer) => isWithin(folder, outer) && folder !== outer) &&
      !homes.some((home) => isWithin(home, folder)) &&
      !isWithin(folder, root) &&
      !isWithin(root, folder) &&
      !isWithin(folder, state) &&
      existsSync(folder),
  );
  return {
    home: homes[0] ?? "/tmp",
    hidden,
    shown: outermost(shown),
    hiddenAgain: [state].filter((folder) => shown.some((outer) => isWithin(folder, outer))),
    mountsInside: mountsBelow(root),
  };
}

/** Of other users too, as far as this one may read them: as root, everything. */
const everyonesHomes = ["/home", "/root", "/Users"];

/** What only root may read is read by the tests of whoever works as root. */
const systemSecrets = ["/etc/ssh", "/etc/ssl/private", "/etc/sudoers.d", "/var/lib/docker", "/var/spool", "/var/mail"];

const temporaryFolders = ["/tmp", "/run", "/var/tmp", ...(process.platform === "darwin" ? ["/var/folders"] : [])];

/** Usual places below HOME; only programs and libraries, no folder that keeps credentials. */
const toolchains = [
  ".local/bin",
  ".local/lib",
  ".local/share/mise",
  ".local/share/fnm",
  ".local/share/uv",
  ".local/share/pnpm",
  ".local/share/virtualenvs",
  ".local/share/rtx",
  ".local/pipx",
  ".virtualenvs",
  ".pyenv",
  ".rye",
  ".nvm",
  ".fnm",
  ".nodenv",
  ".n",
  "n",
  ".volta",
  ".asdf",
  ".rustup",
  ".cargo/bin",
  ".cargo/registry",
  ".cargo/git",
  "go",
  "sdk",
  ".bun",
  ".deno",
  ".conda",
  "miniconda3",
  "anaconda3",
  "miniforge3",
  "mambaforge",
  ".rbenv",
  ".sdkman/candidates",
  ".m2/repository",
  ".dotnet",
  ".nuget/packages",
  ".yarn/berry/cache",
  ".linuxbrew",
  ".nix-profile",
  ".cache/ms-playwright",
  ".cache/puppeteer",
  ".cache/Cypress",
  ".cache/pypoetry/virtualenvs",
  ".cache/node/corepack",
] as const;

/** The one the environment names, and the one the system's user list names: either may hold secrets. */
function homeFolders(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = env.HOME?.startsWith("/") === true && env.HOME !== "/" ? [env.HOME] : [];
  const homes = [...named, systemHome()].flatMap((folder) => realFolder(folder));
  return [...new Set(homes)].filter((folder) => folder !== "/");
}

function systemHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    return "/";
  }
}

/** A program's folder usually finds its libraries beside it ("bin" and "lib"), so its parent is shown too, as far as it is safe. */
function programFolders(path: string | undefined, private_: readonly string[], root: string): readonly string[] {
  return cleanPath(path)
    .split(":")
    .flatMap((folder) => realFolder(folder))
    .flatMap((folder) => {
      const prefix = dirname(folder);
      const isPrefix = /\/(bin|sbin|shims)$/.test(folder) && !private_.includes(prefix) && !isWithin(root, prefix);
      return isPrefix ? prefixParts(prefix, private_) : [folder];
    });
}

/**
 * A folder right below HOME (".cargo", ".local", ".docker") holds a program's credentials and data as well as its programs, so only what
 * a program is made of is shown of it.
 */
function prefixParts(prefix: string, private_: readonly string[]): readonly string[] {
  return private_.includes(dirname(prefix)) ? programParts(prefix) : [prefix];
}

function programParts(prefix: string): readonly string[] {
  const names = ["bin", "sbin", "shims", "lib", "lib64", "libexec", "include", "registry", "git", "pyvenv.cfg"];
  return names.map((name) => join(prefix, name));
}

/** CARGO_HOME may be named by the environment, wherever it is. */
function holdsCredentials(folder: string): boolean {
  return ["credentials", "credentials.toml", "credentials.json"].some((name) => existsSync(join(folder, name)));
}

/** The real homes of interpreters that are reached through links, from the PATH or from a virtual environment in the workspace. */
function interpreters(root: string, path: string | undefined, private_: readonly string[]): readonly string[] {
  const folders = [join(root, ".venv/bin"), join(root, "venv/bin"), ...cleanPath(path).split(":")];
  return folders.flatMap((folder) =>
    ["node", "python3", "python"].flatMap((name) => {
      const real = realFile(join(folder, name));
      if (real === undefined || isWithin(real, root) || !/\/bin\/(?:node|python|pypy)[\d.]*$/.test(real)) return [];
      return prefixParts(dirname(dirname(real)), private_);
    }),
  );
}

/** Node looks for packages in every folder above, too. */
function modulesAbove(root: string): readonly string[] {
  const found: string[] = [];
  for (let folder = dirname(root); folder !== "/"; folder = dirname(folder)) found.push(join(folder, "node_modules"));
  return found;
}

/** Packages and environments that are links to somewhere outside the workspace. */
function linkedModules(root: string): readonly string[] {
  const targets = ["node_modules", ".venv", "venv"].map((name) => join(root, name));
  const scopes = entries(join(root, "node_modules")).filter((name) => name.startsWith("@"));
  const packages = ["", ...scopes].flatMap((scope) => {
    const folder = join(root, "node_modules", scope);
    return entries(folder).map((name) => join(folder, name));
  });
  return [...targets, ...packages].flatMap((path) => (isLink(path) ? realFolder(path).filter(isInstalled) : []));
}

/** A workspace can hold links to anywhere, so what they lead to is shown only if it is a package, modules or an environment. */
function isInstalled(folder: string): boolean {
  return (
    /\/node_modules$/.test(folder) ||
    ["package.json", "pyvenv.cfg", "index.js", "index.cjs", "index.mjs"].some((name) => isPlainFile(join(folder, name)))
  );
}

function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** The folder without links in its path, or nothing when there is no such folder. */
function realFolder(folder: string): readonly string[] {
  try {
    const real = realpathSync(folder);
    return statSync(real).isDirectory() ? [real] : [];
  } catch {
    return [];
  }
}

function realFile(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Drops what lies below another of the list, and sorts. */
function outermost(folders: readonly string[]): readonly string[] {
  const sorted = [...new Set(folders)].sort();
  return sorted.filter((folder) => !sorted.some((other) => other !== folder && isWithin(folder, other)));
}

function mountsBelow(root: string): readonly string[] {
  if (process.platform !== "linux") return [];
  const octal = (text: string) =>
    text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
  const points = readFileSync("/proc/self/mountinfo", "latin1")
    .split("\n")
    .map((line) => Buffer.from(octal(line.split(" ")[4] ?? ""), "latin1").toString("utf8"));
  return points.filter((point) => point !== root && isWithin(point, root));
}
