import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../../syntax/nodes.ts";
import { chainOf } from "./chain.ts";
import { constantOf } from "./constant.ts";
import { idleCall } from "./idle.ts";
import { isFunctionNode } from "./subject-use.ts";
import { isWaitedFor } from "./waited.ts";

/**
 * Why a node of a test may not be reached when the test runs to its end, as the rest of "its assertion stands …"; undefined when it is.
 * `from` is the test's body; helpers are looked at one by one.
 */
export function notReached(tree: SyntaxTree, node: SyntaxNode, from: SyntaxNode): string | undefined {
  for (let at = node; at !== from; ) {
    const { parent } = at;
    if (parent === undefined) return undefined;
    const reason = between(tree, at, parent) ?? leftBefore(at, parent);
    if (reason !== undefined) return reason;
    at = parent;
  }
  return undefined;
}

const IN_BRANCH = "in a branch that need not be taken";
const IN_CATCH = "where errors are caught, and need not be reached";
const DROPPED = "where errors are caught and dropped";
const IN_LOOP = "in a loop that may run zero times";

function between(tree: SyntaxTree, node: SyntaxNode, parent: SyntaxNode): string | undefined {
  const { field } = node;
  if (parent.type === "arguments" && isOptional(parent.parent)) return IN_BRANCH;
  switch (parent.type) {
    case "if_statement":
    case "elif_clause":
    case "else_clause":
    case "ternary_expression":
      return field === "condition" ? undefined : IN_BRANCH;
    case "conditional_expression":
      return parent.children.filter((child) => child.named)[1] === node ? undefined : IN_BRANCH;
    case "switch_case":
    case "switch_default":
    case "case_clause":
      return IN_BRANCH;
    case "binary_expression":
    case "boolean_operator": {
      const operator = childOf(parent, "operator");
      const isShort = operator !== undefined && /^(&&|\|\||\?\?|and|or)$/.test(textOf(tree, operator));
      return isShort && field === "right" ? IN_BRANCH : undefined;
    }
    case "catch_clause":
    case "except_clause":
    case "except_group_clause":
      return failsUnlessThrown(tree, parent) ? undefined : IN_CATCH;
    case "try_statement":
      return node === childOf(parent, "body") && swallows(tree, parent)
        ? "in a try whose errors are swallowed"
        : undefined;
    case "with_statement":
      return node.field === "body" &&
        /\b(suppress|raises|assertRaises|assertRaisesRegex|warns)\b/.test(headOf(tree, parent))
        ? "where errors are expected or suppressed"
        : undefined;
    case "for_in_statement":
      return field === "body" && !holdsSomething(tree, childOf(parent, "right")) ? IN_LOOP : undefined;
    case "for_statement":
      if (field !== "body") return undefined;
      if (tree.language === "python") return holdsSomething(tree, childOf(parent, "right")) ? undefined : IN_LOOP;
      return countsUp(tree, parent) ? undefined : IN_LOOP;
    case "while_statement":
      return field === "body" ? IN_LOOP : undefined;
    default:
      return isFunctionNode(node) ? inFunction(tree, node, parent) : undefined;
  }
}

/** `check?.(…)`, `box?.check(…)`. */
function isOptional(call: SyntaxNode | undefined): boolean {
  for (let at = call; at !== undefined; at = childOf(at, "function") ?? childOf(at, "object"))
    if (at.children.some(({ type }) => type === "optional_chain" || type === "?.")) return true;
  return false;
}

/** After something that may end the test early. */
function leftBefore(node: SyntaxNode, parent: SyntaxNode): string | undefined {
  if (!/^(statement_block|block|program|module)$/.test(parent.type)) return undefined;
  for (const sibling of parent.children) {
    if (sibling === node) return undefined;
    if (leaves(sibling)) return "after a return";
  }
  return undefined;
}

