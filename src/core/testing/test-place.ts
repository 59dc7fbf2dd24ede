import type { Path } from "../ports/files.ts";
import type { ImportGraph } from "./import-graph.ts";
import { folderOf, joinPath } from "./path-steps.ts";
import { isSource } from "./suspects.ts";
import type { TestProject } from "./test-runner.ts";

/** Where the tests of a source file are written. */
export interface TestPlace {
  readonly path: Path;
  /** Whether the file is there already and is about this source. */
  readonly exists: boolean;
  /** A test file of the project that shows how tests are written here: the file itself, or the nearest of its kind. */
  readonly example: Path | undefined;
}

/**
 * Finds the file in which a source's tests are, or where this project would have it: by the places and names of the test files
 * there are and of the sources they are about, else by what the runner looks for.
 */
export async function testPlaceOf(subject: Path, project: TestProject, graph: ImportGraph): Promise<TestPlace> {
  const pairs = await pairsOf(project, graph);
  const own = pairs.filter(({ source }) => source === subject);
  const existing = own.toSorted((one, other) => rankOwn(one, subject) - rankOwn(other, subject))[0];
  if (existing !== undefined) return { path: existing.test, exists: true, example: existing.test };
  const known = new Set(project.testFiles);
  const path = byConvention(subject, pairs) ?? byRunner(subject, project);
  const near = pairs.toSorted(
    (one, other) => shared(other.source, subject) - shared(one.source, subject) || one.test.length - other.test.length,
  );
  const example = near.find(({ test }) => extensionOf(test) === extensionOf(path))?.test ?? near[0]?.test;
  return { path, exists: known.has(path), example: known.has(path) ? path : (example ?? project.testFiles[0]) };
}

/** A test file and the source it is about. */
interface Pair {
  readonly test: Path;
  readonly source: Path;
  /** Its name says so; else it imports nothing else of the project. */
  readonly isNamesake: boolean;
}

async function pairsOf({ testFiles }: TestProject, graph: ImportGraph): Promise<readonly Pair[]> {
  const pairs = await Promise.all(
    testFiles.map(async (test): Promise<Pair | undefined> => {
      const imports = [...new Set((await graph.imports(test)).map(({ path }) => path))];
      const sources = imports.filter((path) => isSource(path, testFiles) && !/(^|\/)__init__\.py$/.test(path));
      const named = sources.find((path) => isAbout(test, path));
      if (named !== undefined) return { test, source: named, isNamesake: true };
      const [only] = sources;
      return sources.length === 1 && only !== undefined ? { test, source: only, isNamesake: false } : undefined;
    }),
  );
  return pairs.filter((pair) => pair !== undefined);
}

/** Lower is better: a plain namesake, then one with a word more ("x.integration.test.js"), then one that only imports it. */
function rankOwn({ test, isNamesake }: Pair, subject: Path): number {
  if (!isNamesake) return 2;
  return aboutOf(test) === stemOf(subject) ? 0 : 1;
}

/** Whether a test file is named after a source. */
export function isAbout(test: Path, source: Path): boolean {
  const about = aboutOf(test).toLowerCase();
  const stem = stemOf(source).toLowerCase();
  const name = stem === "index" || stem === "mod" || stem === "lib" ? folderNameOf(source).toLowerCase() : stem;
  return about === stem || about === name || about.startsWith(`${stem}.`) || about.startsWith(`${stem}-`);
}

/** "cart" of "cart.test.js", "test_cart.py", "cart_test.go", "CartTest.java", "__tests__/cart.js". */
function aboutOf(test: Path): string {
  return stemOf(test)
    .replace(/^test[_-]/, "")
    .replace(/[._-](tests?|spec)$/, "")
    .replace(/(?<=[a-z\d])(Tests?|Spec|IT)$/, "");
}

function byConvention(subject: Path, pairs: readonly Pair[]): Path | undefined {
  const rules = new Map<string, { readonly at: Path; votes: number }>();
  for (const pair of pairs) {
    if (!pair.isNamesake || languageOf(pair.source) !== languageOf(subject)) continue;
    const at = placed(subject, pair);
    if (at === undefined) continue;
    const rule = rules.get(at) ?? { at, votes: 0 };
    rule.votes += 1 + shared(pair.source, subject);
    rules.set(at, rule);
  }
  return [...rules.values()].sort((one, other) => other.votes - one.votes)[0]?.at;
}

/** Where the subject's test would lie if it lay as this pair's test does. */
function placed(subject: Path, { test, source }: Pair): Path | undefined {
  const folder = folderLike(folderOf(subject), folderOf(source), folderOf(test));
  const name = nameLike(subject, source, test);
  return name === undefined ? undefined : joinPath(folder, name);
}

