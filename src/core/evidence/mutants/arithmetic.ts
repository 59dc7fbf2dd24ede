import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, namesIn } from "../../syntax/nodes.ts";
import { type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  "+": ["-", "*"],
  "-": ["+"],
  "*": ["/", "+"],
  "/": ["*", "//", "%"],
  "//": ["/", "%", "*"],
  "%": ["/", "//", "*"],
  "**": ["*"],
  "<<": [">>"],
  ">>": ["<<", ">>>"],
  ">>>": [">>"],
  "&": ["|"],
  "|": ["&"],
  "^": ["&", "|"],
};

export const arithmetic: MutationOperator = (node, file) => {
  if (node.type !== "binary_expression" && node.type !== "binary_operator") return [];
  const token = childOf(node, "operator");
  if (token === undefined) return [];
  const isText = [childOf(node, "left"), childOf(node, "right")].some(isConcatenated);
  if (isText && file.textOf(token) === "+") return [];
  const fits = (operator: string): boolean =>
    file.isPython ? operator !== ">>>" : operator !== "//" && !(operator === "/" && startsLikeComment(node, file));
  return (ARITHMETIC[file.textOf(token)] ?? []).filter(fits).map((operator) => replace("arithmetic", token, operator));
};

function startsLikeComment(node: SyntaxNode, file: MutatedFile): boolean {
  const token = childOf(node, "operator");
  return token !== undefined && /^[/*]/.test(file.tree.text.slice(token.to));
}

const ASSIGNMENTS: Readonly<Record<string, readonly string[]>> = {
  "+=": ["-=", "*=", "="],
  "-=": ["+=", "="],
  "*=": ["/=", "+=", "="],
  "/=": ["*=", "="],
  "//=": ["/=", "*="],
  "%=": ["/=", "="],
  "||=": ["&&=", "??="],
  "&&=": ["||="],
  "??=": ["||=", "="],
  "|=": ["&=", "="],
  "&=": ["|=", "="],
};

export const augmentedAssignment: MutationOperator = (node, file) => {
  if (!/^augmented_assignment/.test(node.type)) return [];
  const token = childOf(node, "operator");
  if (token === undefined) return [];
  return (ASSIGNMENTS[file.textOf(token)] ?? []).map((operator) => replace("assignment", token, operator));
};

/** `total = x` that was meant to add up; only where the variable was made before. */
export const plainAssignment: MutationOperator = (node, file) => {
  const isAssignment = node.type === "assignment_expression" || node.type === "assignment";
  const left = childOf(node, "left");
  const token = node.children.find((child) => child.type === "=");
  if (!isAssignment || token === undefined || left === undefined || childOf(node, "type") !== undefined) return [];
  const isPlace = /^(member_expression|attribute|subscript|subscript_expression)$/.test(left.type);
  const isKnown =
    left.type === "identifier" &&
    file.visibleAt(left).some(({ name, depth }) => name === file.textOf(left) && depth === 0);
  const value = childOf(node, "right");
  if ((!isPlace && !isKnown) || value === undefined || !COUNTED.test(value.type)) return [];
  const name = isAccumulating(node, file)
    ? "assignment-in-loop"
    : isCounted(left, file)
      ? "assignment-elsewhere"
      : "assignment-added";
  return ["+=", "-="].map((operator) => replace(name, token, operator));
};

/** Somewhere else in the file the same is added to or taken from. */
function isCounted(left: SyntaxNode, file: MutatedFile): boolean {
  const name = file.textOf(left);
  return [" += ", " -= "].some((operator) => file.tree.text.includes(name + operator));
}

/** In a loop, of a variable made before it, from something else than itself. */
function isAccumulating(node: SyntaxNode, file: MutatedFile): boolean {
  const [left, value] = [childOf(node, "left"), childOf(node, "right")];
  if (left?.type !== "identifier" || value === undefined) return false;
  const loop = [...holdersOf(node)].find(({ type }) => /^(for|while|do|for_in)_statement$/.test(type));
  const name = file.textOf(left);
  if (loop === undefined || file.visibleAt(loop).every((one) => one.name !== name)) return false;
  return !namesIn(file.tree, value).has(name);
}

const COUNTED =
  /^(identifier|number|integer|float|binary_expression|binary_operator|call|call_expression|member_expression|attribute|subscript|subscript_expression|string|template_string|await|await_expression)$/;

/** `a - b` for `b - a`, and the like. */
export const operandOrder: MutationOperator = (node, file) => {
  if (node.type !== "binary_expression" && node.type !== "binary_operator") return [];
  const [left, token, right] = [childOf(node, "left"), childOf(node, "operator"), childOf(node, "right")];
  if (left === undefined || token === undefined || right === undefined) return [];
  const operator = file.textOf(token);
  const isConcatenation =
    operator === "+" && !/^(number|integer|float)$/.test(right.type) && !/^(number|integer|float)$/.test(left.type);
  if (!/^(-|\/|\/\/|%|\*\*)$/.test(operator) && !isConcatenation) return [];
  if (isCompound(left) || isCompound(right)) return [];
  const name = operator === "-" && isComparison(left, right, file) ? "comparator-order" : "operand-order";
  return [replace(name, node, `${file.textOf(right)} ${operator} ${file.textOf(left)}`)];
};

/** The same of the two things a function is given: `(a, b) => a.size - b.size`. */
function isComparison(left: SyntaxNode, right: SyntaxNode, file: MutatedFile): boolean {
  const [one, other] = [file.textOf(left), file.textOf(right)];
  const [first = "", second = ""] = [one, other].map((text) => /^[\w$]+/.exec(text)?.[0]);
  const holder = [...holdersOf(left)].find((node) => childOf(node, "parameters") !== undefined);
  const parameters = childOf(holder, "parameters")?.children.filter((child) => child.named) ?? [];
  const given = parameters.map((parameter) => /^[\w$]+/.exec(file.textOf(parameter))?.[0] ?? "");
  const isOfBoth = given.length === 2 && given.includes(first) && given.includes(second) && first !== second;
  return isOfBoth && one.slice(first.length) === other.slice(second.length);
}

function isCompound(node: SyntaxNode): boolean {
  return /^(binary_|unary_|boolean_|ternary_|conditional_|await|comparison_)/.test(node.type);
}

/** `x - 1` that should be `x`. */
export const droppedStep: MutationOperator = (node, file) => {
  if (node.type !== "binary_expression" && node.type !== "binary_operator") return [];
  const [left, token, right] = [childOf(node, "left"), childOf(node, "operator"), childOf(node, "right")];
  if (left === undefined || token === undefined || right === undefined) return [];
  const isNumber = /^(number|integer|float)$/.test(right.type);
  const isStep = isNumber && /^(\+|-|\*|\/|\/\/|%)$/.test(file.textOf(token));
  return isStep ? [replace("step-dropped", node, file.textOf(left))] : [];
};

/** `-x` for `x` and back. */
export const sign: MutationOperator = (node, file) => {
  if (node.type === "unary_expression" || node.type === "unary_operator") {
    const [token, argument] = [childOf(node, "operator"), childOf(node, "argument")];
    if (token === undefined || argument === undefined || !/^[-+~]$/.test(file.textOf(token))) return [];
    return [replace("sign", node, file.textOf(argument))];
  }
  const isOperand =
    /^(identifier|member_expression|attribute|call|call_expression|subscript|subscript_expression)$/.test(node.type);
  const place = node.parent?.type ?? "";
  const isPlace =
    (/^(return_statement|arguments|argument_list|variable_declarator|assignment|assignment_expression|tuple|array|list|lambda|arrow_function)$/.test(
      place,
    ) &&
      node.field !== "name" &&
      node.field !== "left") ||
    (/^(ternary_expression|conditional_expression)$/.test(place) && node.field !== "condition");
  const isBaseClass = node.parent?.parent?.type === "class_definition";
  return isOperand && isPlace && !isBaseClass ? [replace("sign-added", node, `-${file.textOf(node)}`)] : [];
};

export const update: MutationOperator = (node, file) => {
  if (node.type !== "update_expression") return [];
  const token = childOf(node, "operator");
  return token === undefined ? [] : [replace("update", token, file.textOf(token) === "++" ? "--" : "++")];
};

/** `list[i++]` for `list[++i]` and back, where the value is used. */
export const updateOrder: MutationOperator = (node, file) => {
  if (node.type !== "update_expression" || /^(expression_statement|sequence_expression)$/.test(node.parent?.type ?? ""))
    return [];
  if (node.parent?.type === "for_statement") return [];
  const [token, argument] = [childOf(node, "operator"), childOf(node, "argument")];
  if (token === undefined || argument === undefined) return [];
  const isPrefix = token.from < argument.from;
  const [operator, operand] = [file.textOf(token), file.textOf(argument)];
  return [replace("update-order", node, isPrefix ? operand + operator : operator + operand)];
};

/** A text, or one put together: `a + "-" + b`. */
function isConcatenated(node: SyntaxNode | undefined): boolean {
  if (node === undefined || isString(node)) return node !== undefined;
  return /^binary_/.test(node.type) && [childOf(node, "left"), childOf(node, "right")].some(isConcatenated);
}

function isString(node: SyntaxNode): boolean {
  return /^(string|template_string|concatenated_string)$/.test(node.type);
}
