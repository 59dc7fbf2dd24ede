import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../syntax/nodes.ts";
import { joined, spelled } from "./spelled.ts";

export function isFunctionLike({ type }: SyntaxNode): boolean {
  return /^(?:arrow_function|(?:generator_)?function_(?:expression|declaration|signature)|generator_function|method_definition|(?:abstract_)?method_signature|(?:call|construct)_signature)$/.test(
    type,
  );
}

/** How a function is called: "async <T>($1: T, { a, b = 1 }, ...$2) : Promise<T>". Parameters that have only a place have no name. */
export function functionSignature(tree: Pick<SyntaxTree, "text">, node: SyntaxNode): string {
  const parameters = childOf(node, "parameters") ?? childOf(node, "parameter");
  const names = parameterNames(tree, parameters);
  const isBare = childOf(node, "parameter") !== undefined;
  const list = spelled(tree, parameters, {
    names,
    without: ({ type }) => type === "accessibility_modifier" || type === "decorator",
  });
  return joined(
    !promises(tree, node) && firstOfType(node, "async") && "async",
    (firstOfType(node, "*") !== undefined || node.type.startsWith("generator")) && "*",
    spelled(tree, childOf(node, "type_parameters")),
    isBare ? `( ${list} )` : list,
    spelled(
      tree,
      childOf(node, "return_type") ?? (node.type === "construct_signature" ? childOf(node, "type") : undefined),
      { names },
    ),
  );
}

/** The type that is written down says it all: others wait for a promise, however it is made. */
function promises(tree: Pick<SyntaxTree, "text">, node: SyntaxNode): boolean {
  const type = childOf(node, "return_type");
  return type !== undefined && /^:\s*Promise\s*</.test(textOf(tree, type));
}

/** The names that parameters bind, in order, each with its place; keys of destructured objects are no such names. */
function parameterNames(
  tree: Pick<SyntaxTree, "text">,
  parameters: SyntaxNode | undefined,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const bind = (pattern: SyntaxNode): void =>
    walk(pattern, (node) => {
      if (node.type === "identifier") names.set(textOf(tree, node), `$${names.size + 1}`);
      return !/^(?:value|right|type)$/.test(node.field ?? "") || node.parent?.type === "pair_pattern";
    });
  if (parameters?.type === "identifier") bind(parameters);
  for (const parameter of parameters?.children ?? []) {
    if (!parameter.named || /comment/.test(parameter.type)) continue;
    bind(childOf(parameter, "pattern") ?? childOf(parameter, "left") ?? parameter);
  }
  return names;
}

/** A call that gets functions, as in `memo((a) => …)`, is told by them; anything else that is computed is a value. */
export function valueSignature(tree: Pick<SyntaxTree, "text">, value: SyntaxNode | undefined): string {
  if (value?.type !== "call_expression") return "value";
  const given = childOf(value, "arguments")?.children.filter(isFunctionLike) ?? [];
  if (given.length === 0) return "value";
  return `${spelled(tree, childOf(value, "function"))} ( ${given.map((one) => functionSignature(tree, one)).join(" , ")} )`;
}
