import * as z from "zod";
import { AppError, asAppError } from "../app-error.ts";
import type { Path } from "../ports/files.ts";
import type { ProjectLookup } from "./test-runner.ts";
import { type Invocation, testInvocation } from "./test-script.ts";

const manifestSchema = z.looseObject({
  scripts: z.record(z.string(), z.unknown()).catch({}).default({}),
  dependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
  devDependencies: z.record(z.string(), z.unknown()).catch({}).default({}),
});

/** What a package.json says about tests. */
export interface PackageManifest {
  /** Empty where no test script starts a program that is known or looks like one. */
  readonly invocation: Invocation | undefined;
  has(dependency: string): boolean;
  /** Whether a top-level key is there ("jest", "mocha"). */
  configures(key: string): boolean;
}

/** Undefined where there is no package.json, or none that can be read. */
export async function readManifest(folder: Path, { files }: ProjectLookup): Promise<PackageManifest | undefined> {
  const parsed = manifestSchema.safeParse(json(await textOf(files, join(folder, "package.json"))));
  if (!parsed.success) return undefined;
  const manifest = parsed.data;
  const scripts = new Map<string, string>();
  for (const [name, text] of Object.entries(manifest.scripts)) if (typeof text === "string") scripts.set(name, text);
  return {
    invocation: testInvocation(scripts),
    has: (name) => name in manifest.dependencies || name in manifest.devDependencies,
    configures: (key) => key in manifest,
  };
}

/** The text of a file, or "" where there is none that can be read. */
export async function textOf(files: ProjectLookup["files"], path: Path): Promise<string> {
  try {
    return await files.read(path);
  } catch (error) {
    if (asAppError(error, "not-found", "refused") !== undefined) return "";
    throw error;
  }
}

export function join(folder: Path, name: string): Path {
  return folder === "" ? name : `${folder}/${name}`;
}

/** A path of the workspace as a program started in `folder` must be told it. */
export function fromFolder(path: Path, folder: Path): string {
  if (folder === "") return path;
  if (path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  return `${"../".repeat(folder.split("/").length)}${path}`;
}

/** The folder itself and those that hold it, nearest first, ending with the root "". */
export function foldersUpward(folder: Path): Path[] {
  const folders: Path[] = [];
  for (let at = folder; at !== ""; at = at.includes("/") ? at.slice(0, at.lastIndexOf("/")) : "") folders.push(at);
  return [...folders, ""];
}

/** The node that npm would start in the folder: one that the project has installed as a package, else the user's. Throws `tooling` without any. */
export async function nodeFor(folder: Path, { locate, which }: ProjectLookup): Promise<string> {
  for (const at of foldersUpward(folder)) {
    const own = await locate(join(at, "node_modules/node/bin/node"));
    if (own !== undefined) return own;
  }
  const node = await which("node");
  if (node === undefined)
    throw new AppError("tooling", "node is not on your PATH: install Node.js to run these tests.");
  return node;
}

/** The runner's own program in the nearest node_modules; throws `tooling` when it is not installed. */
export async function installed(
  name: string,
  programs: readonly string[],
  folder: Path,
  lookup: ProjectLookup,
): Promise<string> {
  for (const at of foldersUpward(folder)) {
    for (const program of programs) {
      const found = await lookup.locate(join(at, `node_modules/${program}`));
      if (found !== undefined) return found;
    }
  }
  const where = folder === "" ? "" : ` in ${folder}`;
  throw new AppError("tooling", `${name} is not installed: run npm install${where}.`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
