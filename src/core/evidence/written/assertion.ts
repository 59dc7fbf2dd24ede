import type { SyntaxNode } from "../../ports/syntax-trees.ts";

/** One statement of a test about values. */
export interface Assertion {
  readonly node: SyntaxNode;
  /**
   * "equal": the first value is to be as the second. "truth": the first is to be true. "throws": the first is code.
   * "snapshot": the first is compared with what was recorded, which a new test has not. "other": the values are looked at in some way.
   */
  readonly kind: "equal" | "truth" | "throws" | "snapshot" | "other";
  readonly values: readonly SyntaxNode[];
  /** It is a promise, and says nothing unless somebody waits for it. */
  readonly isPromise: boolean;
  /** The first is not to be the second itself. */
  readonly isNegated?: boolean;
}

/** What reads one language's assertions: asked for every node of a test. */
export type AssertionReader = (node: SyntaxNode) => Assertion | undefined;
