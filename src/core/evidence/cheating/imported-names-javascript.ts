import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import type { Origin, Scopes } from "./names.ts";

/** `require("x")` and `await import("x")` bind as an import does. */
export function requiredModule(
  tree: SyntaxTree,
  value: SyntaxNode | undefined,
  path: readonly string[],
): Origin | undefined {
  let call = value;
  const steps: string[] = [];
  while (call !== undefined && /^(await_expression|parenthesized_expression|member_expression)$/.test(call.type)) {
    const property = childOf(call, "property");
    if (property !== undefined) steps.unshift(textOf(tree, property));
    call = childOf(call, "object") ?? call.children.find((child) => child.named);
  }
  if (call?.type !== "call_expression") return undefined;
  const callee = childOf(call, "function");
  if (callee === undefined || !["require", "import"].includes(textOf(tree, callee))) return undefined;
  const argument = childOf(call, "arguments");
  const module =
    argument === undefined ? undefined : stringValue(tree, firstOfType(argument, "string", "template_string"));
  return module === undefined ? undefined : { type: "import", module, member: [...steps, ...path][0] };
}

export function declareImports(tree: SyntaxTree, scopes: Scopes, node: SyntaxNode): void {
  const clause = firstOfType(node, "import_clause", "import_require_clause");
  const source = childOf(node, "source") ?? (clause === undefined ? undefined : childOf(clause, "source"));
  const module = stringValue(tree, source) ?? "";
  walk(clause ?? node, (inner) => {
    if (inner.type === "import_specifier") {
      const name = childOf(inner, "name");
      const local = childOf(inner, "alias") ?? name;
      if (name !== undefined && local !== undefined) {
        scopes.ignore(name);
        scopes.declare(tree.root, local, textOf(tree, local), {
          type: "import",
          module,
          member: stringValue(tree, name) ?? textOf(tree, name),
        });
      }
      return false;
    }
    if (inner.type === "identifier")
      scopes.declare(tree.root, inner, textOf(tree, inner), {
        type: "import",
        module,
        member: inner.parent?.type === "import_clause" ? "default" : undefined,
      });
    return true;
  });
}
