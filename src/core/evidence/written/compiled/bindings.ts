import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../../syntax/nodes.ts";
import { givenTo } from "./stated.ts";

/** Names that get a value at one place. */
export interface Binding {
  readonly names: readonly string[];
  readonly value: SyntaxNode;
  /** One name that gets the whole value, which it does not get from a loop or a pattern. */
  readonly isPlain: boolean;
}

/** By node type, the fields of what is bound and of its value; `variable_declarator` of C# has no field for the second. */
const SHAPES: ReadonlyMap<string, readonly [target: string, value: string]> = new Map([
  ["short_var_declaration", ["left", "right"]],
  ["assignment_statement", ["left", "right"]],
  ["var_spec", ["name", "value"]],
  ["const_spec", ["name", "value"]],
  ["range_clause", ["left", "right"]],
  ["let_declaration", ["pattern", "value"]],
  ["let_condition", ["pattern", "value"]],
  ["for_expression", ["pattern", "value"]],
  ["const_item", ["name", "value"]],
  ["static_item", ["name", "value"]],
  ["assignment_expression", ["left", "right"]],
  ["compound_assignment_expr", ["left", "right"]],
  ["variable_declarator", ["name", "value"]],
  ["enhanced_for_statement", ["name", "value"]],
  ["foreach_statement", ["left", "right"]],
]);

const SPREAD =
  /^(range_clause|let_condition|for_expression|enhanced_for_statement|foreach_statement|compound_assignment_expr)$/;

/** Where names get their values below a node, in order of appearance; what is below `apart` is left out. */
export function bindingsIn(tree: SyntaxTree, root: SyntaxNode, apart: ReadonlySet<SyntaxNode>): readonly Binding[] {
  const found: Binding[] = [];
  walk(root, (node) => {
    if (apart.has(node)) return false;
    if (node.type === "match_expression") {
      const value = childOf(node, "value");
      const arms = givenTo(childOf(node, "body")).flatMap((arm) => childOf(arm, "pattern") ?? []);
      if (value !== undefined)
        found.push({ names: arms.flatMap((arm) => namesBound(tree, arm)), value, isPlain: false });
    }
    const [target, value] = sidesOf(node);
    if (target !== undefined && value !== undefined) found.push(...paired(tree, node, target, value));
    return true;
  });
  return found;
}

function sidesOf(node: SyntaxNode): readonly [SyntaxNode | undefined, SyntaxNode | undefined] {
  const shape = SHAPES.get(node.type);
  if (shape === undefined) return [undefined, undefined];
  const target = childOf(node, shape[0]);
  const last = givenTo(node).at(-1);
  return [
    target,
    childOf(node, shape[1]) ?? (node.type === "variable_declarator" && last !== target ? last : undefined),
  ];
}

/** Go's `a, b := f(), g()` side by side. */
function paired(tree: SyntaxTree, node: SyntaxNode, target: SyntaxNode, value: SyntaxNode): readonly Binding[] {
  const [targets, values] = [target, value].map((side) => (side.type === "expression_list" ? givenTo(side) : [side]));
  if (targets === undefined || values === undefined || targets.length !== values.length)
    return [{ names: namesBound(tree, target), value, isPlain: false }];
  return targets.flatMap((one, index) => {
    const own = values[index];
    const isPlain = /^identifier$/.test(one.type) && !SPREAD.test(node.type);
    return own === undefined ? [] : [{ names: namesBound(tree, one), value: own, isPlain }];
  });
}

/** The names of a pattern; of `a.b[i]` only `a`. */
function namesBound(tree: SyntaxTree, target: SyntaxNode): readonly string[] {
  const names: string[] = [];
  walk(target, (part) => {
    if (part.type === "identifier" || part.type === "shorthand_field_identifier") names.push(textOf(tree, part));
  });
  return /^(selector_expression|index_expression|field_expression|field_access|member_access_expression|array_access|element_access_expression)$/.test(
    target.type,
  )
    ? names.slice(0, 1)
    : names;
}
