import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { Import, ImportedName } from "./import.ts";
import { childOf, firstOfType, stringValue, textOf, walk } from "./nodes.ts";

type Tree = Pick<SyntaxTree, "text" | "root">;

/** `import a.b as c`, `from .x import y`, `importlib.import_module("x")`. Names of a from-import may be modules themselves. */
export function pythonImports(tree: Tree): readonly Import[] {
  const imports: Import[] = [];
  walk(tree.root, (node) => {
    if (node.type === "import_statement") {
      for (const part of node.children.filter((child) => child.field === "name")) imports.push(whole(tree, part));
    } else if (node.type === "import_from_statement") {
      const module = childOf(node, "module_name");
      if (module === undefined) return;
      const star = firstOfType(node, "wildcard_import");
      const named = node.children.filter((child) => child.field === "name").map((part) => nameOf(tree, part));
      const names = star === undefined ? named : [{ imported: "*", local: "*" }];
      imports.push({ specifier: textOf(tree, module).replace(/\s+/g, ""), names });
    } else if (node.type === "call") {
      const callee = childOf(node, "function");
      const first = childOf(node, "arguments")?.children.find((child) => child.named);
      if (callee === undefined || !/^(importlib\.)?import_module$|^__import__$/.test(textOf(tree, callee))) return;
      const specifier = stringValue(tree, first);
      if (specifier !== undefined) imports.push({ specifier, names: [] });
    }
  });
  return imports;
}

function whole(tree: Tree, part: SyntaxNode): Import {
  const alias = childOf(part, "alias");
  const name = alias === undefined ? part : (childOf(part, "name") ?? part);
  const specifier = textOf(tree, name);
  const local = alias === undefined ? (specifier.split(".")[0] ?? specifier) : textOf(tree, alias);
  return { specifier, names: [{ imported: "*", local }] };
}

function nameOf(tree: Tree, part: SyntaxNode): ImportedName {
  const name = textOf(tree, childOf(part, "name") ?? part);
  const alias = childOf(part, "alias");
  return { imported: name, local: alias === undefined ? name : textOf(tree, alias) };
}
