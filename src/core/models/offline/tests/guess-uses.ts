import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, stringValue, textOf, walk } from "../../../syntax/nodes.ts";
import type { Guess } from "./guess.ts";
import { bind, learnValue } from "./guess-patterns.ts";
import { sampleOf } from "./regex-sample.ts";

/** What a function of the same file tells about its parameter at an index. */
type OtherFunction = (name: string, index: number) => Guess | undefined;

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

interface Known {
  guessOf(node: SyntaxNode | undefined): Guess | undefined;
  readonly other: OtherFunction;
  readonly names: Map<string, Guess>;
}

function guessFor(
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

function isCallee(node: SyntaxNode): boolean {
  return node.field === "function" && /^(call_expression|call)$/.test(node.parent?.type ?? "");
}

const STRING_METHODS =
  /^(toLowerCase|toUpperCase|trim|trimStart|trimEnd|split|replace|replaceAll|startsWith|endsWith|charAt|charCodeAt|codePointAt|padStart|padEnd|match|matchAll|substring|substr|normalize|localeCompare|repeat|lower|upper|strip|lstrip|rstrip|startswith|endswith|splitlines|title|capitalize|isdigit|isalpha|format|encode|partition|zfill|casefold|removeprefix|removesuffix)$/;
const ARRAY_METHODS =
  /^(map|filter|reduce|forEach|push|pop|shift|unshift|splice|sort|toSorted|reverse|toReversed|join|some|every|find|findIndex|findLast|flatMap|flat|fill|append|extend|insert|remove|at)$/;
const EITHER_METHODS = /^(slice|includes|indexOf|lastIndexOf|concat|index|count)$/;

function isBuiltIn(name: string): boolean {
  return name === "length" || STRING_METHODS.test(name) || ARRAY_METHODS.test(name) || EITHER_METHODS.test(name);
}

/** Variables and loops that take their values from what is known. */
function bindLocal(tree: SyntaxTree, node: SyntaxNode, names: Map<string, Guess>, guessOf: Known["guessOf"]): void {
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
  if (/^(\?\?)$/.test(operator)) guess.isOptional = true;
  if (/^(===|!==|is|is not)$/.test(operator) && /^(undefined|null|none|None)$/.test(textOf(tree, other)))
    guess.isOptional = true;
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

function learnMember(tree: SyntaxTree, member: SyntaxNode, guess: Guess, known: Known): void {
  const name = childOf(member, "property") ?? childOf(member, "attribute");
  const text = name === undefined ? "" : textOf(tree, name);
  const call = isCallee(member) ? member.parent : undefined;
  if (text === "length") {
    guess.vote("string", 0.5);
    guess.vote("array", 0.6);
  }
  if (call === undefined) return;
  const given = childOf(call, "arguments")?.children.filter((child) => child.named) ?? [];
  if (STRING_METHODS.test(text)) {
    guess.vote("string", 2);
    learnSeparator(tree, text, given, guess);
  } else if (ARRAY_METHODS.test(text)) {
    guess.vote("array", 2);
    bindCallback(tree, text, given[0], guess, known);
  } else if (EITHER_METHODS.test(text)) {
    guess.vote("string", 0.5);
    guess.vote("array", 0.5);
  } else if (/^(get|has|set|entries|keys|values|items)$/.test(text))
    guess.vote(tree.language === "python" ? "object" : "map", 1.5);
  else if (/^(getTime|getFullYear|getMonth|getDate|getDay|toISOString|isoformat|strftime|getUTC\w+)$/.test(text))
    guess.vote("date", 3);
  else guess.vote("function", 0.1);
}

/** `text.split("-")`, `text.match(/…/)`: what such a text looks like. */
function learnSeparator(tree: SyntaxTree, method: string, given: readonly SyntaxNode[], guess: Guess): void {
  const [first] = given;
  if (first?.type === "regex" && /^(match|matchAll)$/.test(method)) learnPattern(tree, first, guess);
  const text = stringValue(tree, first);
  if (text === undefined || text === "" || text.includes("\\")) return;
  if (method === "split") {
    if (text === "-" && /date|day|start|end|from|to|month/i.test(guess.name)) guess.isDate = true;
    guess.literals.add(JSON.stringify(["a", "b", "c"].join(text)));
  }
  if (/^(startsWith|startswith)$/.test(method)) guess.literals.add(JSON.stringify(`${text}abc`));
  if (/^(endsWith|endswith)$/.test(method)) guess.literals.add(JSON.stringify(`abc${text}`));
}

function learnPattern(tree: SyntaxTree, regex: SyntaxNode, guess: Guess): void {
  const pattern = firstOfType(regex, "regex_pattern");
  const sample = pattern === undefined ? undefined : sampleOf(textOf(tree, pattern));
  guess.vote("string", 2);
  if (sample !== undefined && sample.length < 60) guess.literals.add(JSON.stringify(sample));
}

function bindCallback(
  tree: SyntaxTree,
  method: string,
  callback: SyntaxNode | undefined,
  guess: Guess,
  { names }: Known,
): void {
  if (callback === undefined || !/^(arrow_function|function_expression)$/.test(callback.type)) return;
  const single = childOf(callback, "parameter");
  const list = childOf(callback, "parameters")?.children.filter((child) => child.named) ?? [];
  const parameters = single === undefined ? list : [single];
  const isPair = /^(sort|toSorted)$/.test(method);
  for (const [index, parameter] of parameters.entries()) {
    const isElement = isPair || index === (method === "reduce" ? 1 : 0);
    const pattern = childOf(parameter, "pattern") ?? parameter;
    if (isElement) bind(tree, pattern, guess.element, names);
  }
}

function learnArgument(tree: SyntaxTree, node: SyntaxNode, list: SyntaxNode, guess: Guess, { other }: Known): void {
  const call = list.parent;
  const callee = childOf(call, "function") ?? childOf(call, "constructor");
  if (call === undefined || callee === undefined) return;
  const name = textOf(tree, callee);
  const index = list.children.filter((child) => child.named).indexOf(node);
  if (/^(Math\.\w+|isFinite|Number\.is\w+|abs|round|math\.\w+|range)$/.test(name)) guess.vote("number", 2);
  if (/^(parseInt|parseFloat|Number|int|float|BigInt)$/.test(name)) {
    guess.vote("string", 0.6);
    guess.vote("number", 0.5);
    guess.literals.add(JSON.stringify("42"));
  }
  if (/^(Date\.parse|Date|date\.fromisoformat|datetime\.fromisoformat)$/.test(name)) {
    guess.vote("string", 1);
    guess.isDate = true;
  }
  if (/^(Array\.isArray|sum|len|sorted|min|max|list|enumerate|zip|reversed|Array\.from)$/.test(name))
    guess.vote("array", name === "len" ? 0.6 : 1);
  if (/^(Object\.(keys|values|entries))$/.test(name)) guess.vote("object", 2);
  if (/^(encodeURIComponent|JSON\.parse|ord)$/.test(name)) guess.vote("string", 2);
  const receiver = childOf(callee, "object");
  const method = childOf(callee, "property") ?? childOf(callee, "attribute");
  const text = method === undefined ? "" : textOf(tree, method);
  const regex = receiver === undefined ? undefined : constantValue(tree, receiver);
  if (regex?.type === "regex" && /^(test|exec)$/.test(text)) learnPattern(tree, regex, guess);
  if (/^(match|fullmatch|search)$/.test(text) && index === 1 && tree.language === "python") guess.vote("string", 2);
  if (receiver !== undefined && /^(includes|indexOf|has)$/.test(text)) learnListed(tree, receiver, guess);
  const known = other(name, index);
  if (known !== undefined) guess.learn(known);
}

/** `[4, 6, 9, 11].includes(month)`, also by the name of a constant. */
function learnListed(tree: SyntaxTree, list: SyntaxNode, guess: Guess): void {
  const value = constantValue(tree, list);
  if (value?.type === "array") for (const item of value.children) learnValue(tree, item, guess, 1);
}

/** What a constant of the file holds; anything else is its own value. */
function constantValue(tree: SyntaxTree, list: SyntaxNode): SyntaxNode | undefined {
  const constant =
    list.type === "identifier"
      ? tree.declarations.find(({ name, kind }) => name === textOf(tree, list) && kind === "variable")
      : undefined;
  return constant === undefined
    ? list
    : (childOf(constant.node, "value") ?? childOf(firstOfType(constant.node, "variable_declarator"), "value"));
}
