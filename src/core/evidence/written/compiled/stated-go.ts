import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { importsOf } from "../../../syntax/imports.ts";
import { childOf, holdersOf } from "../../../syntax/nodes.ts";
import { compared, declares, givenTo, type Stated, type StatementReader, wordOf } from "./stated.ts";

/** The methods of testing.T that fail a test, and testify's assert and require. */
export function goStatements(tree: SyntaxTree): StatementReader {
  const testify = new Set<string>();
  for (const { specifier, names } of importsOf(tree))
    if (/^github\.com\/stretchr\/testify\/(assert|require)$/.test(specifier))
      for (const { local } of names) if (!declares(tree, local)) testify.add(local);
  return (node) => {
    const callee = node.type === "call_expression" ? childOf(node, "function") : undefined;
    if (callee?.type !== "selector_expression") return undefined;
    const [object, method] = [wordOf(tree, childOf(callee, "operand")), wordOf(tree, childOf(callee, "field"))];
    if (isTester(tree, node, object))
      return /^(Error|Errorf|Fatal|Fatalf|Fail|FailNow)$/.test(method)
        ? { node, kind: "fails", values: [] }
        : undefined;
    return testify.has(object) ? ofTestify(node, method) : undefined;
  };
}

function ofTestify(node: SyntaxNode, method: string): Stated | undefined {
  const given = givenTo(childOf(node, "arguments")).slice(1);
  if (/^(Fail|Failf|FailNow|FailNowf)$/.test(method)) return { node, kind: "fails", values: [] };
  if (/Panics/.test(method))
    return { node, kind: "throws", values: given.filter(({ type }) => type === "func_literal") };
  if (/^(True|False|Nil|NotNil|NoError|Error|Empty|NotEmpty|Zero|NotZero|Positive|Negative)f?$/.test(method))
    return compared(node, given.slice(0, 1));
  return given.length > 1 ? compared(node, given) : undefined;
}

/** A parameter of the test, or of a function of its own, that is a *testing.T. */
function isTester(tree: SyntaxTree, node: SyntaxNode, name: string): boolean {
  return [...holdersOf(node)].some((holder) =>
    childOf(holder, "parameters")?.children.some(
      (given) =>
        wordOf(tree, childOf(given, "name")) === name &&
        /^\*testing\.[TBF]$/.test(wordOf(tree, childOf(given, "type"))),
    ),
  );
}
