import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../../syntax/nodes.ts";

/** What a name was given once and for all in the same file, nearest scope first; undefined for a name that may hold something else. */
export function constantOf(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== "identifier") return undefined;
  const name = textOf(tree, node);
  for (const scope of holdersOf(node)) {
    if (!/^(statement_block|program|module|block)$/.test(scope.type)) continue;
    const values = scope.children.flatMap((statement) => boundBy(tree, statement, name));
    const [only] = values;
    if (only !== undefined) return values.length === 1 && !isAssignedAgain(tree, scope, name, only) ? only : undefined;
  }
  return undefined;
}

function boundBy(tree: SyntaxTree, statement: SyntaxNode, name: string): readonly SyntaxNode[] {
  const inner = statement.type === "export_statement" ? (childOf(statement, "declaration") ?? statement) : statement;
  const makers = inner.children.filter(({ type }) => /^(variable_declarator|assignment)$/.test(type));
  return makers.flatMap((maker) => {
    const target = childOf(maker, "name") ?? childOf(maker, "left");
    const value = childOf(maker, "value") ?? childOf(maker, "right");
    return target?.type === "identifier" && textOf(tree, target) === name && value !== undefined ? [value] : [];
  });
}

function isAssignedAgain(tree: SyntaxTree, scope: SyntaxNode, name: string, first: SyntaxNode): boolean {
  let again = false;
  walk(scope, (node) => {
    const isWrite =
      /^(assignment_expression|assignment|augmented_assignment|augmented_assignment_expression|update_expression|for_in_statement|for_statement|named_expression)$/.test(
        node.type,
      );
    const target = isWrite ? (childOf(node, "left") ?? childOf(node, "argument") ?? childOf(node, "name")) : undefined;
    const isFirst = childOf(node, "right") === first;
    if (target?.type === "identifier" && textOf(tree, target) === name && !isFirst) again = true;
    return !again;
  });
  return again;
}