/** "test/core" for "src/core" where tests of "src/run" lie in "test/run"; one folder for all where they do not mirror. */
function folderLike(folder: Path, sourceFolder: Path, testFolder: Path): Path {
  const [source, test] = [parts(sourceFolder), parts(testFolder)];
  if (testFolder === sourceFolder || testFolder.startsWith(`${sourceFolder}/`) || sourceFolder === "") {
    const inside = test.slice(source.length);
    // In a folder beside the source, or in one folder of the project's root that has all of them.
    if (sourceFolder !== "" || folder === "" || inside.length === 0 || /^__/.test(inside[0] ?? ""))
      return [...parts(folder), ...inside].join("/");
    return testFolder;
  }
  let common = 0;
  while (common < Math.min(source.length, test.length) && source.at(-1 - common) === test.at(-1 - common)) common++;
  const from = source.slice(0, source.length - common);
  const own = parts(folder);
  if (from.every((part, index) => own[index] === part)) {
    const rest = own.slice(from.length);
    const isMirrored = common > 0 || rest.length === 0;
    return [...test.slice(0, test.length - common), ...(isMirrored ? rest : [])].join("/");
  }
  return testFolder;
}

function nameLike(subject: Path, source: Path, test: Path): string | undefined {
  const name = test.slice(test.lastIndexOf("/") + 1);
  const stem = stemOf(source);
  const at = name.toLowerCase().indexOf(stem.toLowerCase());
  if (at < 0) return undefined;
  const [before, after] = [name.slice(0, at), name.slice(at + stem.length)];
  const extension = extensionOf(test) === extensionOf(source) ? extensionOf(subject) : extensionOf(test);
  const middle = after.slice(0, after.length - extensionOf(test).length);
  const own = stemOf(subject);
  const isIndex =
    /^(index|mod|lib|__init__)$/.test(own) && folderNameOf(subject) !== "" && folderOf(test) !== folderOf(source);
  return `${before}${isIndex ? folderNameOf(subject) : own}${middle}${extension}`;
}

/** What the runner finds by itself, where the project has no tests yet to go by. */
function byRunner(subject: Path, { runner, folder, testFiles, suite = [] }: TestProject): Path {
  const stem = stemOf(subject);
  const extension = extensionOf(subject);
  const inner = folder === "" ? subject : subject.slice(folder.length + 1);
  const at = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  const named = suite.find((target) => /^[\w./-]+$/.test(target) && !/\.\w+$/.test(target))?.replace(/^\.\/|\/+$/g, "");
  const used = testFiles.find((path) => extensionOf(path) === extension);
  const usual = used === undefined ? undefined : folderOf(used);
  switch (languageOf(subject)) {
    case "python":
      return usual === undefined ? at(`tests/test_${stem}.py`) : (joinPath(usual, `test_${stem}.py`) ?? subject);
    case "go":
      return `${folderOf(subject) === "" ? "" : `${folderOf(subject)}/`}${stem}_test.go`;
    case "rust":
      return at(`tests/${stem}.rs`);
    case "java":
    case "csharp":
      return subject.replace("/main/", "/test/").replace(/(\.\w+)$/, "Test$1");
    default:
      break;
  }
  const name = `${stem}.test${extension}`;
  if (named !== undefined) return at(`${named}/${name}`);
  if (usual !== undefined && !/(^|\/)src(\/|$)/.test(usual)) return usual === "" ? name : `${usual}/${name}`;
  const isBeside = runner === "vitest" || runner === "jest";
  return isBeside ? at(inner.slice(0, inner.length - stem.length - extension.length) + name) : at(`test/${name}`);
}

function languageOf(path: Path): "script" | "python" | "go" | "rust" | "java" | "csharp" | "other" {
  if (/\.[cm]?[jt]sx?$/.test(path)) return "script";
  if (path.endsWith(".py")) return "python";
  if (path.endsWith(".go")) return "go";
  if (path.endsWith(".rs")) return "rust";
  if (path.endsWith(".java")) return "java";
  return path.endsWith(".cs") ? "csharp" : "other";
}

/** How many folders from the root two files have in common. */
function shared(one: Path, other: Path): number {
  const [ones, others] = [parts(folderOf(one)), parts(folderOf(other))];
  let count = 0;
  while (count < Math.min(ones.length, others.length) && ones[count] === others[count]) count++;
  return count;
}

function parts(folder: Path): readonly string[] {
  return folder === "" ? [] : folder.split("/");
}

function folderNameOf(path: Path): string {
  return parts(folderOf(path)).at(-1) ?? "";
}

function stemOf(path: Path): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}

function extensionOf(path: Path): string {
  return /\.[^./]+$/.exec(path)?.[0] ?? "";
}
