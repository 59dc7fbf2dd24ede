import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, stringValue } from "../../syntax/nodes.ts";
import { type Edit, insert, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

export function isNumber(node: SyntaxNode): boolean {
  return /^(number|integer|float)$/.test(node.type);
}

/** One more, one less, zero for one; for fractions a digit's place. */
export const numberStep: MutationOperator = (node, file) => {
  if (!isNumber(node)) return [];
  const isLarge = Math.abs(Number(file.textOf(node).replaceAll("_", ""))) > 20;
  const operator = isLarge && !isOperandOf(node, /^(<<|>>>?|\*\*)$/) ? "constant-step-large" : "constant-step";
  // `x - 0` is better written as `x`, which another operator does.
  const isTerm = isOperandOf(node, /^[-+]$/);
  return steps(file.textOf(node))
    .filter((text) => !(isTerm && text === "0"))
    .map((text) => replace(isShiftTold(text, node, file) ? "constant-hinted" : operator, node, asObject(node, text)));
};

/** Twice too much is one place too far: `1 << 21` for `1 << 20`. */
function isShiftTold(step: string, node: SyntaxNode, file: MutatedFile): boolean {
  const places = Number(step) - Number(file.textOf(node));
  return (
    isOperandOf(node, /^<<$/) && file.hints.numbers.some(({ actual, expected }) => expected === actual * 2 ** places)
  );
}

/** `-1` for `1`, where it is handed on, not where it is added. */
export const numberSign: MutationOperator = (node, file) => {
  const isApart =
    /^(slice|arguments|argument_list|return_statement|ternary_expression|conditional_expression|variable_declarator|assignment|pair|tuple|array|list)$/.test(
      node.parent?.type ?? "",
    );
  const isCompared = isOperandOf(node, /^[=!]==?$|^[<>]=?$/);
  if (!isNumber(node) || !(isApart || isCompared) || Number(file.textOf(node)) === 0) return [];
  const isOfIndex = isCompared && INDEX_CALL.test(file.textOf(childOf(node.parent, "left") ?? node));
  return [insert(isOfIndex ? "constant-sign-of-index" : "constant-sign", node.from, "-")];
};

/** Says by -1 that nothing was found. */
const INDEX_CALL = /\.(?:indexOf|lastIndexOf|findIndex|findLastIndex|search|find|rfind)\([^()]*\)$/;

/** Of an operation with one of these operators, in either language. */
function isOperandOf({ parent }: SyntaxNode, operator: RegExp): boolean {
  return (
    /^(binary_expression|binary_operator|comparison_operator)$/.test(parent?.type ?? "") &&
    parent?.children.some((child) => operator.test(child.type)) === true
  );
}

/** `5.toFixed()` is no JavaScript, `(5).toFixed()` is. */
function asObject(node: SyntaxNode, number: string): string {
  return node.field === "object" && !number.includes(".") ? `(${number})` : number;
}

function steps(text: string): readonly string[] {
  if (/^[\d_]+n$/.test(text)) return steps(text.slice(0, -1)).map((other) => `${other}n`);
  if (/^0x[\da-f]+$/i.test(text)) return [-1, 1].map((step) => hexadecimal(Number(text) + step, text)).filter(isLegal);
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isFinite(value) || /^0[xob]/i.test(text)) return [];
  if (Number.isInteger(value) && !text.includes("."))
    return value === 0 ? ["1"] : [String(value - 1), String(value + 1)];
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 1;
  const step = 10 ** -digits;
  return [value + step, value - step].filter((other) => other >= 0).map((other) => other.toFixed(digits));
}

/** As wide and in the case of the one it is to stand for. */
function hexadecimal(value: number, text: string): string {
  const digits = value.toString(16).padStart(text.length - 2, "0");
  return text.slice(0, 2) + (/[A-F]/.test(text.slice(2)) ? digits.toUpperCase() : digits);
}

function isLegal(number: string): boolean {
  return !number.includes("-");
}

