import type { Declaration, SyntaxNode } from "../ports/syntax-trees.ts";

/** Where the walk stands. */
export interface Scope {
  /** Names of the classes, objects and functions around, outermost first. */
  readonly holders: readonly string[];
  readonly within: "module" | "class" | "function";
  /** Whether what holds this can be reached from outside of the file. */
  readonly exported: boolean;
}

export interface Found {
  readonly name: string;
  readonly kind: Declaration["kind"];
  readonly node: SyntaxNode;
  readonly exported: boolean;
  /** Holders the syntax names itself ("Foo" in `Foo.prototype.bar`, a Go receiver), in place of the surrounding ones. */
  readonly holders?: readonly string[];
}

/** What one node declares, and the scope of what is below it where that is another one. */
export interface Step {
  readonly found?: readonly Found[];
  readonly inner?: Scope;
}

/** Reads one language's declarations: asked for every node, in order. */
export type DeclarationReader = (node: SyntaxNode, scope: Scope) => Step | undefined;
