import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../syntax/nodes.ts";
import { isFunction } from "../cheating/node-kinds.ts";
import { chainOf } from "../written/chain.ts";
import { keptBetweenCalls } from "./kept-between-calls.ts";

/** What a function does besides its result, as far as its words say it. */
export interface Effects {
  readonly name: string;
  /** Texts of default values by the parameter they are for. */
  readonly defaults: ReadonlyMap<string, string>;
  readonly isAsync: boolean;
  /** What it hands out may be a promise all the same. */
  readonly usesPromises: boolean;
  readonly isGenerator: boolean;
  /** What is called in every case, in order. */
  readonly calls: readonly string[];
}

/** What a whole file does besides results. */
export interface FileEffects {
  readonly functions: ReadonlyMap<string, Effects>;
  /** "RangeError" and, where it is written out, its message. */
  readonly errors: ReadonlySet<string>;
  /** Places where errors are caught: clauses, `.catch(…)`. */
  readonly handlers: number;
  /** Calls that change something in place that was given from outside. */
  readonly changed: ReadonlyMap<string, number>;
  /** What is waited for, and every call that is made. */
  readonly awaited: ReadonlySet<string>;
  readonly floating: ReadonlySet<string>;
  readonly frozen: number;
  /** `a || b` and `a ?? b`, `a == null` and `a === null`, by what they are asked of. */
  readonly choices: ReadonlyMap<string, string>;
  /** Names at the top of the file that hold something new from one call to the next: what is empty at first, or assigned again. */
  readonly kept: ReadonlySet<string>;
}

const IN_PLACE =
  /^(sort|reverse|splice|push|pop|shift|unshift|fill|copyWithin|append|extend|insert|remove|clear|update|setdefault|popitem|discard|add|set|delete)$/;

/** The choice that takes zero and empty texts for nothing as well. */
export const NEGATION = "!";

/** JavaScript, TypeScript and Python; undefined for other languages. */
export function effectsOf(tree: SyntaxTree): FileEffects | undefined {
  if (!/^(javascript|typescript|tsx|python)$/.test(tree.language)) return undefined;
  const errors = new Set<string>();
  const changed = new Map<string, number>();
  const awaited = new Set<string>();
  const floating = new Set<string>();
  const choices = new Map<string, string>();
  let handlers = 0;
  let frozen = 0;
  const words = (node: SyntaxNode | undefined) => (node === undefined ? "" : textOf(tree, node).replace(/\s+/g, " "));
  walk(tree.root, (node) => {
    const { type } = node;
    if (/^(throw_statement|raise_statement)$/.test(type)) addError(tree, node, errors);
    if (/^(catch_clause|except_clause|except_group_clause)$/.test(type)) handlers++;
    if (/^(await_expression|await)$/.test(type)) awaited.add(words(node.children.find((child) => child.named)));
    if (/^(call_expression|call)$/.test(type)) {
      const chain = chainOf(tree, node) ?? [];
      if (chain.at(-1) === "catch" && chain.length > 1) handlers++;
      if (chain.join(".") === "Object.freeze") frozen++;
      if (node.parent?.type === "expression_statement") floating.add(words(node));
      const callee = childOf(node, "function");
      const object = plain(childOf(callee, "object"));
      const method = words(childOf(callee, "property") ?? childOf(callee, "attribute"));
      if (IN_PLACE.test(method) && object?.type === "identifier" && isParameter(tree, object)) {
        const key = `${words(object)}.${method}`;
        changed.set(key, (changed.get(key) ?? 0) + 1);
      }
    }
    if (type === "binary_expression") {
      const operator = childOf(node, "operator")?.type ?? "";
      const [left, right] = [words(childOf(node, "left")), words(childOf(node, "right"))];
      if (/^(\|\||\?\?)$/.test(operator)) choices.set(`${left} or ${right}`, operator);
      if (/^[!=]==?$/.test(operator) && /^(null|undefined)$/.test(right))
        choices.set(`${left} is ${right}`, operator.replace("!", "="));
    }
    if (type === "comparison_operator") {
      const [left, right] = node.children.filter((child) => child.named && child.field !== "operators").map(words);
      if (right === "None") choices.set(`${left} is None`, "is");
    }
    if (/^(unary_expression|not_operator)$/.test(type) && /^(!|not\b)/.test(textOf(tree, node))) {
      const asked = words(plain(childOf(node, "argument")));
      for (const nothing of ["undefined", "null", "None"])
        if (!choices.has(`${asked} is ${nothing}`)) choices.set(`${asked} is ${nothing}`, NEGATION);
    }
  });
  const functions = new Map<string, Effects>();
  for (const one of tree.declarations) {
    const own = isFunction(one.node) ? one.node : functionIn(one.node);
    if (own !== undefined) functions.set(one.qualified, functionEffects(tree, one.qualified, own));
  }
  return { functions, errors, handlers, changed, awaited, floating, frozen, choices, kept: keptBetweenCalls(tree) };
}

