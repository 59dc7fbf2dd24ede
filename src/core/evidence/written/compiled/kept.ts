import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, lineAt, lineStarts, namesIn, textOf } from "../../../syntax/nodes.ts";
import { attributesOf, compiledTests } from "./compiled-tests.ts";
import { tokensIn } from "./stated.ts";

/** An item of a file, or of a module or class of it. */
interface Item {
  readonly node: SyntaxNode;
  /** Where it stands, and its tokens with what stands before it; of a holder its head only. */
  readonly shape: string;
}

/**
 * How a new text of a Go, Rust, Java or C# test file weakens what was there, as a sentence; undefined when every item of the old one is
 * still there, token by token and in its order, and what is new are tests, imports, types and functions of new names.
 */
export function compiledWeakening(before: SyntaxTree, after: SyntaxTree): string | undefined {
  const left = new Set(compiledTests(after).map(({ name }) => name));
  const gone = compiledTests(before).find(({ name }) => !left.has(name));
  if (gone !== undefined) return `The test "${gone.name}" is gone: leave every test there is as it is, and add yours.`;
  const [old, now] = [itemsOf(before, before.root, ""), itemsOf(after, after.root, "")];
  const starts = lineStarts(after.text);
  const fresh: Item[] = [];
  let at = 0;
  for (const item of now) {
    if (item.shape === old[at]?.shape) at++;
    else fresh.push(item);
  }
  const lost = old[at];
  if (lost !== undefined) {
    const line = lineAt(lineStarts(before.text), lost.node.from);
    return `What stands at line ${line} was changed or moved: leave what is there as it is, and add your tests.`;
  }
  const used = namesIn(before, before.root);
  for (const { node } of fresh) {
    const line = lineAt(starts, node.from);
    const name = childOf(node, "name");
    if (!mayBeAdded(after, node))
      return `Line ${line} may not be added beside tests that are there already: add tests, imports and helpers of new names only.`;
    if (name !== undefined && used.has(textOf(after, name)))
      return `Line ${line} takes the name ${textOf(after, name)}, which other tests of this file use: choose another one.`;
  }
  return undefined;
}

function itemsOf(tree: SyntaxTree, holder: SyntaxNode, place: string): readonly Item[] {
  return holder.children.flatMap((node): readonly Item[] => {
    if (!node.named || /comment|^attribute_item$/.test(node.type)) return [];
    const body = /^(mod_item|class_declaration|namespace_declaration)$/.test(node.type)
      ? childOf(node, "body")
      : undefined;
    const tokens = tokensIn(tree, { from: node.from, to: body?.from ?? node.to }).map((token) => textOf(tree, token));
    const shape = `${place}/${[...attributesOf(tree, node), ...tokens].join(" ")}`;
    return [{ node, shape }, ...(body === undefined ? [] : itemsOf(tree, body, shape))];
  });
}

function mayBeAdded(tree: SyntaxTree, node: SyntaxNode): boolean {
  if (/^(import_declaration|use_declaration|using_directive)$/.test(node.type)) return true;
  const attributes = attributesOf(tree, node).join(" ");
  const runsForAll =
    /\b(Before|After)(Each|All|Class)?\b|\b(One)?Time(SetUp|TearDown)\b|\b(SetUp|TearDown|OneTimeSetUp|OneTimeTearDown|TestInitialize|TestCleanup|ClassInitialize)\b/;
  return (
    /^(function_declaration|function_item|method_declaration|class_declaration|record_declaration|mod_item|struct_item|enum_item|const_item|type_declaration)$/.test(
      node.type,
    ) && !runsForAll.test(attributes)
  );
}