/** Other numbers that stand in the file or are hinted at, and the same one a power of ten away. */
export const numberOther: MutationOperator = (node, file) => {
  if (!isNumber(node)) return [];
  const text = file.textOf(node);
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isFinite(value) || /^0[xob]/i.test(text)) return [];
  const isCount = Number.isInteger(value) && value <= 20;
  const near =
    value === 0
      ? []
      : [value * 10, value / 10].filter(isShort).map((number) => ["constant-scale", String(number)] as const);
  const hinted = file.hints.numbers
    .flatMap(({ actual, expected }) => [
      value + expected - actual,
      (value * expected) / actual,
      (value * actual) / expected,
    ])
    .filter((number) => isShort(number) && number >= 0 && (number < 1000 || number / value < 1000))
    .map(
      (number) =>
        [isCount && !Number.isInteger(number) ? "constant-other" : "constant-hinted", String(number)] as const,
    );
  const seen = [
    ...file.seen.numbers.keys(),
    ...(value === 0 ? [] : [value * 2, value / 2].filter(isShort).map(String)),
  ];
  const units = UNITS.includes(value) ? UNITS.map(String) : [];
  const byNearness = [...new Set([...seen, ...units])].toSorted(
    (one, other) => Math.abs(Number(one) - value) - Math.abs(Number(other) - value),
  );
  const others = [...byNearness, ...(value > 1 ? ["0", "1", "2"] : ["2", "-1"])].map(
    (number) =>
      [
        (file.seen.numbers.get(number) ?? 0) > 1 && Number(number) > 2 ? "constant-seen" : "constant-other",
        number,
      ] as const,
  );
  const known = new Set([text, ...steps(text)]);
  const edits: Edit[] = [];
  for (const [operator, number] of [...hinted, ...near, ...others]) {
    if (
      known.has(number) ||
      /^[eE]/.test(number) ||
      (number.startsWith("-") && (node.parent?.type.startsWith("unary") || node.parent?.type.startsWith("binary")))
    )
      continue;
    known.add(number);
    edits.push(replace(operator, node, asObject(node, number)));
  }
  return edits.slice(0, 12);
};

/** Of time, of sizes and of shares: one is taken for another. */
const UNITS = [7, 10, 12, 24, 28, 30, 31, 52, 60, 90, 100, 360, 365, 366, 1000, 1024, 1440, 3600, 86400];

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

/** `x + 1` and `x - 1` for `x`: "step-bound" for an index, a bound or a length, "step-term" beside other arithmetic, else "step-added". */
export const step: MutationOperator = (node, file) => {
  const operator = stepKind(node, file);
  return operator === undefined ? [] : ["- 1", "+ 1"].map((change) => insert(operator, node.to, ` ${change}`));
};

const BOUND_CALL =
  /(^|\.)(slice|substring|substr|splice|range|charAt|at|charCodeAt|repeat|padStart|padEnd|ljust|rjust|zfill|Array|setDate|setMonth|setFullYear|insert|pop)$/;

function stepKind(node: SyntaxNode, file: MutatedFile): string | undefined {
  const { parent, field } = node;
  const isValue = /^(identifier|member_expression|attribute|call|call_expression)$/.test(node.type);
  const content = node.type === "parenthesized_expression" ? node.children.find((child) => child.named) : undefined;
  const isInBrackets = content !== undefined && /^binary_/.test(content.type) && !/statement$/.test(parent?.type ?? "");
  if (parent === undefined || !(isInBrackets || isValue)) return undefined;
  const isAlone = parent.type === "parenthesized_expression" && /^binary_/.test(parent.parent?.type ?? "");
  if (parent.type === "binary_operator" || isAlone) return "step-term";
  if (/^(subscript|subscript_expression)$/.test(parent.type))
    return field === "index" || field === "subscript" ? "step-bound" : undefined;
  if (parent.type === "slice" || parent.type === "comparison_operator") return "step-bound";
  if (parent.type === "binary_expression") {
    const operator = childOf(parent, "operator")?.type ?? "";
    if (/^([<>]=?|[=!]==?)$/.test(operator)) return "step-bound";
    return /^[-+*/]$/.test(operator) ? "step-term" : undefined;
  }
  if (/^(ternary_expression|conditional_expression)$/.test(parent.type))
    return field === "condition" ? undefined : "step-added";
  if (/^augmented_assignment/.test(parent.type)) return field === "right" ? "step-added" : undefined;
  if (parent.type === "return_statement" || (parent.type === "arrow_function" && field === "body")) return "step-added";
  if (parent.type === "assignment_expression" && /\.length$/.test(file.textOf(childOf(parent, "left") ?? parent)))
    return field === "right" ? "step-bound" : undefined;
  if (/^(variable_declarator|assignment|assignment_expression)$/.test(parent.type))
    return field === "value" || field === "right" ? "step-added" : undefined;
  if (!/^(arguments|argument_list)$/.test(parent.type)) return undefined;
  const callee = childOf(parent.parent, "function") ?? childOf(parent.parent, "constructor");
  if (callee === undefined) return undefined;
  return BOUND_CALL.test(file.textOf(callee)) ? "step-bound" : "step-added";
}
