import type { Parser, TreeCursor } from "web-tree-sitter";
import type { Declaration, Language, SyntaxNode, SyntaxTree } from "../core/ports/syntax-trees.ts";
import { declarationsOf } from "../core/syntax/declarations.ts";

/** Parses and copies the whole tree into plain objects, so that no memory of the engine outlives the call. */
export function copyTree(parser: Parser, language: Language, text: string): SyntaxTree {
  const tree = parser.parse(text);
  if (tree === null) throw new Error("The parser was given no grammar.");
  const cursor = tree.walk();
  try {
    const root = copyNode(cursor, undefined);
    return new CopiedTree(language, text, root, tree.rootNode.hasError);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

class CopiedTree implements SyntaxTree {
  readonly language: Language;
  readonly text: string;
  readonly root: SyntaxNode;
  readonly hasErrors: boolean;
  #declarations: readonly Declaration[] | undefined;
  #tokens: readonly SyntaxNode[] | undefined;

  constructor(language: Language, text: string, root: SyntaxNode, hasErrors: boolean) {
    this.language = language;
    this.text = text;
    this.root = root;
    this.hasErrors = hasErrors;
  }

  get declarations(): readonly Declaration[] {
    this.#declarations ??= declarationsOf(this);
    return this.#declarations;
  }

  get tokens(): readonly SyntaxNode[] {
    this.#tokens ??= leavesOf(this.root);
    return this.#tokens;
  }
}

/** Literals whose inner nodes nobody needs, unless something is substituted in them. */
const LITERALS: ReadonlySet<string> = new Set([
  "string",
  "template_string",
  "interpreted_string_literal",
  "raw_string_literal",
  "string_literal",
  "char_literal",
  "character_literal",
  "verbatim_string_literal",
  "interpolated_string_expression",
  "rune_literal",
]);

const SUBSTITUTIONS: ReadonlySet<string> = new Set(["template_substitution", "interpolation"]);

/** Leaves the cursor where it was. Recursive: as deep as the text's nesting. */
function copyNode(cursor: TreeCursor, parent: SyntaxNode | undefined): SyntaxNode {
  const type = cursor.nodeType;
  const children: SyntaxNode[] = [];
  const node: SyntaxNode = {
    type,
    named: cursor.nodeIsNamed,
    field: cursor.currentFieldName ?? undefined,
    from: cursor.startIndex,
    to: cursor.endIndex,
    parent,
    children,
  };
  if (cursor.gotoFirstChild()) {
    do children.push(copyNode(cursor, node));
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  if (LITERALS.has(type) && !children.some((child) => SUBSTITUTIONS.has(child.type))) children.length = 0;
  return node;
}

function leavesOf(root: SyntaxNode): readonly SyntaxNode[] {
  const leaves: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.children.length === 0) {
      if (node.to > node.from) leaves.push(node);
      return;
    }
    for (const child of node.children) visit(child);
  };
  visit(root);
  return leaves;
}
