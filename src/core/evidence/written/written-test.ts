import type { SyntaxNode } from "../../ports/syntax-trees.ts";

/** One test as it stands in a test file. */
export interface WrittenTest {
  /** Its suites and its title joined by " > ", as far as they are written out. */
  readonly name: string;
  /** The call, or the function's definition. */
  readonly node: SyntaxNode;
  /** What runs when the test does; absent for one that only has a title. */
  readonly body: SyntaxNode | undefined;
  /** What keeps it or others from running as a test should: "only", "skip", "todo", … of its own, or of a suite around it. */
  readonly mark: string | undefined;
}