function leaves(statement: SyntaxNode): boolean {
  let found = false;
  walk(statement, (node) => {
    if (isFunctionNode(node) || /^class/.test(node.type)) return false;
    if (/^(return_statement|break_statement|continue_statement)$/.test(node.type)) found = true;
    return !found;
  });
  // Loops are left by their own `break`.
  return (
    found && !(/^(for|while|do|for_in)_statement$|^switch_statement$/.test(statement.type) && !holdsReturn(statement))
  );
}

function holdsReturn(statement: SyntaxNode): boolean {
  let found = false;
  walk(statement, (node) => {
    if (isFunctionNode(node)) return false;
    if (node.type === "return_statement") found = true;
    return !found;
  });
  return found;
}

function inFunction(tree: SyntaxTree, callback: SyntaxNode, parent: SyntaxNode): string | undefined {
  if (parent.type === "parenthesized_expression") {
    const call = parent.parent;
    const isCalled = call?.type === "call_expression" && parent.field === "function";
    if (!isCalled) return undefined;
    return isHandledAway(tree, call) ? DROPPED : idleCall(tree, callback, call);
  }
  if (parent.type === "variable_declarator") return undefined;
  if (/declaration|definition/.test(callback.type)) return undefined;
  const call = parent.parent;
  const inCallback = "in a callback that may never be called";
  if (!/^(arguments|argument_list)$/.test(parent.type) || call === undefined) return inCallback;
  const callee = childOf(call, "function") ?? childOf(call, "constructor");
  const chain = callee === undefined ? undefined : chainOf(tree, callee);
  const last = chain?.at(-1) ?? (callee === undefined ? "" : textOf(tree, childOf(callee, "property") ?? callee));
  if (/^(throws|doesNotThrow|rejects|doesNotReject|expect|toThrow)$/.test(last))
    return "where errors are expected or suppressed";
  if (/^(forEach|map|flatMap)$/.test(last))
    return holdsSomething(tree, childOf(callee, "object")) ? undefined : IN_LOOP;
  if (last === "catch") return IN_CATCH;
  // The grammar reads `await (async () => …)()` as a call of something called await.
  if (callee?.type === "identifier" && last === "await") return undefined;
  if (isHandledAway(tree, call)) return DROPPED;
  return isWaitedFor(tree, call) || endsTest(tree, call) ? undefined : inCallback;
}

/** `.then(…).catch(done)`, where `done` is what the runner waits for. */
function endsTest(tree: SyntaxTree, call: SyntaxNode): boolean {
  const next = call.parent?.type === "member_expression" && call.field === "object" ? call.parent.parent : undefined;
  if (next?.type !== "call_expression") return false;
  const handler = childOf(next, "arguments")?.children.find((child) => child.named);
  const isCatch = textOf(tree, childOf(childOf(next, "function"), "property") ?? next) === "catch";
  if (!isCatch || handler?.type !== "identifier") return endsTest(tree, next);
  return [...holdersOf(call)].some((holder) =>
    childOf(holder, "parameters")?.children.some((name) => textOf(tree, name) === textOf(tree, handler)),
  );
}

/** `.then(…).catch(() => {})`: what the chain rejects with ends there. */
function isHandledAway(tree: SyntaxTree, call: SyntaxNode): boolean {
  for (let at = call; at.parent?.type === "member_expression" && at.field === "object"; ) {
    const next = at.parent.parent;
    if (next?.type !== "call_expression") return false;
    const name = childOf(at.parent, "property");
    const handler = childOf(next, "arguments")?.children.find((child) => child.named);
    const rethrows = handler !== undefined && (!isFunctionNode(handler) || handsOn(tree, handler));
    if (name !== undefined && textOf(tree, name) === "catch" && !rethrows) return true;
    at = next;
  }
  return false;
}

function headOf(tree: SyntaxTree, statement: SyntaxNode): string {
  const body = childOf(statement, "body");
  return tree.text.slice(statement.from, body?.from ?? statement.to);
}

