import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, stringValue, textOf } from "../../../syntax/nodes.ts";
import type { Guess } from "./guess.ts";
import { bind } from "./guess-patterns.ts";

/** What a function of the same file tells about its parameter at an index. */
export type OtherFunction = (name: string, index: number) => Guess | undefined;

/** What is known while a body is read. */
export interface Known {
  guessOf(node: SyntaxNode | undefined): Guess | undefined;
  readonly other: OtherFunction;
  readonly names: Map<string, Guess>;
}

/** The guess about what an expression holds, by the names in it. */
export function guessFor(
  tree: SyntaxTree,
  node: SyntaxNode | undefined,
  names: ReadonlyMap<string, Guess>,
): Guess | undefined {
  switch (node?.type) {
    case "identifier":
    case "shorthand_property_identifier":
      return node.field === "property" || node.field === "attribute" ? undefined : names.get(textOf(tree, node));
    case "parenthesized_expression":
    case "await_expression":
    case "as_expression":
    case "non_null_expression":
      return guessFor(
        tree,
        node.children.find((child) => child.named),
        names,
      );
    case "member_expression":
    case "attribute": {
      const holder = guessFor(tree, childOf(node, "object"), names);
      const name = childOf(node, "property") ?? childOf(node, "attribute");
      if (holder === undefined || name === undefined) return undefined;
      const text = textOf(tree, name);
      return isBuiltIn(text) || isCallee(node) ? undefined : holder.property(text);
    }
    case "subscript_expression":
    case "subscript": {
      const holder = guessFor(tree, childOf(node, "object") ?? childOf(node, "value"), names);
      const index = childOf(node, "index") ?? childOf(node, "subscript");
      const key = stringValue(tree, index);
      if (holder === undefined) return undefined;
      return key === undefined ? holder.element : holder.property(key);
    }
    case "call_expression":
    case "call": {
      const callee = childOf(node, "function");
      const isTidied =
        callee !== undefined && /\.(trim|toLowerCase|toUpperCase|strip|lower|upper)$/.test(textOf(tree, callee));
      return isTidied ? guessFor(tree, childOf(callee, "object"), names) : undefined;
    }
    case "binary_expression":
    case "boolean_operator": {
      const operator = childOf(node, "operator");
      const isDefault = operator !== undefined && /^(\?\?|\|\||or)$/.test(textOf(tree, operator));
      return isDefault ? guessFor(tree, childOf(node, "left"), names) : undefined;
    }
    default:
      return undefined;
  }
}

export function isCallee(node: SyntaxNode): boolean {
  return node.field === "function" && /^(call_expression|call)$/.test(node.parent?.type ?? "");
}

export const STRING_METHODS =
  /^(toLowerCase|toUpperCase|trim|trimStart|trimEnd|split|replace|replaceAll|startsWith|endsWith|charAt|charCodeAt|codePointAt|padStart|padEnd|match|matchAll|substring|substr|normalize|localeCompare|repeat|lower|upper|strip|lstrip|rstrip|startswith|endswith|splitlines|title|capitalize|isdigit|isalpha|format|encode|partition|zfill|casefold|removeprefix|removesuffix)$/;
export const ARRAY_METHODS =
  /^(map|filter|reduce|forEach|push|pop|shift|unshift|splice|sort|toSorted|reverse|toReversed|join|some|every|find|findIndex|findLast|flatMap|flat|fill|append|extend|insert|remove|at)$/;
export const EITHER_METHODS = /^(slice|includes|indexOf|lastIndexOf|concat|index|count)$/;

function isBuiltIn(name: string): boolean {
  return name === "length" || STRING_METHODS.test(name) || ARRAY_METHODS.test(name) || EITHER_METHODS.test(name);
}

/** Variables and loops that take their values from what is known. */
export function bindLocal(
  tree: SyntaxTree,
  node: SyntaxNode,
  names: Map<string, Guess>,
  guessOf: Known["guessOf"],
): void {
  if (node.type === "variable_declarator" || node.type === "assignment") {
    const target = childOf(node, "name") ?? childOf(node, "left");
    const guess = guessOf(childOf(node, "value") ?? childOf(node, "right"));
    if (target !== undefined && guess !== undefined && target.field !== undefined) bind(tree, target, guess, names);
  }
  if (node.type === "for_in_statement" || node.type === "for_statement" || node.type === "for_in_clause") {
    const target = childOf(node, "left");
    const right = childOf(node, "right");
    const guess = guessOf(right);
    if (target === undefined || guess === undefined) return;
    guess.vote("array", 2);
    const inner = /^(lexical_declaration|variable_declaration)$/.test(target.type)
      ? (childOf(
          target.children.find((child) => child.type === "variable_declarator"),
          "name",
        ) ?? target)
      : target;
    bind(tree, inner, guess.element, names);
  }
}
