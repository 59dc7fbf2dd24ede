import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { importsOf } from "../../syntax/imports.ts";
import { lineAt, lineStarts, textOf, walk } from "../../syntax/nodes.ts";
import type { Assertion, AssertionReader } from "./assertion.ts";
import { javascriptAssertions } from "./assertions-javascript.ts";
import { pythonAssertions } from "./assertions-python.ts";
import { chainOf } from "./chain.ts";
import { idleCall, isGenerator } from "./idle.ts";
import { notReached } from "./reached.ts";
import type { SubjectNames } from "./subject-names.ts";
import { helperOf, isFunctionNode, subjectUse } from "./subject-use.ts";
import { tautology } from "./tautology.ts";
import { isWaitedFor } from "./waited.ts";
import type { WrittenTest } from "./written-test.ts";

/**
 * What keeps a test from saying anything about its subject, as the rest of a sentence that starts with its title; undefined for a test
 * with at least one assertion that is reached, can fail, and looks at something the subject did.
 */
export function emptiness(
  tree: SyntaxTree,
  test: WrittenTest,
  others: readonly WrittenTest[],
  names: SubjectNames,
): string | undefined {
  if (test.body === undefined) return "has no body";
  const body = test.body.type === "identifier" ? helperOf(tree, textOf(tree, test.body)) : test.body;
  if (body === undefined) return "has no body that can be read";
  if (test.node.type === "function_definition" && isGenerator(test.node) && !isFixture(tree, test.node))
    return "is a generator, which is never run: leave out yield";
  const apart = new Set(
    others.filter((other) => other !== test && !holds(other.node, test.node)).map(({ node }) => node),
  );
  const found = assertionsIn(tree, body, apart);
  const starts = lineStarts(tree.text);
  const lineOf = (node: SyntaxNode) => `line ${lineAt(starts, node.from)}`;
  const floating = found.find(({ assertion }) => assertion.isPromise && !isWaitedFor(tree, assertion.node));
  if (floating !== undefined)
    return `does not wait for its assertion (${lineOf(floating.assertion.node)}): put await before it`;
  const use = subjectUse(tree, names, apart);
  const isAbout = use.dependsOn(body);
  const outside = outsideNames(tree);
  const looksAtIt = (node: SyntaxNode) => use.dependsOn(node) || (isAbout && readsOutside(tree, node, outside));
  let reason: string | undefined;
  for (const { assertion, unreached } of found) {
    const complaint = complaintAbout(tree, assertion, unreached, looksAtIt);
    if (complaint === undefined) return undefined;
    reason ??= `asserts nothing: its assertion ${complaint} (${lineOf(assertion.node)})`;
  }
  if (!isAbout) return "does not use the code it is to test";
  return reason ?? "asserts nothing: state what the result is to be";
}

/** Where the effect of some code can be seen without a value of it at hand: what other modules show, the page, captured output. */
function outsideNames(tree: SyntaxTree): ReadonlySet<string> {
  const names = new Set(
    "document screen window container localStorage sessionStorage capsys capfd caplog tmp_path os".split(" "),
  );
  for (const { specifier, names: taken } of importsOf(tree)) {
    if (
      /^(node:)?(assert(\/strict)?|test)$|^(vitest|chai|mocha|pytest|unittest|expect|@jest\/globals)$/.test(specifier)
    )
      continue;
    for (const { local } of taken) names.add(local);
  }
  return names;
}

function readsOutside(tree: SyntaxTree, node: SyntaxNode, outside: ReadonlySet<string>): boolean {
  let found = false;
  walk(node, (part) => {
    const isReading = /^(call_expression|call|member_expression|attribute)$/.test(part.type);
    found ||= isReading && outside.has(chainOf(tree, part)?.[0] ?? "");
    return !found;
  });
  return found;
}

function complaintAbout(
  tree: SyntaxTree,
  assertion: Assertion,
  unreached: string | undefined,
  dependsOn: (node: SyntaxNode) => boolean,
): string | undefined {
  if (assertion.kind === "snapshot") return "only records a snapshot; state the value instead";
  if (assertion.kind === "throws" && assertion.values.some((value) => holdsAssertion(tree, value)))
    return "expects another assertion to fail";
  const always = tautology(tree, assertion);
  if (always !== undefined) return always;
  if (!assertion.values.some(dependsOn)) return "looks at nothing that the code under test did";
  return unreached === undefined ? undefined : `stands ${unreached}`;
}

function holdsAssertion(tree: SyntaxTree, node: SyntaxNode): boolean {
  const read = readerOf(tree);
  let found = false;
  walk(node, (part) => {
    found ||= read(part) !== undefined;
    return !found;
  });
  return found;
}

function readerOf(tree: SyntaxTree): AssertionReader {
  return tree.language === "python" ? pythonAssertions(tree) : javascriptAssertions(tree);
}

interface Found {
  readonly assertion: Assertion;
  readonly unreached: string | undefined;
}

/** How deep helpers of helpers are followed. */
const DEPTH = 3;

/** The assertions of a test, those of the file's own helpers that it calls included. */
function assertionsIn(
  tree: SyntaxTree,
  body: SyntaxNode,
  apart: ReadonlySet<SyntaxNode>,
  depth = DEPTH,
  outer?: string,
): readonly Found[] {
  const read = readerOf(tree);
  const isCounted = /\b(expect\.(assertions\([1-9]|hasAssertions\()|\w+\.plan\([1-9])/.test(textOf(tree, body));
  const found: Found[] = [];
  walk(body, (node) => {
    if (apart.has(node)) return false;
    const assertion = read(node);
    const unreached = () => outer ?? (isCounted ? undefined : notReached(tree, node, body));
    if (assertion !== undefined) found.push({ assertion, unreached: unreached() });
    const chain = /^(call_expression|call)$/.test(node.type) ? chainOf(tree, node) : undefined;
    const name = chain?.length === 1 ? chain[0] : chain?.[0] === "self" && chain.length === 2 ? chain[1] : undefined;
    const helper = name === undefined || depth === 0 || assertion !== undefined ? undefined : helperOf(tree, name);
    const inner = helper?.children.find((child) => child.field === "body");
    if (helper !== undefined && inner !== undefined && !holds(inner, node))
      found.push(...assertionsIn(tree, inner, apart, depth - 1, idleCall(tree, helper, node) ?? unreached()));
    // Functions of its own are looked at where they are called.
    return node === body || !isNamedFunction(node);
  });
  return found;
}

function isFixture(tree: SyntaxTree, { parent }: SyntaxNode): boolean {
  return parent?.type === "decorated_definition" && /@\S*fixture/.test(textOf(tree, parent));
}

function isNamedFunction(node: SyntaxNode): boolean {
  if (!isFunctionNode(node)) return false;
  return /declaration|definition/.test(node.type) || node.parent?.type === "variable_declarator";
}

function holds(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer !== inner && outer.from <= inner.from && inner.to <= outer.to;
}
