import * as z from "zod";
import type { Path } from "../ports/files.ts";
import { parseJsonc } from "./jsonc.ts";
import { folderTargets, type PackageManifest, packageSchema, packageTarget, selectTargets } from "./package-exports.ts";
import { folderOf, foldersUp, joinPath } from "./path-steps.ts";

/** Asked for configuration; undefined where there is no such file. */
export type ReadText = (path: Path) => Promise<string | undefined>;

export interface JavaScriptResolver {
  /** The workspace file a specifier leads to; undefined for what lies outside of the workspace. */
  resolve(from: Path, specifier: string): Promise<Path | undefined>;
}

const EXTENSIONS = [".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".json"] as const;

/** Sources that a compiled name stands for, in a project that imports what it will become. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

const tsconfigSchema = z.object({
  extends: z.union([z.string(), z.array(z.string())]).optional(),
  /** A solution of several projects: the aliases stand in one of them. */
  references: z.array(z.object({ path: z.string() })).optional(),
  compilerOptions: z
    .object({ baseUrl: z.string().optional(), paths: z.record(z.string(), z.array(z.string())).optional() })
    .optional(),
});

interface Aliases {
  readonly folder: Path;
  readonly baseUrl: Path | undefined;
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

/** Resolves as node, TypeScript and bundlers do together; each manifest is read at most once. */
export function javascriptResolver(paths: ReadonlySet<Path>, read: ReadText): JavaScriptResolver {
  const manifests = new Map<Path, Promise<PackageManifest | undefined>>();
  const aliases = new Map<Path, Promise<Aliases | undefined>>();
  let byName: Promise<ReadonlyMap<string, Path>> | undefined;

  return {
    async resolve(from, specifier) {
      const folder = folderOf(from);
      if (/^\.{1,2}(\/|$)/.test(specifier)) return fromFolder(folder, specifier.replace(/[?#].*$/, ""));
      if (specifier.startsWith("node:") || specifier.startsWith("/")) return undefined;
      if (specifier.startsWith("#")) return fromImports(folder, specifier);
      return (await fromAliases(folder, specifier)) ?? (await fromPackages(specifier));
    },
  };

  /** ".." and "./lib/" can only be folders; a folder is what its own manifest says, else its index. */
  async function fromFolder(folder: Path, specifier: string): Promise<Path | undefined> {
    const base = joinPath(folder, specifier);
    if (base === undefined) return undefined;
    const file = /(^|\/)\.{0,2}$/.test(specifier) ? undefined : nameAt(base);
    if (file !== undefined) return file;
    const manifest = await manifestIn(base);
    return (manifest === undefined ? undefined : firstFile(base, folderTargets(manifest))) ?? indexIn(base);
  }

  function fileAt(base: Path | undefined): Path | undefined {
    return base === undefined ? undefined : (nameAt(base) ?? indexIn(base));
  }

  function nameAt(base: Path): Path | undefined {
    const dot = base.lastIndexOf(".");
    const sources = (COMPILED[base.slice(dot)] ?? []).map((extension) => base.slice(0, dot) + extension);
    return [base, ...sources, ...EXTENSIONS.map((extension) => base + extension)].find((path) => paths.has(path));
  }

  function indexIn(folder: Path): Path | undefined {
    const names = EXTENSIONS.map((extension) => `index${extension}`);
    return names.map((name) => (folder === "" ? name : `${folder}/${name}`)).find((path) => paths.has(path));
  }

  function manifestIn(folder: Path): Promise<PackageManifest | undefined> {
    const path = folder === "" ? "package.json" : `${folder}/package.json`;
    const known = manifests.get(folder) ?? (paths.has(path) ? parsed(path) : Promise.resolve(undefined));
    manifests.set(folder, known);
    return known;
  }

  async function parsed(path: Path): Promise<PackageManifest | undefined> {
    return packageSchema.safeParse(parseJsonc((await read(path)) ?? "")).data;
  }

  async function fromImports(folder: Path, specifier: string): Promise<Path | undefined> {
    for (const above of foldersUp(folder)) {
      const manifest = await manifestIn(above);
      if (manifest === undefined) continue;
      return firstFile(above, selectTargets(manifest.imports, specifier));
    }
    return undefined;
  }

  /** Also where the targets name what a build would leave: its sources are looked for in `src`. */
  function firstFile(folder: Path, targets: readonly string[]): Path | undefined {
    for (const target of targets) {
      const built = target
        .replace(/^(\.\/)?(dist|lib|build|out)\/((esm|cjs|es)\/)?/, "./src/")
        .replace(/\.d\.[cm]?ts$/, ".js");
      const found = [target, built, built.replace(/\.[cm]js$/, ".js")]
        .map((path) => fileAt(joinPath(folder, path)))
        .find((path) => path !== undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function fromPackages(specifier: string): Promise<Path | undefined> {
    const parts = specifier.split("/");
    const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
    byName ??= namesOfPackages();
    const folder = (await byName).get(name);
    const manifest = folder === undefined ? undefined : await manifestIn(folder);
    if (folder === undefined || manifest === undefined) return undefined;
    const inner = specifier.slice(name.length + 1);
    return firstFile(folder, [...packageTarget(manifest, inner), ...(inner === "" ? [] : [`./${inner}`])]);
  }

  async function namesOfPackages(): Promise<ReadonlyMap<string, Path>> {
    const folders = [...paths].filter((path) => /(^|\/)package\.json$/.test(path)).map(folderOf);
    const named = await Promise.all(folders.map(async (folder) => [(await manifestIn(folder))?.name, folder] as const));
    const names = new Map<string, Path>();
    for (const [name, folder] of named) if (name !== undefined && !names.has(name)) names.set(name, folder);
    return names;
  }

  async function fromAliases(folder: Path, specifier: string): Promise<Path | undefined> {
    for (const above of foldersUp(folder)) {
      const known = aliases.get(above) ?? aliasesIn(above);
      aliases.set(above, known);
      const config = await known;
      if (config === undefined) continue;
      const targets = selectTargets(config.paths, specifier);
      const base = config.baseUrl ?? config.folder;
      const found = targets.map((target) => fileAt(joinPath(base, target))).find((path) => path !== undefined);
      return found ?? (config.baseUrl === undefined ? undefined : fileAt(joinPath(config.baseUrl, specifier)));
    }
    return undefined;
  }

  async function aliasesIn(folder: Path): Promise<Aliases | undefined> {
    const names = ["tsconfig.json", "jsconfig.json"].map((name) => (folder === "" ? name : `${folder}/${name}`));
    const path = names.find((name) => paths.has(name));
    return path === undefined ? undefined : aliasesOf(path, 0);
  }

  async function aliasesOf(path: Path, depth: number): Promise<Aliases | undefined> {
    const config = tsconfigSchema.safeParse(parseJsonc((await read(path)) ?? "")).data;
    const folder = folderOf(path);
    const { baseUrl, paths: own } = config?.compilerOptions ?? {};
    if (baseUrl !== undefined || own !== undefined)
      return { folder, baseUrl: baseUrl === undefined ? undefined : joinPath(folder, baseUrl), paths: own ?? {} };
    const parts = (config?.references ?? []).map((reference) => reference.path);
    const bases = [...(config?.extends === undefined ? [] : [config.extends].flat()), ...parts];
    for (const base of depth < 5 ? bases : []) {
      const target = joinPath(folder, base);
      const file = [target, `${target}.json`, `${target}/tsconfig.json`].find(
        (candidate) => candidate !== undefined && paths.has(candidate),
      );
      const inherited = file === undefined ? undefined : await aliasesOf(file, depth + 1);
      if (inherited?.baseUrl !== undefined || Object.keys(inherited?.paths ?? {}).length > 0) return inherited;
    }
    return { folder, baseUrl: undefined, paths: {} };
  }
}
