import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { WrittenTest } from "../written-test.ts";

/** Whether a text is in one of the languages whose tests are read here: Go, Rust, Java, C#. */
export function isCompiled({ language }: Pick<SyntaxTree, "language">): boolean {
  return /^(go|rust|java|csharp)$/.test(language);
}

/** The tests of a Go, Rust, Java or C# file, in order of appearance; tables and subtests belong to the test that runs them. */
export function compiledTests(tree: SyntaxTree): readonly WrittenTest[] {
  const found: WrittenTest[] = [];
  walk(tree.root, (node) => {
    if (!isTest(tree, node)) return;
    const holders = [...holdersOf(node)].filter(({ type }) => /^(mod_item|class_declaration)$/.test(type)).reverse();
    const body = childOf(node, "body");
    const marks = [node, ...holders].map(
      (one) => /\b(ignore|Ignore|Disabled\w*|Enabled\w*|Skip|Explicit)\b/.exec(attributesOf(tree, one).join(" "))?.[1],
    );
    const mark = marks.find((one) => one !== undefined) ?? (body === undefined ? "todo" : leftOut(tree, body));
    found.push({ name: [...holders, node].map((one) => nameOf(tree, one)).join(" > "), node, body, mark });
  });
  return found;
}

/** What stands before an item as `#[…]`, `@…` or `[…]`, each as it is written. */
export function attributesOf(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  if (tree.language !== "rust") {
    const holder = tree.language === "java" ? node.children.find(({ type }) => type === "modifiers") : node;
    return (holder?.children ?? [])
      .filter(({ type }) => /^(attribute_list|annotation|marker_annotation)$/.test(type))
      .map((one) => textOf(tree, one));
  }
  const siblings = node.parent?.children ?? [];
  const found: string[] = [];
  for (let at = siblings.indexOf(node) - 1; at >= 0; at--) {
    const before = siblings[at];
    if (before === undefined || !/^attribute_item$|comment/.test(before.type)) break;
    if (before.type === "attribute_item") found.unshift(textOf(tree, before));
  }
  return found;
}

function isTest(tree: SyntaxTree, node: SyntaxNode): boolean {
  const attributes = () => attributesOf(tree, node).join(" ");
  switch (node.type) {
    case "function_declaration": {
      const given = childOf(node, "parameters");
      const isGiven = given !== undefined && /\*testing\.T\s*\)$/.test(textOf(tree, given));
      return tree.language === "go" && isGiven && /^Test(?![a-z])/.test(nameOf(tree, node));
    }
    case "function_item":
      return /^#\[(\w+::)?test\b|\s#\[(\w+::)?test\b/.test(attributes());
    case "method_declaration":
      return tree.language === "java"
        ? /@(Test|ParameterizedTest|RepeatedTest)\b/.test(attributes())
        : /[[,]\s*(Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b/.test(attributes());
    default:
      return false;
  }
}

/** `t.Skip()`, `Assert.Ignore()`, `assumeTrue(…)`: what ends a test without a word about the result. */
function leftOut(tree: SyntaxTree, body: SyntaxNode): string | undefined {
  return /\b(Skip|SkipNow|Skipf|assume\w+|Assume\.\w+|Assert\.(?:Ignore|Inconclusive|Pass|Skip\w*))\s*\(/.exec(
    textOf(tree, body),
  )?.[1];
}

function nameOf(tree: SyntaxTree, node: SyntaxNode): string {
  return textOf(tree, childOf(node, "name") ?? node);
}
