import type { SyntaxTree } from "../../../ports/syntax-trees.ts";
import type { Replacement } from "../edits.ts";

/** One small change that leaves what the code does as it is; its parts belong together. */
export interface Change {
  /** For a summary: "const and let for var". */
  readonly kind: string;
  /** It holds by the rules of the language alone, whatever the values are. */
  readonly sure: boolean;
  readonly parts: readonly Replacement[];
}

/** Finds the places of one kind of change; the tree has no syntax errors. */
export type Rule = (tree: SyntaxTree) => readonly Change[];

/** Those of the changes that do not touch one another, the earlier and outer ones first. */
export function apart(changes: readonly Change[]): readonly Change[] {
  const kept: Change[] = [];
  const taken: Replacement[] = [];
  for (const change of changes.toSorted((one, other) => startOf(one) - startOf(other))) {
    if (change.parts.some((part) => taken.some((other) => touches(part, other)))) continue;
    kept.push(change);
    taken.push(...change.parts);
  }
  return kept;
}

function startOf({ parts }: Change): number {
  return Math.min(...parts.map(({ from }) => from));
}

function touches(one: Replacement, other: Replacement): boolean {
  if (one.from === one.to || other.from === other.to) return one.from < other.to && other.from < one.to;
  return one.from < other.to && other.from < one.to;
}
