import type { Declaration, SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { bodyOf } from "../../../syntax/documentation.ts";
import { childOf, firstOfType, holdersOf, namesIn, stringValue, textOf, walk } from "../../../syntax/nodes.ts";
import { changedNames } from "./changed-names.ts";
import { type Parameter, parametersOf } from "./parameters.ts";

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

export interface Thrown {
  readonly type: string;
  /** The condition as it is written; undefined where it is about something that is not seen from outside. */
  readonly when: string | undefined;
  readonly message: string | undefined;
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

/** Where a function's facts are read. */
interface Scope {
  readonly tree: SyntaxTree;
  readonly body: SyntaxNode;
  /** Names that mean something inside of the body only. */
  readonly hidden: ReadonlySet<string>;
}

const inner =
  /^(function_declaration|function_expression|generator_function(_declaration)?|arrow_function|method_definition|class|class_declaration|class_body|function_definition|class_definition|lambda|func_literal|closure_expression|function_item|lambda_expression|local_function_statement|anonymous_method_expression)$/;

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

/** The longest condition, value or message that still reads well. */
const longest = 72;

/**
 * The condition under which an exit of a function is taken: of the one `if` around it, when that stands among the function's
 * own statements and asks only about what is seen from outside. Undefined otherwise.
 */
function conditionOf(scope: Scope, exit: SyntaxNode): string | undefined {
  const { body } = scope;
  const around = [...holdersOf(exit)];
  const branch = around.find(({ type }) => /^(if_(statement|expression)|switch_(default|case))$/.test(type));
  if (branch?.type === "switch_default") return noneOfCases(scope, branch);
  if (branch === undefined || around.indexOf(branch) > 4) return undefined;
  const consequence = childOf(branch, "consequence");
  if (consequence === undefined || exit.from < consequence.from || exit.to > consequence.to) return undefined;
  const between = around.slice(around.indexOf(branch) + 1);
  const isOwn = between
    .slice(0, between.indexOf(body))
    .every(({ type }) => /^(statement_list|expression_statement)$/.test(type));
  if (!isOwn || !around.includes(body)) return undefined;
  if (childOf(branch, "initializer") !== undefined) return undefined;
  const condition = childOf(branch, "condition");
  return condition === undefined ? undefined : seenFromOutside(scope, condition);
}

/** The code of an expression on one line, without parentheses around it; undefined where it is long or names what is local. */
function seenFromOutside({ tree, hidden }: Scope, node: SyntaxNode): string | undefined {
  const text = oneLine(textOf(tree, node)).replace(/^\(([\s\S]*)\)$/, (whole, inside: string) =>
    isBalanced(inside) ? inside : whole,
  );
  // What is private, what waits, and what holds whole sentences tells nothing to a caller.
  if (text.length > longest || /=>|\b(function|lambda|let|await)\b|\/[/*]|#|\b_\w/.test(text) || holdsSentence(text))
    return undefined;
  return [...namesIn(tree, node)].some((name) => hidden.has(name)) ? undefined : text;
}

function holdsSentence(text: string): boolean {
  const literals = text.match(/(["'`])(?:\\.|(?!\1).)*\1/g) ?? [];
  return literals.some((literal) => (literal.match(/\s/g) ?? []).length > 1);
}

/** "schedule.unit is none of "day", "week"", for what is left of a `switch`. */
function noneOfCases(scope: Scope, branch: SyntaxNode): string | undefined {
  const subject = childOf(branch.parent?.parent, "value");
  const asked = subject === undefined ? undefined : seenFromOutside(scope, subject);
  const cases = (branch.parent?.children ?? []).filter(({ type }) => type === "switch_case");
  const values = cases.flatMap((one) => childOf(one, "value") ?? []).map((value) => textOf(scope.tree, value));
  const text = `${asked} is none of ${values.join(", ")}`;
  return asked === undefined || values.length === 0 || text.length > longest ? undefined : text;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Names that mean something inside of the body only. */
function localNames(tree: SyntaxTree, body: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  walk(body, (node) => {
    const target = bindings.get(node.type);
    const bound = target === undefined ? undefined : childOf(node, target);
    if (bound !== undefined)
      for (const name of namesIn(tree, bound)) if (!/[.[]/.test(textOf(tree, bound))) names.add(name);
    return !inner.test(node.type);
  });
  return names;
}

const bindings: ReadonlyMap<string, string> = new Map([
  ["variable_declarator", "name"],
  ["for_in_statement", "left"],
  ["for_statement", "left"],
  ["assignment", "left"],
  ["assignment_expression", "left"],
  ["augmented_assignment", "left"],
  ["named_expression", "name"],
  ["short_var_declaration", "left"],
  ["var_spec", "name"],
  ["range_clause", "left"],
  ["let_declaration", "pattern"],
  ["for_expression", "pattern"],
  ["catch_clause", "parameter"],
  ["enhanced_for_statement", "name"],
  ["foreach_statement", "left"],
]);

function thrownBy(tree: SyntaxTree, exit: SyntaxNode, when: string | undefined): readonly Thrown[] {
  if (
    [...holdersOf(exit)].some(
      ({ type, children }) => /^try_/.test(type) && children.some((child) => /catch|except/.test(child.type)),
    )
  )
    return [];
  switch (exit.type) {
    case "throw_statement":
    case "throw_expression":
    case "raise_statement": {
      const made = exit.children.find((child) => /^(new_expression|call|object_creation_expression)$/.test(child.type));
      const named = childOf(made, "constructor") ?? childOf(made, "function") ?? childOf(made, "type");
      const bare = exit.type === "raise_statement" ? firstOfType(exit, "identifier") : undefined;
      const type = named === undefined ? (bare === undefined ? undefined : textOf(tree, bare)) : textOf(tree, named);
      if (type === undefined || !/^[\w.$]+$/.test(type) || !/^[A-Z]/.test(type.split(".").at(-1) ?? "")) return [];
      return [{ type, when, message: messageOf(tree, childOf(made, "arguments")) }];
    }
    case "macro_invocation": {
      const macro = textOf(tree, childOf(exit, "macro") ?? exit);
      return /^(panic|unreachable|unimplemented|todo)$/.test(macro)
        ? [{ type: "panic", when, message: messageOf(tree, firstOfType(exit, "token_tree")) }]
        : [];
    }
    case "call_expression":
      return tree.language === "go" && textOf(tree, childOf(exit, "function") ?? exit) === "panic"
        ? [{ type: "panic", when, message: messageOf(tree, childOf(exit, "arguments")) }]
        : [];
    default:
      return errorReturned(tree, exit, when);
  }
}

/** Go and Rust give errors back. */
function errorReturned(tree: SyntaxTree, exit: SyntaxNode, when: string | undefined): readonly Thrown[] {
  const calls: SyntaxNode[] = [];
  walk(exit, (node) => (node.type === "call_expression" ? calls.push(node) : true));
  const maker = calls.find((call) => {
    const name = textOf(tree, childOf(call, "function") ?? call);
    return tree.language === "go"
      ? /^(errors\.New|fmt\.Errorf)$/.test(name)
      : tree.language === "rust" && name === "Err";
  });
  return maker === undefined ? [] : [{ type: "error", when, message: messageOf(tree, childOf(maker, "arguments")) }];
}

/** The literal among the arguments that reads like a sentence, with `{name}` for what is put into it. */
function messageOf(tree: SyntaxTree, args: SyntaxNode | undefined): string | undefined {
  const texts: string[] = [];
  if (args === undefined) return undefined;
  walk(args, (node) => {
    if (/string/.test(node.type)) {
      const text = stringValue(tree, node) ?? textOf(tree, node).replace(/^[a-z]?(["'`])([\s\S]*)\1$/, "$2");
      texts.push(text.replace(/\$\{([\w.$[\]]+)\}/g, "{$1}"));
      return false;
    }
    return !inner.test(node.type);
  });
  const found = texts.find((text) => /\s/.test(text)) ?? texts[0];
  if (found === undefined || found === "" || found.length > longest || /\$\{|\n|\\|%[+#]?[a-z]|\{\}|\*\//.test(found))
    return undefined;
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

function distinct(throws: readonly Thrown[]): readonly Thrown[] {
  return throws.filter(
    (one, index) =>
      throws.findIndex(
        ({ type, when, message }) => type === one.type && when === one.when && message === one.message,
      ) === index,
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
