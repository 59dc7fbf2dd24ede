import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import type { Visible } from "./scopes.ts";

/** One small change of a text, and what kind of mistake it makes or mends. */
export interface Mutant {
  /** Name of the operator in its table: "comparison-boundary", "method", "identifier", … */
  readonly operator: string;
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  /** 1-based line of `from`. */
  readonly line: number;
  /** The qualified name of the function around it, if any. */
  readonly declaration: string | undefined;
}

export function applyMutant(text: string, mutant: Pick<Mutant, "from" | "to" | "replacement">): string {
  return text.slice(0, mutant.from) + mutant.replacement + text.slice(mutant.to);
}

/** What a mutation operator answers for one node. */
export type Edit = Pick<Mutant, "operator" | "from" | "to" | "replacement">;

/** What operators may look at besides the node itself. */
export interface MutatedFile {
  readonly tree: SyntaxTree;
  readonly isPython: boolean;
  readonly hints: MutationHints;
  textOf(node: SyntaxNode): string;
  /** Names that can be used at a place, nearest first. */
  visibleAt(place: SyntaxNode): readonly Visible[];
  /** Every identifier, property, string and number of the file with its nodes, by what it says. */
  readonly seen: Seen;
}

export interface Seen {
  readonly identifiers: ReadonlyMap<string, readonly SyntaxNode[]>;
  readonly properties: ReadonlyMap<string, readonly SyntaxNode[]>;
  readonly strings: ReadonlyMap<string, readonly SyntaxNode[]>;
  /** How often each stands there. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Knowledge from outside of the file that widens what a repair may put in: from the failure, the test, other modules. */
export interface MutationHints {
  readonly names: readonly string[];
  readonly strings: readonly string[];
  /** Numbers that came out, and what was expected in their place. */
  readonly numbers: readonly { readonly actual: number; readonly expected: number }[];
  /** Parts of texts that came out wrong, and what was expected in their place; either may be empty. */
  readonly pieces: readonly { readonly actual: string; readonly expected: string }[];
}

export const NO_HINTS: MutationHints = { names: [], strings: [], numbers: [], pieces: [] };

export type MutationOperator = (node: SyntaxNode, file: MutatedFile) => readonly Edit[];

/** The node's text replaced. */
export function replace(operator: string, node: SyntaxNode, replacement: string): Edit {
  return { operator, from: node.from, to: node.to, replacement };
}

export function insert(operator: string, at: number, text: string): Edit {
  return { operator, from: at, to: at, replacement: text };
}
