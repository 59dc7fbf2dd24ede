import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { importsOf } from "../../syntax/imports.ts";
import { childOf, textOf } from "../../syntax/nodes.ts";
import type { Assertion, AssertionReader } from "./assertion.ts";
import { chainOf } from "./chain.ts";
import { ownAssertions } from "./own-names.ts";

/** The assertions of node:assert, chai, expect (jest, vitest), should, and what is named after them. */
export function javascriptAssertions(tree: SyntaxTree): AssertionReader {
  const named = new Map<string, string>();
  for (const { specifier, names } of importsOf(tree)) {
    if (!/^(node:)?assert(\/strict)?$|^(chai|uvu\/assert|power-assert|should)$/.test(specifier)) continue;
    for (const { imported, local } of names)
      named.set(local, /^(default|\*|strict|assert)$/.test(imported) ? "assert" : imported);
  }
  const isOwn = ownAssertions(tree);
  return (node) => {
    if (isOwn(chainOf(tree, node)?.[0] ?? "", node)) return undefined;
    if (node.type === "call_expression" && node.parent?.type === "call_expression" && node.field === "function")
      return undefined;
    if (node.type === "call_expression") return callAssertion(tree, node, named);
    return node.type === "member_expression" ? chaiProperty(tree, node) : undefined;
  };
}

function callAssertion(tree: SyntaxTree, call: SyntaxNode, named: ReadonlyMap<string, string>): Assertion | undefined {
  const chain = chainOf(tree, call);
  if (chain === undefined || isPartOfChain(call)) return undefined;
  const [root = "", ...steps] = chain;
  const given = argumentsOf(call);
  const expected = expectCall(tree, call);
  if (expected !== undefined)
    return steps.length === 0 ? undefined : expectation(call, chain, argumentsOf(expected), given);
  const should = shouldOf(tree, call);
  if (should !== undefined)
    return {
      node: call,
      kind: given.length > 0 ? "equal" : "other",
      values: [should, ...given.slice(0, 1)],
      isPromise: false,
    };
  if (steps.at(-1) === "expect" && steps.length > 1)
    return {
      node: call,
      kind: "other",
      values: [childOf(childOf(call, "function"), "object") ?? call],
      isPromise: true,
    };
  const own = named.get(root);
  const isAssert = own !== undefined || root === "assert" || (steps[0] === "assert" && steps.length > 1);
  if (!isAssert) return undefined;
  const method =
    own !== undefined && own !== "assert" ? own : (steps.filter((step) => step !== "strict").at(-1) ?? "ok");
  return byMethod(call, method === "assert" ? "ok" : method, given);
}

function byMethod(node: SyntaxNode, method: string, given: readonly SyntaxNode[]): Assertion | undefined {
  if (/^(fail|plan|use|AssertionError|CallTracker|expect)$/.test(method)) return undefined;
  if (/^(matchSnapshot|snapshot|fileSnapshot)$/.test(method))
    return { node, kind: "snapshot", values: given.slice(0, 1), isPromise: false };
  if (/^(ok|isOk|isTrue|isFalse|isNotOk|notOk|exists|isDefined)$/.test(method))
    return { node, kind: "truth", values: given.slice(0, 1), isPromise: false };
  if (/^(throws|doesNotThrow|throw|rejects|doesNotReject)$/.test(method))
    return { node, kind: "throws", values: given.slice(0, 1), isPromise: /reject/i.test(method) };
  if (/equal|same|strict|^(is|not|eql|include|match|lengthOf|closeTo|property)/i.test(method) && given.length > 1)
    return {
      node,
      kind: "equal",
      values: given.slice(0, 2),
      isPromise: false,
      isNegated: /^not(Strict)?Equal$/.test(method),
    };
  return { node, kind: "other", values: given.slice(0, 2), isPromise: false };
}

function expectation(
  node: SyntaxNode,
  chain: readonly string[],
  actual: readonly SyntaxNode[],
  given: readonly SyntaxNode[],
): Assertion | undefined {
  const matcher = chain.at(-1) ?? "";
  if (
    /^(soft|poll|assertions|hasAssertions|any|anything|objectContaining|arrayContaining|extend|element)$/.test(matcher)
  )
    return undefined;
  const isPromise = chain.some((step) => /^(resolves|rejects|poll|eventually)$/.test(step));
  if (/Snapshot$/.test(matcher) && !(matcher === "toMatchInlineSnapshot" && given.length > 0))
    return { node, kind: "snapshot", values: actual, isPromise };
  if (/^(toThrow|toThrowError|throw|throws)$/.test(matcher)) return { node, kind: "throws", values: actual, isPromise };
  if (/^(toBeTruthy|toBeFalsy|toBeDefined|ok|true|false)$/.test(matcher))
    return { node, kind: "truth", values: actual, isPromise };
  // To so many digits before the point everything is close.
  if (matcher === "toBeCloseTo" && given[1]?.type === "unary_expression")
    return { node, kind: "other", values: [], isPromise };
  if (given.length > 0)
    return {
      node,
      kind: "equal",
      values: [...actual.slice(0, 1), ...given.slice(0, 1)],
      isPromise,
      isNegated: chain.includes("not") && /^(toBe|equal|equals)$/.test(matcher),
    };
  return { node, kind: "other", values: actual, isPromise };
}

/** chai's `expect(a).to.be.true`, which is no call. */
function chaiProperty(tree: SyntaxTree, node: SyntaxNode): Assertion | undefined {
  if (node.parent?.type !== "expression_statement" && node.parent?.type !== "await_expression") return undefined;
  const chain = chainOf(tree, node);
  const expected = expectCall(tree, node);
  if (chain === undefined || expected === undefined || chain.length < 3) return undefined;
  return {
    node,
    kind: /^(true|ok|exist)$/.test(chain.at(-1) ?? "") ? "truth" : "other",
    values: argumentsOf(expected),
    isPromise: chain.includes("eventually"),
  };
}

/** The innermost `expect(…)` of a chain. */
function expectCall(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = childOf(at, "function") ?? childOf(at, "object")) {
    const callee = at.type === "call_expression" ? childOf(at, "function") : undefined;
    if (callee !== undefined && /^expect(\.soft|\.poll)?$/.test(textOf(tree, callee))) return at;
  }
  return undefined;
}

/** What stands before `.should`. */
function shouldOf(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = childOf(at, "function") ?? childOf(at, "object")) {
    const property = childOf(at, "property");
    if (at.type === "member_expression" && property !== undefined && textOf(tree, property) === "should")
      return childOf(at, "object");
  }
  return undefined;
}

/** `expect(a)` inside of `expect(a).toBe(b)`. */
function isPartOfChain(call: SyntaxNode): boolean {
  return (
    call.parent?.type === "member_expression" &&
    call.field === "object" &&
    /^(call_expression|member_expression|expression_statement)$/.test(call.parent.parent?.type ?? "")
  );
}

function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  return childOf(call, "arguments")?.children.filter((child) => child.named && child.type !== "comment") ?? [];
}
