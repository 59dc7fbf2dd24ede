import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { DeclarationReader, Found, Scope, Step } from "./declaration-reader.ts";
import { childOf, stringValue, textOf, walk } from "./nodes.ts";

/** Public is what has no leading underscore, or what `__all__` lists where a module has one. */
export function pythonDeclarations(tree: Pick<SyntaxTree, "text" | "root">): DeclarationReader {
  const listed = allOf(tree);
  const isPublic = (name: string, scope: Scope): boolean => {
    if (scope.within === "function" || !scope.exported) return false;
    if (scope.within === "module" && listed !== undefined) return listed.has(name);
    return !name.startsWith("_") || (scope.within === "class" && /^__\w+__$/.test(name));
  };
  return (node, scope) => {
    switch (node.type) {
      case "function_definition":
      case "class_definition": {
        const name = textOf(tree, childOf(node, "name") ?? node);
        const isClass = node.type === "class_definition";
        const exported = isPublic(name, scope);
        const place = node.parent?.type === "decorated_definition" ? node.parent : node;
        const kind = isClass ? "class" : scope.within === "class" ? "method" : "function";
        const within = isClass ? "class" : "function";
        return {
          found: [{ name, kind, node: place, exported }],
          inner: { holders: [...scope.holders, name], within, exported },
        };
      }
      case "assignment":
        return scope.within === "module" ? bindings(node, scope) : undefined;
      default:
        return undefined;
    }
  };

  function bindings(node: SyntaxNode, scope: Scope): Step {
    const left = childOf(node, "left");
    const names: string[] = [];
    if (left?.type === "identifier") names.push(textOf(tree, left));
    else if (left !== undefined && /^(pattern_list|tuple_pattern|list_pattern)$/.test(left.type))
      walk(left, (part) => (part.type === "identifier" ? names.push(textOf(tree, part)) : /pattern/.test(part.type)));
    const isLambda = childOf(node, "right")?.type === "lambda";
    const place = node.parent?.type === "expression_statement" ? node.parent : node;
    const found = names.map(
      (name): Found => ({
        name,
        kind: isLambda ? "function" : "variable",
        node: place,
        exported: isPublic(name, scope),
      }),
    );
    return { found };
  }
}

/** What `__all__ = […]` and `__all__ += […]` list; undefined where there is no such list, or one of them is computed. */
function allOf(tree: Pick<SyntaxTree, "text" | "root">): ReadonlySet<string> | undefined {
  let listed: Set<string> | undefined;
  for (const statement of tree.root.children) {
    const assignment = statement.children[0];
    const left = childOf(assignment, "left");
    const right = childOf(assignment, "right");
    if (assignment === undefined || left === undefined || right === undefined) continue;
    if (!/assignment$/.test(assignment.type) || textOf(tree, left) !== "__all__") continue;
    if (!/^(list|tuple)$/.test(right.type)) return undefined;
    listed ??= new Set();
    for (const item of right.children) {
      const name = stringValue(tree, item);
      if (name !== undefined) listed.add(name);
    }
  }
  return listed;
}
