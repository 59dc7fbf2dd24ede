import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { lineAt, lineStarts, textOf, walk } from "../../../syntax/nodes.ts";
import type { SubjectNames } from "../subject-names.ts";
import type { WrittenTest } from "../written-test.ts";
import { always, settled } from "./always.ts";
import { attributesOf } from "./compiled-tests.ts";
import { wayTo } from "./reached.ts";
import { givenTo, type Span, type Stated, type StatementReader } from "./stated.ts";
import { csharpStatements } from "./stated-csharp.ts";
import { goStatements } from "./stated-go.ts";
import { javaStatements } from "./stated-java.ts";
import { rustStatements } from "./stated-rust.ts";
import { compiledUse } from "./use.ts";
import { type Words, wordReader } from "./words.ts";

/**
 * What keeps a Go, Rust, Java or C# test from saying anything about its subject, as the rest of a sentence that starts with its title;
 * undefined for a test with at least one statement of its own that is reached, can fail, and looks at something the subject did.
 */
export function compiledEmptiness(
  tree: SyntaxTree,
  test: WrittenTest,
  others: readonly WrittenTest[],
  names: SubjectNames,
): string | undefined {
  const { body, node } = test;
  if (body === undefined) return "has no body";
  const apart = new Set(others.filter((other) => other.node !== node).map((other) => other.node));
  const dependsOn = compiledUse(tree, names, apart);
  if (!dependsOn(body)) return "does not use the code it is to test";
  const read = readerOf(tree);
  const stated = statedIn(body, read);
  const starts = lineStarts(tree.text);
  if (attributesOf(tree, node).some((attribute) => /^#\[should_panic\b/.test(attribute)))
    return notOfSubject(tree, body, stated, dependsOn);
  const wordsOf = wordReader(tree, body);
  let reason: string | undefined;
  for (const one of stated) {
    const complaint = complaintAbout(tree, one, body, { read, wordsOf, dependsOn });
    if (complaint === undefined) return undefined;
    reason ??= `asserts nothing: its assertion ${complaint} (line ${lineAt(starts, one.node.from)})`;
  }
  return reason ?? "asserts nothing: state in the test itself what the result is to be";
}

/** Why the panic that a `#[should_panic]` test waits for might be its own. */
function notOfSubject(
  tree: SyntaxTree,
  body: SyntaxNode,
  stated: readonly Stated[],
  dependsOn: (span: Span) => boolean,
): string | undefined {
  if (stated.length > 0) return "asserts nothing: its assertion is expected to fail";
  const isQuiet = (node: SyntaxNode) => node.type === "let_declaration" && !/[(!]/.test(textOf(tree, node));
  const own = givenTo(body).find((statement) => !dependsOn(statement) && !isQuiet(statement));
  return own === undefined ? undefined : "may panic by itself: let it do nothing but call the code";
}

interface Reading {
  readonly read: StatementReader;
  readonly wordsOf: (span: Span) => Words;
  readonly dependsOn: (span: Span) => boolean;
}

function complaintAbout(tree: SyntaxTree, one: Stated, body: SyntaxNode, reading: Reading): string | undefined {
  const { read, wordsOf, dependsOn } = reading;
  if (one.isTask === true && one.node.parent?.type !== "await_expression")
    return "is not waited for: put await before it";
  if (
    one.kind === "throws" &&
    one.values.some((value) => statedIn(body, read).some(({ node }) => isWithin(node, value)))
  )
    return "expects another assertion to fail";
  if (
    one.kind === "throws" &&
    one.values.some((value) => /\b(throw|panic)\b/.test(tree.text.slice(value.from, value.to)))
  )
    return "throws by itself what it waits for";
  const sure = always(one, wordsOf);
  if (sure !== undefined) return sure;
  const isFailing = one.kind === "fails";
  const { guard, unreached } = wayTo(tree, one.node, body, isFailing, read, wordsOf);
  if (isFailing && guard === undefined) return unreached === undefined ? "fails always" : `stands ${unreached}`;
  const fixed = guard === undefined ? undefined : settled(wordsOf(guard));
  if (fixed !== undefined) return `stands under a condition that ${fixed}`;
  const looksAt = guard === undefined ? one.values : [guard];
  if (!looksAt.some(dependsOn)) return "looks at nothing that the code under test did";
  return unreached === undefined ? undefined : `stands ${unreached}`;
}

function isWithin(node: SyntaxNode, { from, to }: Span): boolean {
  return node.from >= from && node.to <= to;
}

function statedIn(body: SyntaxNode, read: StatementReader): readonly Stated[] {
  const found: Stated[] = [];
  walk(body, (node) => {
    const stated = read(node);
    if (stated !== undefined) found.push(stated);
  });
  return found;
}

function readerOf(tree: SyntaxTree): StatementReader {
  switch (tree.language) {
    case "go":
      return goStatements(tree);
    case "rust":
      return rustStatements(tree);
    case "java":
      return javaStatements(tree);
    default:
      return csharpStatements(tree);
  }
}
