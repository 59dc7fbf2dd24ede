import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { holdersOf, textOf } from "../../syntax/nodes.ts";

/** Where a name comes from. `value` is what it was first given, `path` the properties taken from that by destructuring. */
export type Origin =
  | { readonly type: "free" }
  | { readonly type: "import"; readonly module: string; readonly member: string | undefined }
  | {
      readonly type: "parameter" | "function" | "class" | "variable";
      readonly value: SyntaxNode | undefined;
      readonly path: readonly string[];
      /** The node whose scope holds the name. */
      readonly scope: SyntaxNode;
    };

/** "value" is any other use: the thing itself is handed on. */
export type Role = "call" | "new" | "write" | "type-test" | "argument" | "extends" | "value";

/** One use of a name, with the properties read from it right there: `Math.max` is ["Math", "max"], "[]" a computed one. */
export interface NameUse {
  readonly node: SyntaxNode;
  readonly whole: SyntaxNode;
  readonly chain: readonly string[];
  readonly role: Role;
  readonly origin: Origin;
}

/** The names a file declares, by the node that is their scope. */
export class Scopes {
  readonly root: SyntaxNode;
  readonly #declared = new Map<SyntaxNode, Map<string, Origin>>();
  readonly #bindings = new Set<SyntaxNode>();

  constructor(root: SyntaxNode) {
    this.root = root;
  }

  declare(scope: SyntaxNode, nameNode: SyntaxNode, name: string, origin: Origin): void {
    const names = this.#declared.get(scope) ?? new Map<string, Origin>();
    this.#declared.set(scope, names);
    this.#bindings.add(nameNode);
    if (!names.has(name)) names.set(name, origin);
  }

  /** Marks an identifier as no use of a name (the name of a field, a label). */
  ignore(node: SyntaxNode): void {
    this.#bindings.add(node);
  }

  isBinding(node: SyntaxNode): boolean {
    return this.#bindings.has(node);
  }

  resolve(name: string, at: SyntaxNode): Origin {
    const own = this.#declared.get(at)?.get(name);
    if (own !== undefined) return own;
    for (const holder of holdersOf(at)) {
      const origin = this.#declared.get(holder)?.get(name);
      if (origin !== undefined) return origin;
    }
    return { type: "free" };
  }
}

/** What a grammar's file says about its uses of names. */
export interface NameGrammar {
  scopesOf(tree: SyntaxTree): Scopes;
  isName(node: SyntaxNode): boolean;
  /** The node one property further up, and that property; undefined at the end of a chain. */
  step(
    tree: SyntaxTree,
    node: SyntaxNode,
  ): { readonly node: SyntaxNode; readonly property: string | undefined } | undefined;
  roleOf(whole: SyntaxNode): Role;
}

/** Every use of a name in the file, in order. */
export function nameUses(tree: SyntaxTree, grammar: NameGrammar, scopes: Scopes): readonly NameUse[] {
  return tree.tokens
    .filter((token) => grammar.isName(token) && !scopes.isBinding(token))
    .map((token) => nameUse(tree, grammar, scopes, token));
}

export function nameUse(tree: SyntaxTree, grammar: NameGrammar, scopes: Scopes, node: SyntaxNode): NameUse {
  const name = textOf(tree, node).normalize("NFKC");
  const chain = [name];
  let whole = node;
  for (let next = grammar.step(tree, whole); next !== undefined; next = grammar.step(tree, whole)) {
    whole = next.node;
    if (next.property !== undefined) chain.push(next.property);
  }
  return { node, whole, chain, role: grammar.roleOf(whole), origin: scopes.resolve(name, node) };
}