/** Without brackets and what is said of its type. */
function plain(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node !== undefined &&
    /^(parenthesized_expression|as_expression|satisfies_expression|non_null_expression)$/.test(node.type)
    ? plain(node.children.find((child) => child.named))
    : node;
}

function addError(tree: SyntaxTree, node: SyntaxNode, errors: Set<string>): void {
  const value = node.children.find((child) => child.named);
  if (value === undefined || !/^(new_expression|call_expression|call|identifier)$/.test(value.type)) return;
  const made = childOf(value, "constructor") ?? childOf(value, "function") ?? value;
  if (!/^[A-Z][\w.]*$/.test(textOf(tree, made))) return;
  const [message] = childOf(value, "arguments")?.children.filter((child) => child.named) ?? [];
  const isText =
    message !== undefined &&
    /^(string|template_string)$/.test(message.type) &&
    !message.children.some(({ type }) => /^(template_substitution|interpolation)$/.test(type));
  errors.add(`${textOf(tree, made)}${isText ? ` ${textOf(tree, message).slice(1, -1)}` : ""}`);
}

function isParameter(tree: SyntaxTree, name: SyntaxNode): boolean {
  for (let at = name.parent; at !== undefined; at = at.parent) {
    if (!isFunction(at)) continue;
    const list = childOf(at, "parameters") ?? childOf(at, "parameter");
    let found = false;
    if (list !== undefined)
      walk(list, (part) => {
        if (part.type === "identifier" && textOf(tree, part) === textOf(tree, name)) found = true;
      });
    if (found) return true;
  }
  return false;
}

function functionIn(node: SyntaxNode): SyntaxNode | undefined {
  const value =
    childOf(node, "value") ??
    childOf(
      node.children.find(({ type }) => type === "variable_declarator"),
      "value",
    );
  return value !== undefined && isFunction(value) ? value : undefined;
}

function functionEffects(tree: SyntaxTree, name: string, own: SyntaxNode): Effects {
  const defaults = new Map<string, string>();
  const list = childOf(own, "parameters");
  for (const parameter of list?.children ?? []) {
    const value = childOf(parameter, "value") ?? childOf(parameter, "right");
    const named = childOf(parameter, "pattern") ?? childOf(parameter, "name") ?? childOf(parameter, "left");
    if (value !== undefined && named !== undefined) defaults.set(textOf(tree, named), textOf(tree, value));
  }
  const body = childOf(own, "body");
  return {
    name,
    defaults,
    isAsync: own.children.some(({ type }) => type === "async"),
    usesPromises: body !== undefined && /\.then\(|\bPromise\b/.test(textOf(tree, body)),
    isGenerator: /^generator/.test(own.type) || own.children.some(({ type }) => type === "*"),
    calls: body === undefined ? [] : callsAlways(tree, body),
  };
}

/** Names called in the statements of a body that are always reached; what is in branches, loops and callbacks is left out. */
function callsAlways(tree: SyntaxTree, body: SyntaxNode): readonly string[] {
  const calls: string[] = [];
  for (const statement of body.children) {
    if (
      !/^(expression_statement|lexical_declaration|variable_declaration|return_statement|assignment)$/.test(
        statement.type,
      )
    )
      continue;
    walk(statement, (node) => {
      if (isFunction(node) || /^(ternary_expression|conditional_expression|boolean_operator)$/.test(node.type))
        return false;
      if (node.type === "binary_expression" && /^(&&|\|\||\?\?)$/.test(childOf(node, "operator")?.type ?? ""))
        return false;
      if (/^(call_expression|call)$/.test(node.type)) {
        const chain = chainOf(tree, childOf(node, "function") ?? node);
        if (chain?.length === 1) calls.push(chain[0] ?? "");
      }
      return true;
    });
  }
  return calls;
}
