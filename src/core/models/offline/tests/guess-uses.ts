import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, stringValue, textOf, walk } from "../../../syntax/nodes.ts";
import type { Guess } from "./guess.ts";
import { learnArgument, learnMember } from "./guess-calls.ts";
import { bindLocal, guessFor, type Known, type OtherFunction } from "./guess-names.ts";
import { learnValue } from "./guess-patterns.ts";

/** Reads a body for what it does with the values that have names. */
export function learnFrom(tree: SyntaxTree, body: SyntaxNode, names: Map<string, Guess>, other: OtherFunction): void {
  const guessOf = (node: SyntaxNode | undefined): Guess | undefined => guessFor(tree, node, names);
  walk(body, (node) => {
    bindLocal(tree, node, names, guessOf);
    const guess = guessOf(node);
    if (guess !== undefined) learnUse(tree, node, guess, { guessOf, other, names });
    return true;
  });
}

function learnUse(tree: SyntaxTree, node: SyntaxNode, guess: Guess, known: Known): void {
  const { parent, field } = node;
  if (parent === undefined) return;
  learnLetter(tree, node, known);
  switch (parent.type) {
    case "binary_expression":
    case "binary_operator":
    case "comparison_operator":
    case "boolean_operator":
      learnOperator(tree, node, parent, guess, known);
      return;
    case "augmented_assignment_expression":
    case "augmented_assignment":
      if (field === "right") guess.vote("number", 0.6);
      return;
    case "unary_expression":
    case "unary_operator": {
      const operator = textOf(tree, parent)[0];
      if (operator === "-") guess.vote("number", 2);
      if (operator === "!") guess.vote("boolean", 0.3);
      return;
    }
    case "not_operator":
    case "if_statement":
    case "ternary_expression":
      if (field === "condition" || parent.type === "not_operator") guess.vote("boolean", 0.4);
      return;
    case "template_substitution":
    case "interpolation":
      guess.vote("string", 0.4);
      if (
        /^(T|-)/.test(tree.text.slice(parent.to, parent.to + 1)) &&
        /T\d\d:/.test(tree.text.slice(parent.to, parent.to + 5))
      )
        guess.isDate = true;
      return;
    case "spread_element":
      guess.vote("array", 1);
      return;
    case "switch_statement":
    case "match_statement":
      learnCases(tree, parent, guess);
      return;
    case "member_expression":
    case "attribute":
      if (field === "object") learnMember(tree, parent, guess, known);
      return;
    case "subscript_expression":
    case "subscript":
      if (field === "index" || field === "subscript") guess.vote("number", 0.6);
      return;
    case "arguments":
    case "argument_list":
      learnArgument(tree, node, parent, guess, known);
      return;
    case "call_expression":
    case "call":
      if (field === "function") guess.vote("function", 4);
      return;
    case "parenthesized_expression":
      if (/^(switch_statement)$/.test(parent.parent?.type ?? "") && parent.parent !== undefined)
        learnCases(tree, parent.parent, guess);
      return;
    default:
      return;
  }
}

/** `line[i] === ","`: what has single letters is a text. */
function learnLetter(tree: SyntaxTree, node: SyntaxNode, { guessOf }: Known): void {
  if (!/^subscript/.test(node.type) || !/^(binary_expression|comparison_operator)$/.test(node.parent?.type ?? ""))
    return;
  const other = node.parent?.children.find((child) => child !== node && child.type === "string");
  const letter = stringValue(tree, other);
  const holder = guessOf(childOf(node, "object") ?? childOf(node, "value"));
  if (letter === undefined || letter.replace(/\\/, "").length !== 1 || holder === undefined) return;
  holder.vote("string", 3);
  holder.literals.add(JSON.stringify(`a${letter}b${letter}c`));
}

function learnOperator(
  tree: SyntaxTree,
  node: SyntaxNode,
  operation: SyntaxNode,
  guess: Guess,
  { guessOf }: Known,
): void {
  const sides = operation.children.filter((child) => child.named && !/operator/.test(child.field ?? ""));
  const token = childOf(operation, "operator") ?? childOf(operation, "operators");
  const operator = token === undefined ? "" : textOf(tree, token);
  const other = sides.find((side) => side !== node);
  if (other === undefined) return;
  const twin = guessOf(other);
  if (/^(-|\*|\/|\/\/|%|\*\*|<<|>>|>>>|&|\||\^)$/.test(operator)) guess.vote("number", 2);
  if (/^(<|>|<=|>=)$/.test(operator)) guess.vote(guess.isDate ? "string" : "number", 0.8);
  if (operator === "+" && /^(number|integer|float)$/.test(other.type)) guess.vote("number", 1.5);
  if (operator === "+" && /string/.test(other.type)) guess.vote("string", 0.7);
  if (/^(===|!==|==|!=|<|>|<=|>=|%|in|\?\?|\|\||or)$/.test(operator)) {
    const isOrder = /^(<|>|<=|>=|%)$/.test(operator);
    learnValue(tree, other, guess, isOrder ? 2 : 3);
    if (operator === "in" && /^(list|tuple|set|array)$/.test(other.type))
      for (const item of other.children) learnValue(tree, item, guess, 1);
    if (twin?.isDate === true) guess.isDate = true;
  }
  if (/^(\?\?)$/.test(operator)) guess.leaveOut();
  if (/^(===|!==|is|is not)$/.test(operator) && /^(undefined|null|none|None)$/.test(textOf(tree, other)))
    guess.leaveOut();
}

function learnCases(tree: SyntaxTree, statement: SyntaxNode, guess: Guess): void {
  walk(statement, (node) => {
    if (node.type === "switch_case") {
      const value = childOf(node, "value");
      if (value !== undefined) learnValue(tree, value, guess, 2);
    }
    if (node.type === "case_pattern") for (const value of node.children) learnValue(tree, value, guess, 2);
    return true;
  });
}
