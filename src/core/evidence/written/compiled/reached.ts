import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, walk } from "../../../syntax/nodes.ts";
import type { StatementReader } from "./stated.ts";
import { declares, givenTo, wordOf } from "./stated.ts";
import { lastGroup, type Words } from "./words.ts";

const BRANCH =
  /^(if_statement|if_expression|match_expression|expression_switch_statement|type_switch_statement|select_statement|switch_statement|switch_expression|ternary_expression|conditional_expression|conditional_access_expression)$/;
const LOOP =
  /^(for_statement|for_expression|enhanced_for_statement|foreach_statement|while_statement|while_expression|do_statement|loop_expression)$/;
const FUNCTION =
  /^(func_literal|closure_expression|lambda_expression|anonymous_method_expression|async_block|function_item|local_function_statement|method_declaration|function_declaration|class_body)$/;
const LEAVING =
  /^(return_statement|return_expression|break_statement|break_expression|continue_statement|continue_expression|goto_statement|yield_statement)$/;
const IN_BRANCH = "in a branch that may not be taken";

/** What decides whether a node of a test is reached, inner to outer, up to its body. */
export interface Way {
  /** The condition of the innermost branch around a statement that fails the test. */
  readonly guard: SyntaxNode | undefined;
  /** Why the statement might not run in a test that passes. */
  readonly unreached: string | undefined;
}

/** Follows the holders of a statement; `isFailing` is one whose own branch is what it states. */
export function wayTo(
  tree: SyntaxTree,
  node: SyntaxNode,
  body: SyntaxNode,
  isFailing: boolean,
  read: StatementReader,
  wordsOf: (node: SyntaxNode) => Words,
): Way {
  let guard: SyntaxNode | undefined;
  let at = node;
  for (const parent of holdersOf(node)) {
    const isGuard = isFailing && guard === undefined && BRANCH.test(parent.type);
    if (isGuard) guard = childOf(parent, "condition") ?? childOf(parent, "value") ?? parent;
    // A call that fails unless an error came before it is stated by the whole `try`.
    else if (isFailing && guard === undefined && parent.type === "try_statement" && isBody(at, parent)) guard = at;
    const unreached =
      leftBefore(parent, at, read) ?? (isGuard ? undefined : stepInto(tree, node, at, parent, read, wordsOf));
    if (unreached !== undefined) return { guard, unreached };
    if (parent === body) break;
    at = parent;
  }
  return { guard, unreached: undefined };
}

function stepInto(
  tree: SyntaxTree,
  inner: SyntaxNode,
  node: SyntaxNode,
  parent: SyntaxNode,
  read: StatementReader,
  wordsOf: (node: SyntaxNode) => Words,
): string | undefined {
  if (BRANCH.test(parent.type)) {
    const isAsked = /^(condition|initializer|value)$/.test(node.field ?? "");
    return isAsked || othersFail(node, inner, parent, read) ? undefined : IN_BRANCH;
  }
  if (parent.type === "binary_expression") {
    const isShort = /^(&&|\|\|)$/.test(wordOf(tree, childOf(parent, "operator")));
    return isShort && node.field === "right" ? IN_BRANCH : undefined;
  }
  if (LOOP.test(parent.type))
    return isBody(node, parent) && !runsSurely(tree, parent, wordsOf) ? "in a loop that may not run" : undefined;
  if (FUNCTION.test(node.type)) return isRun(tree, node, parent) ? undefined : "in a function that may never be called";
  if (/^try(_with_resources)?_statement$/.test(parent.type))
    return isBody(node, parent) && swallows(tree, parent, read) ? "where errors are caught and dropped" : undefined;
  return parent.type === "catch_clause" && !triedFails(parent.parent, read) ? "where errors are caught" : undefined;
}

function isBody(node: SyntaxNode, parent: SyntaxNode): boolean {
  return (
    node.field === "body" || (node.field === undefined && /^block$/.test(node.type) && parent.children.includes(node))
  );
}

/** In every other branch the test fails: `match r { Ok(v) => assert!(…), Err(_) => panic!() }`. */
function othersFail(node: SyntaxNode, inner: SyntaxNode, branch: SyntaxNode, read: StatementReader): boolean {
  if (branch.type === "match_expression") {
    const arms = givenTo(childOf(branch, "body"));
    const own = arms.find((arm) => arm.from <= inner.from && inner.to <= arm.to);
    return arms.every((arm) => arm === own || fails(arm, read));
  }
  const [one, other] = [childOf(branch, "consequence"), childOf(branch, "alternative")];
  const rest = node === one ? other : one;
  return rest !== undefined && fails(rest, read);
}

