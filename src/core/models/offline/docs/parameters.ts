import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../../syntax/nodes.ts";

export interface Parameter {
  /** "rate", "options.rate" for a property of an object that is taken apart. */
  readonly name: string;
  /** The default, as it is written; undefined also for one that says no more than that something may be left out. */
  readonly standard: string | undefined;
}

const longestDefault = 40;

/** The parameters of a function in order; undefined for what takes none, being no function. */
export function parametersOf(tree: SyntaxTree, node: SyntaxNode): readonly Parameter[] | undefined {
  const list = listOf(node);
  if (list === undefined) return undefined;
  if (list.type === "identifier") return [{ name: textOf(tree, list), standard: undefined }];
  return list.children
    .filter(({ named, type }) => named && !/comment/.test(type))
    .flatMap((child) => read(tree, child));
}

function listOf(node: SyntaxNode): SyntaxNode | undefined {
  const own = childOf(node, "parameters") ?? childOf(node, "parameter");
  if (own !== undefined) return own;
  for (const child of node.children) {
    if (
      !/^(value|right|definition|declaration)$/.test(child.field ?? "") &&
      !/^(variable_declarator|assignment_expression|assignment)$/.test(child.type)
    )
      continue;
    const inner = listOf(child);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function read(tree: SyntaxTree, node: SyntaxNode): readonly Parameter[] {
  if (/^(self_parameter|receiver_parameter|keyword_separator|positional_separator)$/.test(node.type)) return [];
  if (node.type === "variadic_parameter_declaration" || node.type === "parameter_declaration")
    return node.children
      .filter(({ field }) => field === "name")
      .map((name) => ({ name: textOf(tree, name), standard: undefined }));
  const standard = childOf(node, "value") ?? childOf(node, "right") ?? afterEquals(node);
  const pattern = childOf(node, "pattern") ?? childOf(node, "left") ?? childOf(node, "name") ?? node;
  if (pattern.type === "object_pattern") return taken(tree, pattern);
  if (/pattern/.test(pattern.type) && !/splat|rest/.test(pattern.type)) return [];
  const name = pattern.type === "identifier" ? pattern : firstIdentifier(pattern);
  if (name === undefined) return [];
  const plain = textOf(tree, name);
  if (plain === "self" || plain === "cls") return [];
  return [{ name: plain, standard: shown(tree, standard) }];
}

function afterEquals(node: SyntaxNode): SyntaxNode | undefined {
  const equals = node.children.findIndex(({ type }) => type === "=");
  return equals < 0 ? undefined : node.children[equals + 1];
}

/** Defaults of properties that are taken out of an object; those without say nothing new. */
function taken(tree: SyntaxTree, pattern: SyntaxNode): readonly Parameter[] {
  return pattern.children.flatMap((child) => {
    const assigned = child.type === "pair_pattern" ? childOf(child, "value") : child;
    const key = child.type === "pair_pattern" ? childOf(child, "key") : childOf(child, "left");
    const right = childOf(assigned, "right");
    return key === undefined || right === undefined
      ? []
      : [{ name: `options.${textOf(tree, key)}`, standard: shown(tree, right) }];
  });
}

function shown(tree: SyntaxTree, node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const text = textOf(tree, node).replace(/\s+/g, " ");
  return text.length > longestDefault || /^(\{\}|\[\]|undefined|null|None|nil)$/.test(text) ? undefined : text;
}

function firstIdentifier(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined = firstOfType(node, "identifier");
  walk(node, (part) => {
    if (found === undefined && part.type === "identifier") found = part;
  });
  return found;
}
