import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { textOf } from "../../../syntax/nodes.ts";

/** Some tokens of a text: what is given to a macro is no syntax, and the other languages are read alike. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One statement of a test about values. */
export interface Stated {
  readonly node: SyntaxNode;
  /**
   * "equal": the first value is compared with the second. "truth": the first is to be true or false. "throws": the values are code.
   * "fails": the test fails where this is reached, so that what leads to it is what counts.
   */
  readonly kind: "equal" | "truth" | "throws" | "fails";
  readonly values: readonly Span[];
  /** It says nothing unless it is awaited. */
  readonly isTask?: boolean;
}

/** What reads one language's statements: asked for every node of a test. */
export type StatementReader = (node: SyntaxNode) => Stated | undefined;

/** The named children of a list of arguments, without comments. */
export function givenTo(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  return list?.children.filter(({ named, type }) => named && !/comment/.test(type)) ?? [];
}

/** The tokens of a span, comments left out. */
export function tokensIn(tree: SyntaxTree, { from, to }: Span): readonly SyntaxNode[] {
  return tree.tokens.filter((token) => token.from >= from && token.to <= to && !/comment/.test(token.type));
}

/** "equal" for two values, else "truth". */
export function compared(node: SyntaxNode, [one, other]: readonly (Span | undefined)[]): Stated | undefined {
  if (one === undefined) return { node, kind: "truth", values: [] };
  return other === undefined ? { node, kind: "truth", values: [one] } : { node, kind: "equal", values: [one, other] };
}

/** Whether the file itself declares what a statement would be called by, so that it states nothing of itself. */
export function declares(tree: SyntaxTree, name: string): boolean {
  return tree.declarations.some((declaration) => declaration.name === name);
}

export function wordOf(tree: SyntaxTree, node: SyntaxNode | undefined): string {
  return node === undefined ? "" : textOf(tree, node);
}
