import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, holdersOf, namesIn, textOf, walk } from "../../../syntax/nodes.ts";

/** Where a function's facts are read. */
export interface Scope {
  readonly tree: SyntaxTree;
  readonly body: SyntaxNode;
  /** Names that mean something inside of the body only. */
  readonly hidden: ReadonlySet<string>;
}

/** Functions and classes inside of a body: what they do is their own. */
export const inner =
  /^(function_declaration|function_expression|generator_function(_declaration)?|arrow_function|method_definition|class|class_declaration|class_body|function_definition|class_definition|lambda|func_literal|closure_expression|function_item|lambda_expression|local_function_statement|anonymous_method_expression)$/;

/** The longest condition, value or message that still reads well. */
export const longest = 72;

/**
 * The condition under which an exit of a function is taken: of the one `if` around it, when that stands among the function's
 * own statements and asks only about what is seen from outside. Undefined otherwise.
 */
export function conditionOf(scope: Scope, exit: SyntaxNode): string | undefined {
  const { body } = scope;
  const around = [...holdersOf(exit)];
  const branch = around.find(({ type }) => /^(if_(statement|expression)|switch_(default|case))$/.test(type));
  if (branch?.type === "switch_default") return noneOfCases(scope, branch);
  if (branch === undefined || around.indexOf(branch) > 4) return undefined;
  const consequence = childOf(branch, "consequence");
  if (consequence === undefined || exit.from < consequence.from || exit.to > consequence.to) return undefined;
  const between = around.slice(around.indexOf(branch) + 1);
  const isOwn = between
    .slice(0, between.indexOf(body))
    .every(({ type }) => /^(statement_list|expression_statement)$/.test(type));
  if (!isOwn || !around.includes(body)) return undefined;
  if (childOf(branch, "initializer") !== undefined) return undefined;
  const condition = childOf(branch, "condition");
  return condition === undefined ? undefined : seenFromOutside(scope, condition);
}

/** The code of an expression on one line, without parentheses around it; undefined where it is long or names what is local. */
export function seenFromOutside({ tree, hidden }: Scope, node: SyntaxNode): string | undefined {
  const text = oneLine(textOf(tree, node)).replace(/^\(([\s\S]*)\)$/, (whole, inside: string) =>
    isBalanced(inside) ? inside : whole,
  );
  // What is private, what waits, and what holds whole sentences tells nothing to a caller.
  if (text.length > longest || /=>|\b(function|lambda|let|await)\b|\/[/*]|#|\b_\w/.test(text) || holdsSentence(text))
    return undefined;
  return [...namesIn(tree, node)].some((name) => hidden.has(name)) ? undefined : text;
}

function holdsSentence(text: string): boolean {
  const literals = text.match(/(["'`])(?:\\.|(?!\1).)*\1/g) ?? [];
  return literals.some((literal) => (literal.match(/\s/g) ?? []).length > 1);
}

/** "schedule.unit is none of "day", "week"", for what is left of a `switch`. */
function noneOfCases(scope: Scope, branch: SyntaxNode): string | undefined {
  const subject = childOf(branch.parent?.parent, "value");
  const asked = subject === undefined ? undefined : seenFromOutside(scope, subject);
  const cases = (branch.parent?.children ?? []).filter(({ type }) => type === "switch_case");
  const values = cases.flatMap((one) => childOf(one, "value") ?? []).map((value) => textOf(scope.tree, value));
  const text = `${asked} is none of ${values.join(", ")}`;
  return asked === undefined || values.length === 0 || text.length > longest ? undefined : text;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Names that mean something inside of the body only. */
export function localNames(tree: SyntaxTree, body: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  walk(body, (node) => {
    const target = bindings.get(node.type);
    const bound = target === undefined ? undefined : childOf(node, target);
    if (bound !== undefined)
      for (const name of namesIn(tree, bound)) if (!/[.[]/.test(textOf(tree, bound))) names.add(name);
    return !inner.test(node.type);
  });
  return names;
}

const bindings: ReadonlyMap<string, string> = new Map([
  ["variable_declarator", "name"],
  ["for_in_statement", "left"],
  ["for_statement", "left"],
  ["assignment", "left"],
  ["assignment_expression", "left"],
  ["augmented_assignment", "left"],
  ["named_expression", "name"],
  ["short_var_declaration", "left"],
  ["var_spec", "name"],
  ["range_clause", "left"],
  ["let_declaration", "pattern"],
  ["for_expression", "pattern"],
  ["catch_clause", "parameter"],
  ["enhanced_for_statement", "name"],
  ["foreach_statement", "left"],
]);

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
