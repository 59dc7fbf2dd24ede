import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf } from "../../../syntax/nodes.ts";
import { compared, declares, givenTo, type Stated, type StatementReader, wordOf } from "./stated.ts";

/** JUnit's Assertions and Assert, AssertJ's and Hamcrest's assertThat, and a thrown AssertionError. */
export function javaStatements(tree: SyntaxTree): StatementReader {
  return (node) => {
    if (node.type === "throw_statement")
      return /\bnew AssertionError\b/.test(wordOf(tree, node)) ? { node, kind: "fails", values: [] } : undefined;
    if (node.type !== "method_invocation") return undefined;
    const root = rootOf(tree, node);
    if (root === undefined) return undefined;
    return root === node ? plain(tree, node) : matched(tree, node, root);
  };
}

/** The call a chain starts with, where it is one of the assertion library: `assertThat(x)` of `assertThat(x).isEqualTo(y)`. */
function rootOf(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | undefined {
  const object = childOf(node, "object");
  if (object?.type === "method_invocation") return rootOf(tree, object);
  const name = wordOf(tree, childOf(node, "name"));
  const isKnown = object === undefined || /(^|\.)(Assertions|Assert|MatcherAssert|Truth)$/.test(wordOf(tree, object));
  const isOwn = declares(tree, name) || (object !== undefined && declares(tree, wordOf(tree, object)));
  return isKnown && !isOwn && /^(assert[A-Z]\w*|fail)$/.test(name) ? node : undefined;
}

function plain(tree: SyntaxTree, node: SyntaxNode): Stated | undefined {
  const name = wordOf(tree, childOf(node, "name"));
  const given = givenTo(childOf(node, "arguments"));
  const isText = (one: SyntaxNode | undefined) => one?.type === "string_literal";
  if (name === "fail") return { node, kind: "fails", values: [] };
  if (/^assert(Throws\w*|DoesNotThrow|ThatThrownBy|Timeout\w*)$/.test(name))
    return {
      node,
      kind: "throws",
      values: given.filter(({ type }) => /^(lambda_expression|method_reference)$/.test(type)),
    };
  if (/^assert(True|False|Null|NotNull)$/.test(name))
    return compared(node, [given.length > 1 && isText(given[0]) ? given[1] : given[0]]);
  if (name === "assertThat") {
    const [value, matcher] = given.length > 2 ? given.slice(1) : given;
    return matcher === undefined ? undefined : compared(node, [value, inMatcher(tree, matcher)]);
  }
  if (name === "assertAll" || given.length < 2) return undefined;
  // JUnit 4 has its message first.
  return compared(node, given.length > 2 && isText(given[0]) && !isText(given[2]) ? given.slice(1) : given);
}

/** `is(x)` and `equalTo(x)` of Hamcrest compare with x. */
function inMatcher(tree: SyntaxTree, matcher: SyntaxNode): SyntaxNode {
  const [inner] = givenTo(childOf(matcher, "arguments"));
  const isEqual = matcher.type === "method_invocation" && /^(is|equalTo)$/.test(wordOf(tree, childOf(matcher, "name")));
  return isEqual && inner !== undefined ? inMatcher(tree, inner) : matcher;
}

function matched(tree: SyntaxTree, node: SyntaxNode, root: SyntaxNode): Stated | undefined {
  const name = wordOf(tree, childOf(node, "name"));
  const start = wordOf(tree, childOf(root, "name"));
  const [value] = givenTo(childOf(root, "arguments"));
  const [other] = givenTo(childOf(node, "arguments"));
  if (name === "isThrownBy") return { node, kind: "throws", values: other === undefined ? [] : [other] };
  const isStated = /^(is|has|contains|does|starts|ends|matches|are|all|any|none)([A-Z]\w*|$)/.test(name);
  return start === "assertThat" && isStated ? compared(node, [value, other]) : undefined;
}
