import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, stringValue } from "../../syntax/nodes.ts";
import { type Edit, insert, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

export function isNumber(node: SyntaxNode): boolean {
  return /^(number|integer|float)$/.test(node.type);
}

/** One more, one less, zero for one; for fractions a digit's place. */
export const numberStep: MutationOperator = (node, file) => {
  if (!isNumber(node)) return [];
  return steps(file.textOf(node)).map((text) => replace("constant-step", node, text));
};

function steps(text: string): readonly string[] {
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isFinite(value) || /^0[xob]/i.test(text) || text.endsWith("n")) return [];
  if (Number.isInteger(value) && !text.includes("."))
    return value === 0 ? ["1"] : [String(value - 1), String(value + 1)];
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 1;
  const step = 10 ** -digits;
  return [value + step, value - step].filter((other) => other >= 0).map((other) => other.toFixed(digits));
}

/** Other numbers that stand in the file or are hinted at, and the same one a power of ten away. */
export const numberOther: MutationOperator = (node, file) => {
  if (!isNumber(node)) return [];
  const text = file.textOf(node);
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isFinite(value) || /^0[xob]/i.test(text)) return [];
  const near = value === 0 ? [] : [value * 10, value / 10, value * 2, value / 2, 1 / value].filter(isShort).map(String);
  const hinted = file.hints.numbers
    .flatMap(({ actual, expected }) => [
      value + expected - actual,
      (value * expected) / actual,
      (value * actual) / expected,
    ])
    .filter((number) => isShort(number) && number >= 0 && (number < 1000 || number / value < 1000))
    .map((number) => ["constant-hinted", String(number)] as const);
  const others = [...near, ...file.seen.numbers, ...(value > 1 ? ["0", "1", "2"] : ["2", "-1"])].map(
    (number) => ["constant-other", number] as const,
  );
  const known = new Set([text, ...steps(text)]);
  const edits: Edit[] = [];
  for (const [operator, number] of [...hinted, ...others]) {
    if (
      known.has(number) ||
      /^[eE]/.test(number) ||
      (number.startsWith("-") && (node.parent?.type.startsWith("unary") || node.parent?.type.startsWith("binary")))
    )
      continue;
    known.add(number);
    edits.push(replace(operator, node, number));
  }
  return edits.slice(0, 12);
};

function isShort(value: number): boolean {
  return Number.isFinite(value) && String(value).length <= 6;
}

export const boolean: MutationOperator = (node, file) => {
  if (node.type !== "true" && node.type !== "false") return [];
  const other = file.isPython ? { True: "False", False: "True" } : { true: "false", false: "true" };
  const text: string = file.textOf(node);
  return Object.entries(other).flatMap(([from, to]) => (from === text ? [replace("boolean", node, to)] : []));
};

/** An empty string for a full one, a full one for an empty one, `[]` for what a list holds. */
export const emptied: MutationOperator = (node, file) => {
  if (node.type === "string" && isValue(node)) {
    const value = stringValue(file.tree, node);
    if (value === undefined) return [];
    return [replace("string-emptied", node, value === "" ? '"?"' : '""')];
  }
  const isList = node.type === "array" || node.type === "list";
  const isPattern = node.field === "left" || node.field === "name";
  return isList && !isPattern && node.children.some((child) => child.named)
    ? [replace("list-emptied", node, "[]")]
    : [];
};

/** Not a module's name, a directive, a docstring or a key. */
export function isValue(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent === undefined || parent.type === "expression_statement" || parent.type === "module") return false;
  return !/^(import_statement|export_statement|concatenated_string|literal_type|jsx_attribute)$/.test(parent.type);
}

/** `x + 1` and `x - 1` for `x`, where an index, a length, a bound or an answer is meant. */
export const step: MutationOperator = (node, file) => {
  if (!isCountable(node, file)) return [];
  return ["- 1", "+ 1"].map((change) => insert("step-added", node.to, ` ${change}`));
};

function isCountable(node: SyntaxNode, file: MutatedFile): boolean {
  const { parent, field } = node;
  if (parent === undefined || !/^(identifier|member_expression|attribute|call|call_expression)$/.test(node.type))
    return false;
  if (/^(subscript|subscript_expression)$/.test(parent.type)) return field === "index" || field === "subscript";
  if (parent.type === "slice" || parent.type === "comparison_operator") return true;
  if (parent.type === "binary_expression") return /^([<>]=?|[=!]==?)$/.test(childOf(parent, "operator")?.type ?? "");
  if (parent.type === "return_statement" || (parent.type === "arrow_function" && field === "body")) return true;
  if (/^(variable_declarator|assignment|assignment_expression)$/.test(parent.type))
    return field === "value" || field === "right";
  if (!/^(arguments|argument_list)$/.test(parent.type)) return false;
  const callee = childOf(parent.parent, "function") ?? childOf(parent.parent, "constructor");
  return (
    callee !== undefined &&
    /(^|\.)(slice|substring|substr|splice|range|charAt|at|charCodeAt|repeat|padStart|padEnd|ljust|rjust|zfill|Array|Date|UTC|setDate|setMonth|setFullYear|indexOf|fill|insert|pop|[a-z]\w*)$/.test(
      file.textOf(callee),
    )
  );
}
