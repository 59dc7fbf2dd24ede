import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, stringValue, textOf } from "../../../syntax/nodes.ts";
import type { Guess } from "./guess.ts";
import { ARRAY_METHODS, EITHER_METHODS, isCallee, type Known, STRING_METHODS } from "./guess-names.ts";
import { bind, learnValue } from "./guess-patterns.ts";
import { sampleOf } from "./regex-sample.ts";

/** What a member that is read or called tells of what it belongs to. */
export function learnMember(tree: SyntaxTree, member: SyntaxNode, guess: Guess, known: Known): void {
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

const LINES = ["  one", "    two", "", "three"];

/** `text.split("-")`, `text.match(/…/)`: what such a text looks like. */
function learnSeparator(tree: SyntaxTree, method: string, given: readonly SyntaxNode[], guess: Guess): void {
  const [first] = given;
  if (first?.type === "regex") learnPattern(tree, first, guess);
  const text = stringValue(tree, first)?.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
  if (text === undefined || text === "" || text.includes("\\")) return;
  if (method === "split") {
    if (text === "-" && /date|day|start|end|from|to|month/i.test(guess.name)) guess.isDate = true;
    guess.literals.add(JSON.stringify((text === "\n" ? LINES : ["a", "b", "c"]).join(text)));
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

/** What a call tells of what it is given. */
export function learnArgument(
  tree: SyntaxTree,
  node: SyntaxNode,
  list: SyntaxNode,
  guess: Guess,
  { other }: Known,
): void {
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
