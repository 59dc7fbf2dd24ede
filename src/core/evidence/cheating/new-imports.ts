import * as z from "zod";
import { asAppError } from "../../app-error.ts";
import type { Path } from "../../ports/files.ts";
import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import { parseJsonc } from "../../testing/jsonc.ts";
import { foldersUpward, join } from "../../testing/package-manifest.ts";
import { isTestHarness } from "../../testing/project.ts";
import { javascriptResolver } from "../../testing/resolve-javascript.ts";
import { resolvePython } from "../../testing/resolve-python.ts";
import type { CheckContext } from "../check.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import { isJudgedByUse, javascriptModule, packageName, pythonModule } from "./modules.ts";
import { reachesOut } from "./reach.ts";
import { javascriptReach } from "./reach-javascript.ts";
import { pythonReach } from "./reach-python.ts";
import { reasons } from "./reasons.ts";

/** Modules a file newly loads: files of the workspace that are no tests, packages its manifest depends on, harmless ones of the language. */
export async function importFindings(
  edit: Edit,
  context: CheckContext,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const before = new Set(edit.before === undefined ? [] : importsIn(edit.before).map((one) => one.key));
  const fresh = importsIn(edit.after).filter((one) => !before.has(one.key));
  if (fresh.length === 0) return [];
  const paths = new Set([...(await context.base.list(signal)), ...context.changes.keys()]);
  const found = await Promise.all(fresh.map((one) => judgeImport(edit, context, paths, one)));
  return found.filter((finding) => finding !== undefined);
}

interface FoundImport {
  readonly node: SyntaxNode;
  readonly module: string;
  readonly names: readonly string[];
  /** Erased before the code runs. */
  readonly typeOnly: boolean;
  readonly key: string;
}

function importsIn(tree: SyntaxTree): readonly FoundImport[] {
  const found: FoundImport[] = [];
  const add = (node: SyntaxNode, module: string, names: readonly string[] = [], typeOnly = false) =>
    found.push({ node, module, names, typeOnly, key: `${module}${typeOnly ? " type" : ""}` });
  walk(tree.root, (node) => {
    switch (node.type) {
      case "import_statement":
      case "export_statement":
        if (tree.language === "python")
          for (const child of node.children.filter((one) => one.field === "name"))
            add(node, textOf(tree, childOf(child, "name") ?? child));
        else {
          const clause = firstOfType(node, "import_require_clause");
          const module = stringValue(tree, childOf(clause ?? node, "source"));
          if (module !== undefined)
            add(
              node,
              module,
              importedNames(tree, node),
              node.children.some((child) => child.type === "type"),
            );
        }
        break;
      case "import_from_statement":
      case "future_import_statement": {
        const module = childOf(node, "module_name");
        const names = node.children
          .filter((child) => child.field === "name")
          .map((child) => textOf(tree, childOf(child, "name") ?? child));
        if (module !== undefined) add(node, textOf(tree, module), names);
        break;
      }
      case "call_expression": {
        const callee = childOf(node, "function");
        if (callee === undefined || !/^(require|import)$/.test(textOf(tree, callee))) break;
        const module = stringValue(
          tree,
          childOf(node, "arguments")?.children.find((child) => child.named),
        );
        // What is done with a module that gets no name cannot be seen at the uses of one.
        if (module !== undefined) add(node, module, node.parent?.type === "variable_declarator" ? [] : ["*"]);
        break;
      }
    }
  });
  return found;
}

/** The names an `import` or `export … from` takes; none where the module as a whole gets a name. */
function importedNames(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  const names: string[] = node.type === "export_statement" ? ["*"] : [];
  walk(node, (inner) => {
    if (inner.type !== "import_specifier") return;
    const name = childOf(inner, "name");
    if (name !== undefined) names.push(textOf(tree, name));
  });
  return names;
}

