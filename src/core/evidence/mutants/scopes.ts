import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, textOf, walk } from "../../syntax/nodes.ts";

/** A name that can be used at some place. */
export interface Visible {
  readonly name: string;
  /** How many scopes lie between its own and the place. */
  readonly depth: number;
  /** A function or class. */
  readonly isFunction: boolean;
  /** Nothing in its own scope uses it, though it was made there: one of its uses may have got another name. */
  readonly isUnused: boolean;
}

interface Binding {
  readonly name: string;
  /** From here on it can be used; -1 where order does not matter. */
  readonly from: number;
  readonly isFunction: boolean;
  /** Other files may use it. */
  readonly isExported: boolean;
}

interface ScopeNames {
  readonly bindings: readonly Binding[];
  readonly uses: ReadonlyMap<string, number>;
}

/** Says which names a place sees, nearest scope first, in a scope the latest first. Each scope is read once. */
export function visibleNames(tree: Pick<SyntaxTree, "text" | "language">): (place: SyntaxNode) => readonly Visible[] {
  const known = new Map<SyntaxNode, ScopeNames>();
  const scopeNames = (scope: SyntaxNode): ScopeNames => {
    const names = known.get(scope) ?? namesOfScope(tree, scope);
    known.set(scope, names);
    return names;
  };
  return (place) => {
    const visible = new Map<string, Visible>();
    const scopes = [...holdersOf(place)].filter((holder) => isScope(holder) || holder.parent === undefined);
    for (const [depth, scope] of scopes.entries()) {
      const { bindings, uses } = scopeNames(scope);
      for (const { name, from, isFunction, isExported } of bindings.toReversed()) {
        if (visible.has(name) || from >= place.from || name === "self" || name === "cls") continue;
        // What stands at the top of a Python file is there for others as well.
        const isOwn = scope.parent === undefined ? !isExported && tree.language !== "python" : !isFunction;
        const isUnused = isOwn && (uses.get(name) ?? 0) === 0 && !name.startsWith("_");
        visible.set(name, { name, depth, isFunction, isUnused });
      }
    }
    return [...visible.values()];
  };
}

const FUNCTION = /function|method_definition|lambda|comprehension|generator_expression|catch_clause/;
const NAMED_FUNCTION =
  /^(function_declaration|generator_function_declaration|class_declaration|function_definition|class_definition)$/;

/** What has names of its own. Blocks count for the function around them: a place after them is seldom asked about. */
function isScope(node: SyntaxNode): boolean {
  return FUNCTION.test(node.type) && node.type !== "function";
}

function namesOfScope(tree: Pick<SyntaxTree, "text">, scope: SyntaxNode): ScopeNames {
  const bindings: Binding[] = [];
  const uses = new Map<string, number>();
  const isModule = scope.parent === undefined;
  const bind = (target: SyntaxNode | undefined, from: number, isFunction = false): void => {
    if (target === undefined) return;
    walk(target, (part) => {
      if (part !== target && /^(value|right|type|default)$/.test(part.field ?? "")) return /pattern/.test(part.type);
      if (/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type))
        bindings.push({ name: textOf(tree, part), from, isFunction, isExported: isExported(part) });
      return true;
    });
  };
  bind(childOf(scope, "parameters") ?? childOf(scope, "parameter"), -1);
  walk(scope, (node) => {
    const isUse = node.type === "identifier" && (!isBinding(node) || node.parent?.type === "export_specifier");
    if (isUse || node.type === "shorthand_property_identifier")
      uses.set(textOf(tree, node), (uses.get(textOf(tree, node)) ?? 0) + 1);
    return true;
  });
  walk(scope, (node) => {
    if (node === scope) return true;
    if (NAMED_FUNCTION.test(node.type)) bind(childOf(node, "name"), -1, true);
    if (isScope(node)) return false;
    if (node.type === "variable_declarator")
      bind(childOf(node, "name"), isModule ? -1 : node.to, FUNCTION.test(childOf(node, "value")?.type ?? ""));
    if (/^(for_statement|for_in_statement|for_in_clause)$/.test(node.type))
      bind(childOf(node, "left"), node.type === "for_in_clause" ? -1 : node.from);
    if (node.type === "assignment" && /^(identifier|.*pattern.*)$/.test(childOf(node, "left")?.type ?? ""))
      bind(childOf(node, "left"), isModule ? -1 : node.to);
    if (/^import_/.test(node.type)) for (const name of importedNames(node)) bind(name, -1, true);
    return !/^import_/.test(node.type);
  });
  return { bindings, uses };
}

/** Declared by an export statement, at the top of its file. */
function isExported(place: SyntaxNode): boolean {
  for (const holder of holdersOf(place)) {
    if (holder.type === "export_statement") return true;
    if (holder.type === "statement_block" || holder.field === "parameters") return false;
  }
  return false;
}

function importedNames(statement: SyntaxNode): readonly SyntaxNode[] {
  const names: SyntaxNode[] = [];
  walk(statement, (node) => {
    if (node.type !== "identifier" && firstOfType(node, "type") !== undefined) return false;
    if (node.type === "import_specifier" || node.type === "aliased_import") {
      const name = childOf(node, "alias") ?? childOf(node, "name");
      if (name !== undefined) names.push(name);
      return false;
    }
    if (node.type === "identifier" && node.field !== "module_name" && node.parent?.field !== "module_name")
      names.push(node);
    return true;
  });
  return names;
}

/** Whether an identifier stands where its variable is made: a parameter, a declaration, an assignment, an import. */
export function isBinding({ parent, field }: SyntaxNode): boolean {
  if (parent === undefined) return false;
  if (field === "name" && /declarat|definition|parameter|specifier|class/.test(parent.type)) return true;
  if (/parameters$|pattern|import|aliased/.test(parent.type) && field !== "value" && field !== "right") return true;
  if (/^(pattern|alias|parameter)$/.test(field ?? "")) return true;
  return field === "left" && /^(assignment|for_in_clause|for_statement|for_in_statement)$/.test(parent.type);
}
