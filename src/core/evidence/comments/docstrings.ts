import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { textOf } from "../../syntax/nodes.ts";

/**
 * Whether a statement of Python is a docstring: a plain string, alone, as the first statement of a module, class or function.
 * "alone" when nothing else is in that body. Concatenated, formatted, byte and bracketed strings count as code.
 */
export function docstringOf(tree: Pick<SyntaxTree, "text">, node: SyntaxNode): "first" | "alone" | undefined {
  const string = node.children[0];
  if (node.type !== "expression_statement" || node.children.length !== 1 || string?.type !== "string") return undefined;
  if (!/^[rRuU]?["']/.test(textOf(tree, string))) return undefined;
  const body = node.parent;
  if (body === undefined || !holdsDocstring(body)) return undefined;
  const statements = body.children.filter(({ type }) => type !== "comment" && type !== "line_continuation");
  if (statements[0] !== node) return undefined;
  return statements.length === 1 && body.type !== "module" ? "alone" : "first";
}

function holdsDocstring(body: SyntaxNode): boolean {
  return (
    body.type === "module" ||
    (body.type === "block" && /^(class|function)_definition$/.test(body.parent?.type ?? "") && body.field === "body")
  );
}

/** An escape by which Python would refuse the docstring, or warn about it: `\Users` is one, and so is `\d`. */
export function brokenEscape(docstring: string): string | undefined {
  if (/^[rR]/.test(docstring)) return undefined;
  for (const [written] of docstring.matchAll(/\\(?:\r\n|[\s\S])(?:[0-9a-fA-F]{0,8})/g)) {
    const isWell =
      /^\\(?:\r\n|[\n\r\\'"abfnrtv])/.test(written) ||
      /^\\[0-3]?[0-7]{1,2}/.test(written) ||
      /^\\x[0-9a-fA-F]{2}/.test(written) ||
      /^\\u[0-9a-fA-F]{4}/.test(written) ||
      /^\\U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}/.test(written);
    if (!isWell) return written.slice(0, 2);
  }
  return undefined;
}