function fails(node: SyntaxNode, read: StatementReader): boolean {
  let found = false;
  walk(node, (part) => {
    found ||= read(part)?.kind === "fails";
    return !found && !FUNCTION.test(part.type);
  });
  return found;
}

/** After something that may end the test early, unless the test fails there. */
function leftBefore(parent: SyntaxNode, node: SyntaxNode, read: StatementReader): string | undefined {
  if (!/^(block|statement_list|constructor_body)$/.test(parent.type)) return undefined;
  const before = parent.children.slice(0, parent.children.indexOf(node));
  return before.some((sibling) => leaves(sibling, read)) ? "after a return" : undefined;
}

function leaves(statement: SyntaxNode, read: StatementReader): boolean {
  let found = false;
  walk(statement, (node) => {
    const isOwnBreak =
      /^(break|continue)/.test(node.type) &&
      [...holdersOf(node)].some(
        (holder) =>
          holder.from >= statement.from &&
          holder.to <= statement.to &&
          (LOOP.test(holder.type) || /switch|select/.test(holder.type)),
      );
    if (LEAVING.test(node.type) && !isOwnBreak && !(node.parent !== undefined && fails(node.parent, read)))
      found = true;
    return !found && !FUNCTION.test(node.type);
  });
  return found;
}

/** A list that is written out and not empty, or numbers counted from one to another. */
function runsSurely(tree: SyntaxTree, loop: SyntaxNode, wordsOf: (node: SyntaxNode) => Words): boolean {
  const list = childOf(firstOfType(loop, "range_clause") ?? loop, "right") ?? childOf(loop, "value");
  if (list !== undefined) {
    const words = withoutIterator(wordsOf(list));
    return isFilled(words) || countsUp(/^(\d+)\.\.(=?)(\d+)$/.exec(words.join("")));
  }
  const head = tree.text.slice(loop.from, childOf(loop, "body")?.from ?? loop.to);
  return countsUp(/=\s*(\d+)\s*;\s*\w+\s*<(=?)\s*(\d+)\s*;/.exec(head));
}

function countsUp(range: RegExpExecArray | null): boolean {
  const [, from, isInclusive, to] = range ?? [];
  return Number(from) < Number(to) || (isInclusive === "=" && from === to);
}

function withoutIterator(words: Words): Words {
  return /\.(iter|into_iter)\(\)$/.test(words.join("")) ? words.slice(0, -4) : words;
}

/** `[1, 2]`, `vec![1]`, `[]int{1}`, `new[] { 1 }`, `List.of(1)`: something stands in its last brackets. */
function isFilled(words: Words): boolean {
  const group = lastGroup(words);
  const head = group === undefined ? "" : words.slice(0, group.from).join(" ");
  const isList = /^$|^vec !$|^new\b|^\[ \] |^map \[|^(List|Set|Stream|Arrays) \. (of|asList)$/.test(head);
  return group !== undefined && isList && group.words.length > 0;
}

/** Handed to what runs it at once: `t.Run(…)`, `assertAll(…)`, `Assert.Multiple(…)`. */
function isRun(tree: SyntaxTree, node: SyntaxNode, parent: SyntaxNode): boolean {
  const list = parent.type === "argument" ? parent.parent : parent;
  const call = list?.type === "argument_list" ? list.parent : undefined;
  const callee = childOf(call, "function");
  const name = wordOf(tree, childOf(call, "name") ?? childOf(callee, "field") ?? childOf(callee, "name"));
  return node.type !== "class_body" && /^(Run|assertAll|Multiple)$/.test(name) && !declares(tree, name);
}

/** A handler takes what an assertion throws and does nothing about it. */
function swallows(tree: SyntaxTree, statement: SyntaxNode, read: StatementReader): boolean {
  const last = firstOfType(statement, "finally_clause");
  if (last !== undefined && leaves(last, read)) return true;
  const wide =
    tree.language === "java"
      ? /\b(Throwable|Error|AssertionError\w*|AssertionFailedError)\b/
      : /\bException\b|Assert|^catch\s*$/;
  return statement.children.some((handler) => {
    if (handler.type !== "catch_clause") return false;
    const head = tree.text.slice(handler.from, childOf(handler, "body")?.from ?? handler.to).trim();
    const rethrows = givenTo(childOf(handler, "body")).some(({ type }) => type === "throw_statement");
    return wide.test(head) && !rethrows && !fails(handler, read);
  });
}

/** `try { f(); fail(); } catch (…) { … }`: not getting there fails the test. */
function triedFails(statement: SyntaxNode | undefined, read: StatementReader): boolean {
  const tried = childOf(statement, "body");
  return tried !== undefined && fails(tried, read);
}
