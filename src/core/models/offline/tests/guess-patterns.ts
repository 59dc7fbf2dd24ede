import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, stringValue, textOf } from "../../../syntax/nodes.ts";
import type { Guess } from "./guess.ts";

/** Gives the names of a pattern their guesses. */
export function bind(tree: SyntaxTree, pattern: SyntaxNode, guess: Guess, names: Map<string, Guess>): void {
  switch (pattern.type) {
    case "identifier":
    case "shorthand_property_identifier_pattern":
      names.set(textOf(tree, pattern), guess);
      return;
    case "object_pattern":
      guess.vote("object", 2);
      for (const part of pattern.children) bindProperty(tree, part, guess, names);
      return;
    case "array_pattern":
    case "tuple_pattern":
    case "pattern_list":
      guess.vote("array", 1);
      for (const part of pattern.children.filter((child) => child.named)) bind(tree, part, guess.element, names);
      return;
    case "assignment_pattern": {
      const [left, right] = [childOf(pattern, "left"), childOf(pattern, "right")];
      if (right !== undefined) learnValue(tree, right, guess);
      guess.leaveOut();
      if (left !== undefined) bind(tree, left, guess, names);
      return;
    }
    default:
      return;
  }
}

function bindProperty(tree: SyntaxTree, part: SyntaxNode, guess: Guess, names: Map<string, Guess>): void {
  if (part.type === "shorthand_property_identifier_pattern")
    names.set(textOf(tree, part), guess.property(textOf(tree, part)));
  if (part.type === "pair_pattern") {
    const [key, value] = [childOf(part, "key"), childOf(part, "value")];
    if (key !== undefined && value !== undefined)
      bind(tree, value, guess.property(stringValue(tree, key) ?? textOf(tree, key)), names);
  }
  if (part.type === "object_assignment_pattern") {
    const [left, right] = [childOf(part, "left"), childOf(part, "right")];
    if (left === undefined) return;
    const property = guess.property(textOf(tree, left));
    property.leaveOut();
    if (right !== undefined) learnValue(tree, right, property);
    names.set(textOf(tree, left), property);
  }
}

/** What a value that is written out tells about what takes its place. */
export function learnValue(tree: SyntaxTree, value: SyntaxNode, guess: Guess, weight = 3): void {
  const text = textOf(tree, value);
  switch (value.type) {
    case "number":
    case "integer":
    case "float":
      guess.vote("number", weight);
      guess.literals.add(text);
      return;
    case "unary_expression":
    case "unary_operator":
      if (/^-[\d.]+$/.test(text)) learnNumber(text, guess, weight);
      return;
    case "string":
      if (stringValue(tree, value) === undefined && value.children.length > 0) return;
      guess.vote("string", weight);
      if (text.length < 60) guess.literals.add(text);
      return;
    case "true":
    case "false":
      guess.vote("boolean", weight);
      return;
    case "array":
    case "list":
    case "tuple":
      guess.vote("array", weight);
      return;
    case "object":
    case "dictionary":
      guess.vote("object", weight);
      return;
    case "null":
    case "none":
    case "undefined":
      guess.leaveOut();
      return;
    case "arrow_function":
    case "function_expression":
    case "lambda":
      guess.vote("function", weight);
      return;
    case "identifier": {
      const constant = tree.declarations.find(({ name, kind }) => name === text && kind === "variable");
      const given =
        constant === undefined
          ? undefined
          : (childOf(constant.node, "value") ??
            childOf(firstOfType(constant.node, "variable_declarator"), "value") ??
            childOf(constant.node, "right"));
      if (given !== undefined && given.type !== "identifier") learnValue(tree, given, guess, weight);
      return;
    }
    default:
      return;
  }
}

function learnNumber(text: string, guess: Guess, weight: number): void {
  guess.vote("number", weight);
  guess.literals.add(text);
}
