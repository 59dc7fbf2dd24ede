import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf } from "../../syntax/nodes.ts";
import { insert, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

/** A statement that does nothing was meant to: `count;` to count, `total == 0;` to assign. */
export const idleStatement: MutationOperator = (node, file) => {
  const [expression] = node.type === "expression_statement" ? node.children : [];
  if (expression === undefined || isAnswer(expression)) return [];
  if (/^(identifier|member_expression|subscript_expression)$/.test(expression.type) && !file.isPython)
    return [insert("idle-statement", expression.to, "++"), insert("idle-statement", expression.to, "--")];
  const token = childOf(expression, "operator") ?? childOf(expression, "operators");
  if (token === undefined || !/^(binary_expression|binary_operator|comparison_operator)$/.test(expression.type))
    return [];
  const operator = file.textOf(token);
  if (/^={2,3}$/.test(operator)) return [replace("idle-statement", token, "=")];
  return /^(\+|-|\*|\/|\/\/|%|\||&|<<|>>)$/.test(operator) ? [replace("idle-statement", token, `${operator}=`)] : [];
};

/** What an arrow function or a notebook cell says last is no statement. */
function isAnswer({ parent }: SyntaxNode): boolean {
  return parent?.parent === undefined;
}

/** `if (a = b)` was to compare. */
export const assignedCondition: MutationOperator = (node, file) => {
  const isCondition = node.parent?.type === "parenthesized_expression" && node.parent.field === "condition";
  const token = node.children.find((child) => child.type === "=");
  if (node.type !== "assignment_expression" || !isCondition || token === undefined || file.isPython) return [];
  return [replace("assigned-condition", token, "===")];
};

/** A case that goes on into the next one. */
export const fallenThrough: MutationOperator = (node) => {
  const last = node.type === "switch_case" ? node.children.at(-1) : undefined;
  if (
    last === undefined ||
    last.field !== "body" ||
    node.parent?.children.filter((child) => child.named).at(-1) === node
  )
    return [];
  if (/^(break|return|throw|continue)_statement$|^statement_block$/.test(last.type)) return [];
  return [insert("break-added", last.to, " break;")];
};

/** An `if` after an `if` that was to be its other case, and the other way round. */
export const otherCase: MutationOperator = (node, file) => {
  if (file.isPython) {
    if (node.type === "elif_clause") return alone(node, file, "if");
    return followsIf(node) ? [insert("case-joined", node.from, "el")] : [];
  }
  if (node.type === "else_clause" && firstOfType(node, "if_statement") !== undefined) {
    const token = firstOfType(node, "else");
    return token === undefined ? [] : [replace("case-parted", token, "")];
  }
  return followsIf(node) ? [insert("case-joined", node.from, "else ")] : [];
};

/** Only the last case of a chain can stand alone. */
function alone(node: SyntaxNode, file: MutatedFile, word: string): ReturnType<MutationOperator> {
  const token = firstOfType(node, "elif");
  const isOnly = node.parent?.children.filter((child) => child.field === "alternative").length === 1;
  const isSame = token !== undefined && file.textOf(token) === "elif";
  return isSame && isOnly ? [replace("case-parted", token, word)] : [];
}

function followsIf(node: SyntaxNode): boolean {
  const siblings = node.parent?.children.filter((child) => child.named) ?? [];
  const before = siblings[siblings.indexOf(node) - 1];
  return (
    node.type === "if_statement" && before?.type === "if_statement" && childOf(before, "alternative") === undefined
  );
}

/** A parameter that nothing uses was to be handed on. */
export const argumentAdded: MutationOperator = (node, file) => {
  if (node.type !== "arguments" && node.type !== "argument_list") return [];
  const unused = file
    .visibleAt(node)
    .filter(({ isUnused, isFunction, depth, name }) => isUnused && !isFunction && depth <= 1 && !name.startsWith("_"));
  const given = node.children.filter((child) => child.named && child.type !== "comment");
  const [first, last] = [given[0], given.at(-1)];
  return unused.slice(0, 3).flatMap(({ name }) => {
    const value = `${starsOf(name, node, file)}${name}`;
    if (first === undefined || last === undefined) return [insert("argument-added", node.from + 1, value)];
    const isLast = !/keyword_argument|splat/.test(last.type);
    return [
      ...(isLast ? [insert("argument-added", last.to, `, ${value}`)] : []),
      insert("argument-added", first.from, `${value}, `),
    ];
  });
};

/** `*args` and `...rest` are handed on as what they were given as. */
function starsOf(name: string, node: SyntaxNode, file: MutatedFile): string {
  for (const holder of holdersOf(node)) {
    const parameters = childOf(holder, "parameters");
    const own = parameters?.children.find((child) => file.textOf(child).replace(/^(\*{1,2}|\.{3})/, "") === name);
    if (own !== undefined) return /^(\*{1,2}|\.{3})/.exec(file.textOf(own))?.[0] ?? "";
  }
  return "";
}
