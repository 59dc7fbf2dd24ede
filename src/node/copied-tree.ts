import type { Parser, TreeCursor } from "web-tree-sitter";
import type { Declaration, Language, SyntaxNode, SyntaxTree } from "../core/ports/syntax-trees.ts";
import { declarationsOf } from "../core/syntax/declarations.ts";
import { walk } from "../core/syntax/nodes.ts";

/** Parses and copies the whole tree into plain objects, so that no memory of the engine outlives the call. */
export function copyTree(parser: Parser, language: Language, text: string): SyntaxTree {
  const tree = parser.parse(text);
  if (tree === null) throw new Error("The parser was given no grammar.");
  const cursor = tree.walk();
  try {
    const root = copyNodes(cursor);
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
  "template_literal_type",
  "interpreted_string_literal",
  "raw_string_literal",
  "string_literal",
  "char_literal",
  "character_literal",
  "verbatim_string_literal",
  "interpolated_string_expression",
  "rune_literal",
]);

const SUBSTITUTIONS: ReadonlySet<string> = new Set(["template_substitution", "template_type", "interpolation"]);

interface CopiedNode extends SyntaxNode {
  readonly parent: CopiedNode | undefined;
  readonly children: CopiedNode[];
}

/** A loop, because a long chain of operators or calls is nested deeper than a stack can be. */
function copyNodes(cursor: TreeCursor): SyntaxNode {
  const root = copyNode(cursor, undefined);
  for (let node = root; ; ) {
    if (cursor.gotoFirstChild()) {
      node = copyNode(cursor, node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (node.parent === undefined || !cursor.gotoParent()) return root;
      node = node.parent;
      if (LITERALS.has(node.type) && !node.children.some((child) => SUBSTITUTIONS.has(child.type)))
        node.children.length = 0;
    }
    node = copyNode(cursor, node.parent);
  }
}

function copyNode(cursor: TreeCursor, parent: CopiedNode | undefined): CopiedNode {
  const node: CopiedNode = {
    type: cursor.nodeType,
    named: cursor.nodeIsNamed,
    field: cursor.currentFieldName ?? undefined,
    from: cursor.startIndex,
    to: cursor.endIndex,
    parent,
    children: [],
  };
  parent?.children.push(node);
  return node;
}

function leavesOf(root: SyntaxNode): readonly SyntaxNode[] {
  const leaves: SyntaxNode[] = [];
  walk(root, (node) => {
    if (node.children.length === 0 && node.to > node.from) leaves.push(node);
  });
  return leaves;
}
