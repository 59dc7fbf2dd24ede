import type { Path } from "../ports/files.ts";
import type { SyntaxTree } from "../ports/syntax-trees.ts";
import { importsOf } from "../syntax/imports.ts";
import { publicNames } from "../syntax/public-names.ts";
import type { ImportGraph } from "./import-graph.ts";
import { folderOf } from "./path-steps.ts";

/** How a project writes the paths of its own modules. */
type Style =
  | { readonly type: "relative"; readonly ending: Ending }
  | { readonly type: "alias"; readonly prefix: string; readonly root: Path; readonly ending: Ending };
type Ending = "as-is" | "compiled" | "none";

/**
 * The line by which a test file takes what the subject hands out, written as the project's tests write theirs. Undefined for languages
 * in which a test names no module, and where nothing is handed out.
 */
export async function importLineOf(
  subject: Path,
  test: Path,
  example: Path | undefined,
  graph: ImportGraph,
): Promise<string | undefined> {
  const tree = await graph.tree(subject);
  const names = tree === undefined ? [] : publicNames(tree);
  if (tree === undefined || names.length === 0) return undefined;
  const outside = names.map((name) => name.outside).sort(tree.language === "python" ? byKindAndName : byName);
  const shown = example === undefined ? undefined : await graph.tree(example);
  switch (tree.language) {
    case "python":
      return `from ${await dotted(subject, example, graph)} import ${outside.join(", ")}`;
    case "javascript":
    case "typescript":
    case "tsx": {
      const style = await styleOf([example, subject], graph);
      const specifier = specifierOf(subject, test, style ?? usualStyle(tree, test));
      return scriptImport(outside, specifier, isCommonJs(test, shown ?? tree), subject);
    }
    case "go":
    case "rust":
    case "java":
    case "csharp":
      return undefined;
  }
}

/** As formatters sort them: without regard to case. */
function byName(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true, sensitivity: "base" }) || (one < other ? -1 : 1);
}

/** Constants, classes, then functions. */
function byKindAndName(one: string, other: string): number {
  const kind = (name: string) => (/^[A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2);
  return kind(one) - kind(other) || byName(one, other);
}

function scriptImport(outside: readonly string[], specifier: string, commonJs: boolean, subject: Path): string {
  const named = outside.filter((name) => name !== "default");
  const one = outside.includes("default") ? [nameFor(subject)] : [];
  const list = named.length === 0 ? [] : [`{ ${named.join(", ")} }`];
  if (!commonJs) return `import ${[...one, ...list].join(", ")} from "${specifier}";`;
  return `const ${one[0] ?? list[0] ?? ""} = require("${specifier}");`;
}

/** "lineItem" for "line-item.js". */
function nameFor(subject: Path): string {
  const stem = subject.slice(subject.lastIndexOf("/") + 1).replace(/\..*$/, "");
  const name = stem.replace(/[^\p{L}\p{N}_$]+(.)?/gu, (_, letter: string | undefined) => (letter ?? "").toUpperCase());
  return /^\d|^$/.test(name) ? `subject${name}` : name;
}

function isCommonJs(test: Path, shown: SyntaxTree): boolean {
  if (/\.(cjs|cts)$/.test(test)) return true;
  if (/\.(mjs|mts|tsx?)$/.test(test)) return false;
  const isModule = /^\s*(import\s|export\s)/m.test(shown.text);
  return !isModule && /\brequire\(|\bmodule\.exports\b|\bexports\./.test(shown.text);
}

async function styleOf(files: readonly (Path | undefined)[], graph: ImportGraph): Promise<Style | undefined> {
  for (const file of files) {
    const tree = file === undefined ? undefined : await graph.tree(file);
    if (file === undefined || tree === undefined) continue;
    const targets = (await graph.imports(file)).map(({ path }) => path);
    for (const { specifier } of importsOf(tree)) {
      for (const target of targets) {
        const style = styleBy(specifier, file, target);
        if (style !== undefined) return style;
      }
    }
  }
  return undefined;
}

function styleBy(specifier: string, from: Path, target: Path): Style | undefined {
  const endings = ["as-is", "compiled", "none"] as const;
  for (const ending of endings) {
    if (relative(from, ended(target, ending)) === specifier) return { type: "relative", ending };
    const written = ended(target, ending);
    const tail = commonEnd(written, specifier);
    if (specifier.startsWith(".") || tail === "") continue;
    const prefix = specifier.slice(0, specifier.length - tail.length);
    const root = written.slice(0, written.length - tail.length);
    if (/^([@~#][\w-]*\/?|\w+\/)$/.test(prefix)) return { type: "alias", prefix, root, ending };
  }
  return undefined;
}

/** What two texts end with, from the start of a step of a path. */
function commonEnd(one: string, other: string): string {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one.at(-1 - length) === other.at(-1 - length)) length++;
  const end = one.slice(one.length - length);
  if (length === one.length || one.at(-1 - length) === "/") return end;
  const step = end.indexOf("/");
  return step < 0 ? "" : end.slice(step + 1);
}

/** node resolves no missing extension in modules, and TypeScript's own tools do. */
function usualStyle(tree: SyntaxTree, test: Path): Style {
  const bundled = tree.language !== "javascript";
  return { type: "relative", ending: bundled || isCommonJs(test, tree) ? "none" : "as-is" };
}

function specifierOf(subject: Path, test: Path, style: Style): string {
  const written = ended(subject, style.ending);
  if (style.type === "alias" && written.startsWith(style.root)) return style.prefix + written.slice(style.root.length);
  return relative(test, written);
}

function ended(path: Path, ending: Ending): string {
  switch (ending) {
    case "as-is":
      return path;
    case "compiled":
      return path.replace(/\.([cm]?)tsx?$/, ".$1js").replace(/\.jsx$/, ".js");
    case "none":
      return path.replace(/\.[cm]?[jt]sx?$/, "");
  }
}

function relative(from: Path, to: Path): string {
  const [here, there] = [folderOf(from).split("/"), to.split("/")].map((all) => all.filter((part) => part !== ""));
  let common = 0;
  while (common < (here?.length ?? 0) && here?.[common] === there?.[common]) common++;
  const up = "../".repeat((here?.length ?? 0) - common);
  return `${up === "" ? "./" : up}${there?.slice(common).join("/") ?? ""}`;
}

/** "shop.cart" for "src/shop/cart.py", where the project's tests leave out "src". */
async function dotted(subject: Path, example: Path | undefined, graph: ImportGraph): Promise<string> {
  const module = moduleOf(subject);
  const tree = example === undefined ? undefined : await graph.tree(example);
  if (example !== undefined && tree !== undefined) {
    const targets = (await graph.imports(example)).map(({ path }) => moduleOf(path));
    for (const { specifier } of importsOf(tree)) {
      const target = targets.find((one) => one === specifier || one.endsWith(`.${specifier}`));
      const root = target?.slice(0, target.length - specifier.length);
      if (root !== undefined && module.startsWith(root)) return module.slice(root.length);
    }
  }
  return module.replace(/^(?:.*\.)?src\./, "");
}

function moduleOf(path: Path): string {
  return path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
}
