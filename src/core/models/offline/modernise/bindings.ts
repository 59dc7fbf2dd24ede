import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { Change } from "./change.ts";

/**
 * `const` or `let` for `var`, and `const` for `let`, where that means the same: the name is declared once around, is used in the
 * block of its declaration only and after it, and no closure in a loop keeps it.
 */
export function bindings(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  if (/\b(eval|with)\s*\(/.test(tree.text)) return changes;
  const isModule = /^\s*(import|export)\b|\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w/m.test(tree.text);
  walk(tree.root, (node) => {
    const keyword = keywordOf(tree, node);
    if (keyword === undefined) return;
    const scope = scopeOf(node);
    if (scope === undefined || (scope.type === "program" && !isModule && textOf(tree, keyword) === "var")) return;
    const names = namesBy(tree, node);
    const is = textOf(tree, keyword);
    if (names.length === 0 || !names.every((name) => is === "let" || isBlockScoped(tree, node, scope, name))) return;
    const isConstant = isInitialised(node) && names.every((name) => !isAssigned(tree, scope, name, node));
    if (is === "let" && !(isConstant && names.every((name) => isOnlyOne(tree, scope, name)))) return;
    const text = isConstant ? "const" : "let";
    const kind = is === "var" ? "const and let for var" : "const for let";
    changes.push({ kind, sure: true, parts: [{ from: keyword.from, to: keyword.to, text }] });
  });
  return changes;
}

/** The `var` or `let` of a declaration that is looked at. */
function keywordOf(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | undefined {
  if (node.parent?.type === "export_statement") return undefined;
  if (node.type === "variable_declaration") return firstOfType(node, "var");
  if (node.type === "lexical_declaration") return node.children.find((child) => textOf(tree, child) === "let");
  if (node.type !== "for_in_statement") return undefined;
  const kind = childOf(node, "kind");
  return kind !== undefined && /^(var|let)$/.test(textOf(tree, kind)) ? kind : undefined;
}

/** The function or module around. */
function scopeOf(node: SyntaxNode): SyntaxNode | undefined {
  return [...holdersOf(node)].find(({ type }) => /function|method_definition|^program$|class_static_block/.test(type));
}

function namesBy(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  const targets =
    node.type === "for_in_statement"
      ? [childOf(node, "left")]
      : node.children.filter(({ type }) => type === "variable_declarator").map((one) => childOf(one, "name"));
  const names: string[] = [];
  for (const target of targets) {
    if (target === undefined) return [];
    walk(target, (part) => {
      if (/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type)) names.push(textOf(tree, part));
      return (
        !/^(right|value|key|type)$/.test(part.field ?? "") || part.parent?.type === "pair_pattern" || part === target
      );
    });
  }
  return names;
}

function isInitialised(node: SyntaxNode): boolean {
  if (node.type === "for_in_statement") return true;
  return node.children
    .filter(({ type }) => type === "variable_declarator")
    .every((one) => childOf(one, "value") !== undefined);
}

function isBlockScoped(tree: SyntaxTree, node: SyntaxNode, scope: SyntaxNode, name: string): boolean {
  if (!isOnlyOne(tree, scope, name)) return false;
  const isLoop = node.type === "for_in_statement" || node.parent?.type === "for_statement";
  const block = isLoop ? (node.type === "for_in_statement" ? node : node.parent) : node.parent;
  if (block === undefined || !/^(program|statement_block|for_statement|for_in_statement)$/.test(block.type))
    return false;
  const uses = usesOf(tree, scope, name);
  const isInside = uses.every((use) => use.from >= node.from && use.to <= block.to);
  if (!isInside || name === "undefined" || name === "arguments") return false;
  const isInLoop =
    isLoop ||
    [...holdersOf(node)]
      .slice(0, [...holdersOf(node)].indexOf(scope))
      .some(({ type }) => /^(for_|while_|do_)/.test(type));
  if (!isInLoop) return true;
  const isKept = uses.some((use) => scopeOf(use) !== scope && scopeOf(use) !== undefined);
  return !isKept && isInitialised(node);
}

/** Whether the name is bound once in a function, by nothing but one declaration, and not anew in a function inside of it. */
function isOnlyOne(tree: SyntaxTree, scope: SyntaxNode, name: string): boolean {
  let count = 0;
  walk(scope, (part) => {
    if (isBinding(part) && textOf(tree, part) === name) count += 1;
  });
  return count === 1;
}

function isBinding(part: SyntaxNode): boolean {
  if (!/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type)) return false;
  let inner = part;
  for (const holder of holdersOf(part)) {
    if (holder.type === "variable_declarator") return inner.field === "name";
    if (/^(formal_parameters|catch_clause)$/.test(holder.type)) return inner.type !== "statement_block";
    if (holder.type === "arrow_function" && inner.field === "parameter") return true;
    if (
      /^(function_declaration|function_expression|generator_function|generator_function_declaration|class_declaration|class)$/.test(
        holder.type,
      )
    )
      return inner.field === "name";
    if (/^(import_clause|import_specifier|namespace_import)$/.test(holder.type)) return true;
    if (holder.type === "for_in_statement") return inner.field === "left" && childOf(holder, "kind") !== undefined;
    if (!/pattern|required_parameter|optional_parameter/.test(holder.type)) return false;
    if (inner.field === "right" || inner.field === "key" || (inner.field === "value" && holder.type !== "pair_pattern"))
      return false;
    inner = holder;
  }
  return false;
}

function usesOf(tree: SyntaxTree, scope: SyntaxNode, name: string): readonly SyntaxNode[] {
  const uses: SyntaxNode[] = [];
  walk(scope, (part) => {
    if (
      /^(identifier|shorthand_property_identifier|shorthand_property_identifier_pattern|type_identifier)$/.test(
        part.type,
      ) &&
      textOf(tree, part) === name
    )
      uses.push(part);
  });
  return uses;
}

/** Whether the name is given another value anywhere but where it is declared. */
function isAssigned(tree: SyntaxTree, scope: SyntaxNode, name: string, declaration: SyntaxNode): boolean {
  return usesOf(tree, scope, name).some((use) => {
    let inner = use;
    for (const holder of holdersOf(use)) {
      if (holder === declaration || holder === scope) return false;
      if (holder.type === "update_expression") return true;
      if (/^(assignment_expression|augmented_assignment_expression)$/.test(holder.type)) return inner.field === "left";
      if (holder.type === "for_in_statement") return inner.field === "left";
      if (
        !/pattern|^(array|object|pair|parenthesized_expression|spread_element|non_null_expression|as_expression)$/.test(
          holder.type,
        )
      )
        return false;
      inner = holder;
    }
    return false;
  });
}
