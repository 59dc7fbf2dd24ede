import type { SyntaxTree } from "../ports/syntax-trees.ts";
import type { Import, ImportedName } from "./import.ts";
import { childOf, stringValue, textOf, walk } from "./nodes.ts";

type Tree = Pick<SyntaxTree, "text" | "root" | "language">;

/** Go: each package by its path. What it exports is reached through its name, so nothing else is named. */
export function goImports(tree: Tree): readonly Import[] {
  const imports: Import[] = [];
  walk(tree.root, (node) => {
    if (node.type !== "import_spec") return;
    const specifier = stringValue(tree, childOf(node, "path"));
    if (specifier === undefined || specifier === "") return;
    const alias = childOf(node, "name");
    const local = alias === undefined ? specifier.slice(specifier.lastIndexOf("/") + 1) : textOf(tree, alias);
    imports.push({ specifier, names: [{ imported: "*", local: local === "." ? "*" : local }] });
  });
  return imports;
}

/** Rust: modules that are files of their own ("self::name"), and what `use` brings in, with its path as written. */
export function rustImports(tree: Tree): readonly Import[] {
  const imports: Import[] = [];
  walk(tree.root, (node) => {
    if (node.type === "mod_item" && childOf(node, "body") === undefined) {
      const name = childOf(node, "name");
      if (name !== undefined) imports.push({ specifier: `self::${textOf(tree, name)}`, names: [] });
    }
    if (node.type === "use_declaration") {
      const argument = childOf(node, "argument");
      if (argument !== undefined) imports.push(...usedPaths(textOf(tree, argument)));
    }
    // What is given to a macro is no syntax yet.
    if (node.type === "token_tree") {
      for (const [path] of textOf(tree, node).matchAll(/\b[A-Za-z_]\w*(?:::\w+)+/g)) imports.push(usedPath(path));
      return false;
    }
    // "my_crate::add(…)" needs no `use`.
    if (node.type === "scoped_identifier" && node.parent?.type !== "scoped_identifier")
      imports.push(...usedPaths(textOf(tree, node)));
    return true;
  });
  return imports;
}

/** "a::{b, c::d as e}" as the paths it stands for; the last part is the name unless it is a glob. */
function usedPaths(text: string): readonly Import[] {
  const open = text.indexOf("{");
  if (open < 0) return [usedPath(text.trim())];
  const prefix = text.slice(0, open);
  return splitTop(text.slice(open + 1, text.lastIndexOf("}")))
    .filter((part) => part.trim() !== "")
    .flatMap((part) => usedPaths(`${prefix}${part.trim()}`));
}

function usedPath(text: string): Import {
  const [path = "", alias] = text.split(/\s+as\s+/);
  const parts = path.replace(/::self$/, "").split("::");
  const imported = parts.at(-1) ?? "";
  const names: readonly ImportedName[] =
    imported === "*" ? [{ imported: "*", local: "*" }] : [{ imported, local: alias ?? imported }];
  return { specifier: parts.join("::"), names };
}

function splitTop(text: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const sign of text) {
    if (sign === "{") depth++;
    if (sign === "}") depth--;
    if (sign === "," && depth === 0) parts.push("");
    else parts.push(`${parts.pop()}${sign}`);
  }
  return parts;
}
