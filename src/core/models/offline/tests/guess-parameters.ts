import type { Declaration, SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../../syntax/nodes.ts";
import { Guess } from "./guess.ts";
import { bind, learnValue } from "./guess-patterns.ts";
import { learnTypes } from "./guess-types.ts";
import { learnFrom } from "./guess-uses.ts";

/** How far values are followed into other functions of the file. */
const DEPTH = 3;

/** What the code tells about each parameter of a function, in order; undefined for one that takes any number of values. */
export function guessParameters(
  tree: SyntaxTree,
  definition: SyntaxNode,
  depth = DEPTH,
): readonly (Guess | undefined)[] {
  const parameters = parametersOf(definition).filter((node) => !isReceiver(tree, node));
  const names = new Map<string, Guess>();
  const guesses = parameters.map((node) => bindParameter(tree, node, names));
  learnTypes(tree, definition, parameters, guesses);
  const body = childOf(definition, "body");
  if (body !== undefined)
    learnFrom(tree, body, names, (callee, index) => {
      const other = depth === 0 ? undefined : functionNamed(tree, callee);
      return other === undefined || other === definition ? undefined : guessParameters(tree, other, depth - 1)[index];
    });
  const all = guesses.flatMap((guess) => (guess === undefined ? [] : [guess, ...guess.properties.values()]));
  const ends = all.filter(
    ({ name, kind }) => ENDS.test(name) && (kind === undefined || kind === "number" || kind === "string"),
  );
  if (all.some(({ isDate }) => isDate)) for (const guess of ends) if (guess.literals.size === 0) guess.isDate = true;
  return guesses;
}

/** Where one thing is a date, what is called so is one too. */
const ENDS = /^(from|to|start|end|since|until|after|before|date|day|asOf)$/;

/** The function's own node: below a declaration, a `const`, decorators. */
export function definitionOf({ node }: Declaration): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  walk(node, (part) => {
    if (found === undefined && isDefinition(part)) found = part;
    return found === undefined && !/^(class_body|statement_block|block)$/.test(part.type);
  });
  return found;
}

function isDefinition({ type }: SyntaxNode): boolean {
  return /^(function_declaration|function_expression|generator_function_declaration|arrow_function|method_definition|function_definition|lambda)$/.test(
    type,
  );
}

function functionNamed(tree: SyntaxTree, name: string): SyntaxNode | undefined {
  const declaration = tree.declarations.find((one) => one.name === name && one.kind !== "class");
  return declaration === undefined ? undefined : definitionOf(declaration);
}

function parametersOf(definition: SyntaxNode): readonly SyntaxNode[] {
  const list = childOf(definition, "parameters");
  const single = childOf(definition, "parameter");
  if (single !== undefined) return [single];
  return (
    list?.children.filter(
      (child) => child.named && !/^(comment|positional_separator|keyword_separator)$/.test(child.type),
    ) ?? []
  );
}

/** `self`, `cls`, and TypeScript's `this`. */
function isReceiver(tree: SyntaxTree, node: SyntaxNode): boolean {
  return /^(self|cls|this)$/.test(textOf(tree, node).split(/[:=]/)[0]?.trim() ?? "");
}

function bindParameter(tree: SyntaxTree, node: SyntaxNode, names: Map<string, Guess>): Guess | undefined {
  if (
    /rest_pattern|splat_pattern/.test(node.type) ||
    firstOfType(node, "rest_pattern", "list_splat_pattern", "dictionary_splat_pattern") !== undefined
  )
    return undefined;
  const pattern =
    childOf(node, "pattern") ??
    childOf(node, "left") ??
    childOf(node, "name") ??
    (node.type === "typed_parameter" ? node.children[0] : undefined) ??
    node;
  const guess = new Guess(/^identifier$/.test(pattern.type) ? textOf(tree, pattern) : "options");
  const value = childOf(node, "value") ?? childOf(node, "right");
  if (value !== undefined) learnValue(tree, value, guess);
  if (value !== undefined || node.type === "optional_parameter") guess.isOptional = true;
  bind(tree, pattern, guess, names);
  return guess;
}
