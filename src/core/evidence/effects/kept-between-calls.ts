import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, textOf } from "../../syntax/nodes.ts";

/** Names at the top of a file whose value is there to be filled or assigned again: `const seen = new Map()`, `let last`, `cache = {}`. */
export function keptBetweenCalls(tree: SyntaxTree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of tree.root.children) {
    const inner = statement.type === "export_statement" ? (childOf(statement, "declaration") ?? statement) : statement;
    const isAssignable = inner.children.some(({ type }) => type === "let");
    for (const maker of inner.children) {
      if (!/^(variable_declarator|assignment)$/.test(maker.type)) continue;
      const name = childOf(maker, "name") ?? childOf(maker, "left");
      const value = childOf(maker, "value") ?? childOf(maker, "right");
      if (name !== undefined && (isAssignable || isEmptyContainer(tree, value))) names.add(textOf(tree, name));
    }
  }
  return names;
}

function isEmptyContainer(tree: SyntaxTree, value: SyntaxNode | undefined): boolean {
  if (value === undefined) return false;
  if (/^(object|array|dictionary|list)$/.test(value.type)) return !value.children.some(({ named }) => named);
  return /^(new (Map|Set|WeakMap|WeakSet)(<[^()]*>)?(\(\))?|Object\.create\(null\)|(dict|set|list)\(\)|(collections\.)?(defaultdict|OrderedDict|deque|Counter)\(\w*\))$/.test(
    textOf(tree, value),
  );
}
