import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType } from "../../../syntax/nodes.ts";
import { compared, declares, givenTo, type Stated, type StatementReader, wordOf } from "./stated.ts";

/** Assert of xUnit, NUnit and MSTest, and FluentAssertions' Should(). */
export function csharpStatements(tree: SyntaxTree): StatementReader {
  return (node) => {
    const callee = node.type === "invocation_expression" ? childOf(node, "function") : undefined;
    if (callee?.type !== "member_access_expression") return undefined;
    const object = childOf(callee, "expression");
    const named = childOf(callee, "name");
    const method = wordOf(tree, named?.type === "generic_name" ? firstOfType(named, "identifier") : named);
    const isTask = /Async$/.test(method);
    const holder = wordOf(tree, object);
    if (/^(Xunit\.)?(Assert|StringAssert|CollectionAssert|ClassicAssert)$/.test(holder) && !declares(tree, holder)) {
      const stated = ofAssert(tree, node, method);
      return stated === undefined ? undefined : { ...stated, isTask };
    }
    const value = method === "Should" ? undefined : beforeShould(tree, object);
    // With `?.` before it nothing at all happens to what is null.
    const isOptional = value !== undefined && /^[^(]*\?\./.test(wordOf(tree, value));
    return value === undefined || isOptional || declares(tree, "Should")
      ? undefined
      : ofShould(node, method, value, isTask);
  };
}

function ofAssert(tree: SyntaxTree, node: SyntaxNode, method: string): Stated | undefined {
  const given = givenTo(childOf(node, "arguments"));
  if (method === "Fail") return { node, kind: "fails", values: [] };
  if (/^(Throws|DoesNotThrow|Catch)/.test(method))
    return { node, kind: "throws", values: given.filter((one) => firstOfType(one, "lambda_expression") !== undefined) };
  if (/^(Multiple|Pass|Ignore|Inconclusive|Warn|Skip\w*|EnterMultipleScope)$/.test(method)) return undefined;
  if (/^(Is)?(True|False|Null|NotNull|Empty|NotEmpty|NaN|Positive|Negative)$|^Single$/.test(method))
    return compared(node, given.slice(0, 1));
  if (method !== "That") return compared(node, given);
  const [value, constraint] = given;
  const text = wordOf(tree, constraint);
  if (/^Is\.(Not\.)?(True|False|Null|Empty)$/.test(text) || /^\$?"/.test(text)) return compared(node, [value]);
  const call = constraint === undefined ? undefined : firstOfType(constraint, "invocation_expression");
  return compared(node, [value, givenTo(childOf(call, "arguments"))[0] ?? constraint]);
}

function ofShould(node: SyntaxNode, method: string, value: SyntaxNode, isTask: boolean): Stated | undefined {
  const [other] = givenTo(childOf(node, "arguments"));
  const isStated = /^(Be|Not|Contain|Have|Equal|Start|End|Match|Only|All|Throw|Satisfy)/.test(method);
  const stated = isStated ? compared(node, /^(Not)?Throw/.test(method) ? [value] : [value, other]) : undefined;
  return stated === undefined ? undefined : { ...stated, isTask };
}

/** `x` of `x.Should()`, of `x.Should().Be(3).And`, … */
function beforeShould(tree: SyntaxTree, node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node?.type === "invocation_expression") {
    const callee = childOf(node, "function");
    if (callee?.type !== "member_access_expression") return undefined;
    const object = childOf(callee, "expression");
    return wordOf(tree, childOf(callee, "name")) === "Should" ? object : beforeShould(tree, object);
  }
  return node?.type === "member_access_expression" ? beforeShould(tree, childOf(node, "expression")) : undefined;
}
