import type { Declaration, SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { bodyOf } from "../../../syntax/documentation.ts";
import { childOf, firstOfType, textOf, walk } from "../../../syntax/nodes.ts";
import { changedNames } from "./changed-names.ts";
import { type Parameter, parametersOf } from "./parameters.ts";
import { conditionOf, inner, localNames, type Scope, seenFromOutside } from "./scope.ts";
import { distinct, type Thrown, thrownBy } from "./thrown.ts";

/** What the code of a function says about it beyond its name and types. */
export interface Facts {
  readonly parameters: readonly Parameter[];
  /** Parameters the function changes in place. */
  readonly changes: readonly string[];
  /** What is used where a parameter or a property of one is left out. */
  readonly fallbacks: readonly { readonly name: string; readonly value: string }[];
  /** What is given back early, and under which condition, in order. */
  readonly returns: readonly Case[];
  readonly throws: readonly Thrown[];
  /** Every value it gives back, where all of them are written out: `"low"`, `"high"`. */
  readonly answers: readonly string[];
  /** The one expression it decides by, for a function that answers yes or no. */
  readonly condition: string | undefined;
  /** The keys of the object it gives back, where its type is not written down. */
  readonly shape: Shape | undefined;
  readonly yields: boolean;
}

interface Case {
  readonly value: string;
  readonly when: string;
}

/** Undefined for what is no function, or has no body here. */
export function factsOf(tree: SyntaxTree, declaration: Declaration): Facts | undefined {
  const body = bodyOf(declaration.node);
  const parameters = parametersOf(tree, declaration.node);
  if (body === undefined || parameters === undefined || declaration.kind === "class") return undefined;
  const scope = { tree, body, hidden: localNames(tree, body) };
  const exits = /block|body/.test(body.type) ? exitsOf(body) : [];
  const values =
    exits.length === 0 && !/block|body/.test(body.type) ? [body] : exits.flatMap((exit) => givenBack(exit) ?? []);
  const names = parameters.map(({ name }) => name);
  return {
    parameters,
    changes: changedNames(tree, body, names),
    fallbacks: fallbacksIn(scope, names),
    returns: exits.flatMap((exit) => returnedBy(scope, exit)),
    throws: distinct(exits.flatMap((exit) => thrownBy(tree, exit, conditionOf(scope, exit)))),
    answers: answersOf(tree, values),
    condition: values.length === 1 && values[0] !== undefined ? decisionOf(scope, values[0]) : undefined,
    shape: tree.language === "javascript" ? shapeOf(scope, values) : undefined,
    yields: yieldsIn(body),
  };
}

function exitsOf(body: SyntaxNode): readonly SyntaxNode[] {
  const exits: SyntaxNode[] = [];
  walk(body, (node) => {
    if (
      /^(throw_statement|throw_expression|raise_statement|return_statement|return_expression|macro_invocation)$/.test(
        node.type,
      )
    )
      exits.push(node);
    if (node.type === "call_expression" && node.parent?.type === "expression_statement") exits.push(node);
    return !inner.test(node.type);
  });
  return exits;
}

function yieldsIn(body: SyntaxNode): boolean {
  let found = false;
  walk(body, (node) => {
    found ||= /^(yield|yield_expression|yield_statement)$/.test(node.type) && node.named;
    return !inner.test(node.type);
  });
  return found;
}

function givenBack(exit: SyntaxNode): SyntaxNode | undefined {
  if (!/^return_/.test(exit.type)) return undefined;
  return exit.children.find((child) => child.named && !/comment/.test(child.type));
}

/** What is given back before the end, and both arms of the conditional that stands there. */
function returnedBy(scope: Scope, exit: SyntaxNode): readonly Case[] {
  const node = givenBack(exit);
  if (node === undefined) return [];
  const value = seenFromOutside(scope, node);
  const when = conditionOf(scope, exit);
  if (when !== undefined) return value === undefined ? [] : [{ value, when }];
  if (!/^(ternary_expression|conditional_expression)$/.test(node.type) || exit.parent !== scope.body) return [];
  const arms = node.children.filter(({ named }) => named);
  const [first, second, third] = scope.tree.language === "python" ? [arms[1], arms[0], arms[2]] : arms;
  if (first === undefined || second === undefined || third === undefined) return [];
  const condition = seenFromOutside(scope, first);
  const [yes, no] = [seenFromOutside(scope, second), seenFromOutside(scope, third)];
  if (condition === undefined || yes === undefined) return [];
  return [{ value: yes, when: condition }, ...(no === undefined ? [] : [{ value: no, when: "" }])];
}

/** All values of a function that only gives back texts that are written out. */
function answersOf(tree: SyntaxTree, values: readonly SyntaxNode[]): readonly string[] {
  const words = [...new Set(values.map((value) => textOf(tree, value)))];
  return words.length > 1 && words.every((word) => /^(["'])[^"'\\\n]{1,24}\1$/.test(word)) ? words : [];
}

function decisionOf(scope: Scope, value: SyntaxNode): string | undefined {
  const inside = value.type === "parenthesized_expression" ? value.children.find(({ named }) => named) : value;
  const operator = textOf(scope.tree, childOf(inside, "operator") ?? childOf(inside, "operators") ?? value);
  const decides =
    /^(binary_expression|comparison_operator|boolean_operator|not_operator|unary_expression)$/.test(
      inside?.type ?? "",
    ) && /^(===?|!==?|<=?|>=?|&&|\|\||!|in|instanceof|and|or|not|not in|is|is not)$/.test(operator);
  return decides || inside?.type === "not_operator" ? seenFromOutside(scope, value) : undefined;
}

interface Shape {
  readonly keys: readonly string[];
  readonly list: boolean;
}

/** One object that is written out where it is given back, or the objects that are put into the list that is. */
function shapeOf({ tree, body }: Scope, values: readonly SyntaxNode[]): Shape | undefined {
  const [value] = values;
  if (values.length !== 1 || value === undefined) return undefined;
  const own = value.type === "parenthesized_expression" ? firstOfType(value, "object") : value;
  if (own?.type === "object") return keysOf(tree, own, false);
  if (value.type !== "identifier") return undefined;
  const pushed: SyntaxNode[] = [];
  walk(body, (node) => {
    if (node.type !== "call_expression") return;
    if (textOf(tree, childOf(node, "function") ?? node) !== `${textOf(tree, value)}.push`) return;
    pushed.push(...(childOf(node, "arguments")?.children.filter(({ named }) => named) ?? []));
  });
  const [first] = pushed;
  return pushed.length === 1 && first?.type === "object" ? keysOf(tree, first, true) : undefined;
}

function keysOf(tree: SyntaxTree, object: SyntaxNode, list: boolean): Shape | undefined {
  const parts = object.children.filter(({ named, type }) => named && !/comment/.test(type));
  const keys = parts.map((part) =>
    part.type === "shorthand_property_identifier" ? part : (childOf(part, "key") ?? childOf(part, "name")),
  );
  const words = keys.flatMap((key) =>
    key === undefined || !/property_identifier/.test(key.type) ? [] : [textOf(tree, key)],
  );
  return words.length === 0 || words.length > 8 || words.length !== parts.length ? undefined : { keys: words, list };
}

/** `rate ?? 0.2` and `options.rate ?? 0.2` of a parameter; `options.get("rate", 0.2)` in Python. */
function fallbacksIn(scope: Scope, parameters: readonly string[]): Facts["fallbacks"] {
  const { tree, body } = scope;
  const found = new Map<string, string>();
  walk(body, (node) => {
    const isNullish = node.type === "binary_expression" && textOf(tree, childOf(node, "operator") ?? node) === "??";
    const [left, right] = [childOf(node, "left"), childOf(node, "right")];
    if (isNullish && left !== undefined && right !== undefined) {
      const name = textOf(tree, left).replace("?.", ".");
      if (/^\w+(\.\w+)?$/.test(name) && parameters.includes(name.split(".")[0] ?? "") && isLiteral(textOf(tree, right)))
        found.set(name, textOf(tree, right));
    }
    return !inner.test(node.type);
  });
  return [...found].map(([name, value]) => ({ name, value }));
}

/** A value that says the same wherever it is read. */
function isLiteral(text: string): boolean {
  return /^(-?\d[\w.]*|"[^"\\]*"|'[^'\\]*'|`[^`\\$]*`|null|undefined|None|nil|true|false|True|False|\[\]|\{\}|NaN|-?Infinity)$/.test(
    text,
  );
}