/** Errors of the block end in a handler that does nothing about them. */
function swallows(tree: SyntaxTree, statement: SyntaxNode): boolean {
  const last = childOf(statement, "finalizer") ?? statement.children.find(({ type }) => type === "finally_clause");
  if (last !== undefined && leaves(last)) return true;
  const handlers = statement.children.filter(({ type }) =>
    /^(catch_clause|except_clause|except_group_clause)$/.test(type),
  );
  return handlers.some((handler) => {
    const head = tree.language === "python" ? (headOf(tree, handler).split(":")[0] ?? "") : "";
    if (
      tree.language === "python" &&
      !/except(\s*$|\s+(Base)?Exception|\s+AssertionError|.*\bAssertionError\b)/.test(head.trim())
    )
      return false;
    return !handsOn(tree, handler);
  });
}

/** Whether an error is thrown again, or told to who waits. */
function handsOn(tree: SyntaxTree, handler: SyntaxNode): boolean {
  let handed = false;
  walk(handler, (node) => {
    if (/^(throw_statement|raise_statement)$/.test(node.type)) handed = true;
    const chain = /^(call_expression|call)$/.test(node.type) ? chainOf(tree, node) : undefined;
    if (chain !== undefined && /^(fail|done|reject|next)$/.test(chain.at(-1) ?? "")) handed = true;
  });
  return handed;
}

/** `try { f(); assert.fail() } catch (error) { … }`: not getting there fails the test. */
function failsUnlessThrown(tree: SyntaxTree, handler: SyntaxNode): boolean {
  const body = childOf(handler.parent, "body");
  let fails = false;
  if (body === undefined) return false;
  walk(body, (node) => {
    const chain = /^(call_expression|call)$/.test(node.type) ? chainOf(tree, node) : undefined;
    if (chain?.at(-1) === "fail") fails = true;
    if (/^(throw_statement|raise_statement)$/.test(node.type)) fails = true;
  });
  return fails;
}

/** A list written out that is not empty, by name or in place, or a range of numbers. */
function holdsSomething(tree: SyntaxTree, node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false;
  const value = constantOf(tree, node) ?? node;
  if (/^(array|list|tuple|object|dictionary|set|expression_list)$/.test(value.type))
    return value.children.some((child) => child.named && child.type !== "comment");
  const isText = /^(string|template_string)$/.test(value.type);
  if (isText) return value.to - value.from > 2;
  if (
    !/^(call_expression|call|as_expression|satisfies_expression|parenthesized_expression|new_expression)$/.test(
      value.type,
    )
  )
    return false;
  const chain = chainOf(tree, value)?.join(".") ?? "";
  const given = childOf(value, "arguments")?.children.filter((child) => child.named) ?? [];
  if (/^(range)$/.test(chain))
    return given.every(({ type }) => /^(integer|number|unary_operator)$/.test(type)) && given.length > 0;
  if (/^(Object\.(entries|keys|values)|enumerate|zip|sorted|reversed|list|itertools\.product|Array\.from)$/.test(chain))
    return holdsSomething(tree, given[0]);
  if (/\.(entries|items|keys|values)$/.test(chain))
    return holdsSomething(tree, childOf(childOf(value, "function"), "object"));
  if (/^(Map|Set)$/.test(textOf(tree, childOf(value, "constructor") ?? value))) return holdsSomething(tree, given[0]);
  return (
    /^(as_expression|satisfies_expression|parenthesized_expression)$/.test(value.type) &&
    holdsSomething(
      tree,
      value.children.find((child) => child.named),
    )
  );
}

/** `for (let i = 0; i < 10; i++)`. */
function countsUp(tree: SyntaxTree, statement: SyntaxNode): boolean {
  const [start, end] = [childOf(statement, "initializer"), childOf(statement, "condition")].map((part) =>
    part === undefined ? undefined : /(-?\d+)\s*;?\s*$/.exec(textOf(tree, part))?.[1],
  );
  return start !== undefined && end !== undefined && Number(start) !== Number(end);
}