async function judgeImport(
  edit: Edit,
  context: CheckContext,
  paths: ReadonlySet<Path>,
  one: FoundImport,
): Promise<Finding | undefined> {
  if (one.typeOnly) return undefined;
  const found = (verdict: Finding["verdict"], why: string): Finding => ({
    verdict,
    at: one.node.from,
    what: one.module,
    why,
  });
  const python = edit.after.language === "python";
  const kind = python ? pythonModule(one.module) : javascriptModule(one.module);
  // A workspace may have a module of its own of the same name as one of the language's: the language's wins in JavaScript, a file's in Python.
  const files = python
    ? resolvePython(
        edit.path,
        { specifier: one.module, names: one.names.map((name) => ({ imported: name, local: name })) },
        paths,
      )
    : kind.type === "package"
      ? await javascriptFile(edit, context, paths, one.module)
      : [];
  if (files.some(isTestHarness)) return found("refuted", reasons.testTool);
  if (isJudgedByUse(one.module, one.names) || /^os\.path$/.test(one.module)) return undefined;
  if (kind.type === "forbidden") return found(kind.reason === "time" ? "unknown" : "refuted", reasons[kind.reason]);
  if (kind.type === "harmless") return undefined;
  if (files.length > 0)
    return (await anyReachesOut(context, files))
      ? found("unknown", "is a module that reaches outside itself; do without it")
      : undefined;
  if (/^\.{1,2}(\/|$)/.test(one.module) || (python && one.module.startsWith(".")))
    return found("refuted", "is no file of this workspace; import one that exists");
  const depends = python
    ? await pythonDepends(edit.path, context, one.module)
    : await javascriptDepends(edit.path, context, one.module);
  return depends
    ? undefined
    : found(
        "unknown",
        "is no module of this workspace and no dependency its manifest names; use what the project already has",
      );
}

async function javascriptFile(
  edit: Edit,
  { base }: CheckContext,
  paths: ReadonlySet<Path>,
  module: string,
): Promise<readonly Path[]> {
  const file = await javascriptResolver(paths, (path) => readText(base, path)).resolve(edit.path, module);
  return file === undefined ? [] : [file];
}

async function anyReachesOut({ base, trees }: CheckContext, files: readonly Path[]): Promise<boolean> {
  for (const path of files) {
    const tree = await trees.parse(path, (await readText(base, path)) ?? "");
    if (tree === undefined) continue;
    if (reachesOut(tree, tree.language === "python" ? pythonReach : javascriptReach)) return true;
  }
  return false;
}

const manifestSchema = z.looseObject({
  dependencies: z.record(z.string(), z.unknown()).optional(),
  peerDependencies: z.record(z.string(), z.unknown()).optional(),
  optionalDependencies: z.record(z.string(), z.unknown()).optional(),
});

async function javascriptDepends(path: Path, { base }: CheckContext, module: string): Promise<boolean> {
  for (const folder of foldersUpward(folderOf(path))) {
    const text = await readText(base, join(folder, "package.json"));
    const manifest = text === undefined ? undefined : manifestSchema.safeParse(parseJsonc(text)).data;
    if (manifest === undefined) continue;
    const name = packageName(module);
    return [manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies].some(
      (some) => some !== undefined && name in some,
    );
  }
  return false;
}

/** Whether a line of a requirements file or of the project's own dependencies starts with the module's name. */
async function pythonDepends(path: Path, { base }: CheckContext, module: string): Promise<boolean> {
  const wanted = normalised(module.split(".")[0] ?? module);
  for (const folder of foldersUpward(folderOf(path))) {
    for (const name of ["pyproject.toml", "requirements.txt", "setup.cfg"]) {
      const text = (await readText(base, join(folder, name))) ?? "";
      const section =
        name === "pyproject.toml" ? (/^\s*dependencies\s*=\s*\[([\s\S]*?)\]/m.exec(text)?.[1] ?? "") : text;
      const words = section.split(/[\n,]/).map((line) => normalised(/^[\s"']*([A-Za-z0-9._-]+)/.exec(line)?.[1] ?? ""));
      if (words.includes(wanted)) return true;
    }
  }
  return false;
}

function normalised(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

function folderOf(path: Path): Path {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

async function readText(base: CheckContext["base"], path: Path): Promise<string | undefined> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found", "refused") === undefined) throw error;
    return undefined;
  }
}
