import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, namesIn } from "../../syntax/nodes.ts";
import { type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

/** Operators of two operands by what else they could have been: first the neighbour at the boundary, then the opposites. */
const COMPARISONS: Readonly<Record<string, readonly (readonly [operator: string, replacement: string])[]>> = {
  "<": [
    ["comparison-boundary", "<="],
    ["comparison-negated", ">="],
    ["comparison-flipped", ">"],
  ],
  "<=": [
    ["comparison-boundary", "<"],
    ["comparison-negated", ">"],
    ["comparison-flipped", ">="],
  ],
  ">": [
    ["comparison-boundary", ">="],
    ["comparison-negated", "<="],
    ["comparison-flipped", "<"],
  ],
  ">=": [
    ["comparison-boundary", ">"],
    ["comparison-negated", "<"],
    ["comparison-flipped", "<="],
  ],
  "===": [["comparison-negated", "!=="]],
  "!==": [["comparison-negated", "==="]],
  "==": [["comparison-negated", "!="]],
  "!=": [["comparison-negated", "=="]],
  is: [["comparison-negated", "is not"]],
  "is not": [["comparison-negated", "is"]],
  in: [["comparison-negated", "not in"]],
  "not in": [["comparison-negated", "in"]],
};

const LOOSER: Readonly<Record<string, readonly string[]>> = {
  "===": ["<=", ">="],
  "==": ["<=", ">="],
  "!==": ["<", ">"],
  "!=": ["<", ">"],
  "<": ["!=="],
  ">": ["!=="],
  "<=": ["==="],
  ">=": ["==="],
};

export const comparison: MutationOperator = (node, file) =>
  comparisonTokens(node).flatMap((token) => {
    const known = COMPARISONS[file.textOf(token).replace(/\s+/g, " ")] ?? [];
    return known
      .filter(([, replacement]) => file.isPython || !/[a-z]/.test(replacement))
      .map(([operator, replacement]) => replace(operator, token, replacement));
  });

/** Equality for order and order for equality: rarer mistakes, only worth trying as repairs. */
export const comparisonKind: MutationOperator = (node, file) => {
  const token = comparisonToken(node);
  if (token === undefined) return [];
  return (LOOSER[file.textOf(token)] ?? []).map((replacement) =>
    replace("comparison-kind", token, file.isPython ? replacement.replace(/^([=!]=)=$/, "$1") : replacement),
  );
};

/** Python chains comparisons: `low <= x < high` has two. */
function comparisonTokens(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "comparison_operator") return node.children.filter((child) => child.field === "operators");
  return [comparisonToken(node)].filter((token) => token !== undefined);
}

function comparisonToken(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === "comparison_operator") return childOf(node, "operators");
  return node.type === "binary_expression" ? childOf(node, "operator") : undefined;
}

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
  const isText = [childOf(node, "left"), childOf(node, "right")].some((side) => side !== undefined && isString(side));
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
  const name = isAccumulating(node, file) ? "assignment-in-loop" : "assignment-added";
  return ["+=", "-="].map((operator) => replace(name, token, operator));
};

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
  return [replace("operand-order", node, `${file.textOf(right)} ${operator} ${file.textOf(left)}`)];
};

function isCompound(node: SyntaxNode): boolean {
  return /^(binary_|unary_|boolean_|ternary_|conditional_|await|comparison_)/.test(node.type);
}

export const logic: MutationOperator = (node, file) => {
  if (node.type !== "binary_expression" && node.type !== "boolean_operator") return [];
  const token = childOf(node, "operator");
  if (token === undefined) return [];
  const others =
    { "&&": ["||"], "||": ["&&", "??"], "??": ["||", "&&"], and: ["or"], or: ["and"] }[file.textOf(token)] ?? [];
  return others.filter((other) => !mixes(node, other, file)).map((other) => replace("logic", token, other));
};

/** JavaScript refuses `??` beside `||` or `&&` without parentheses. */
function mixes(node: SyntaxNode, operator: string, file: MutatedFile): boolean {
  const near = [node.parent, childOf(node, "left"), childOf(node, "right")].filter(
    (other) => other?.type === "binary_expression",
  );
  return near.some((other) => {
    const token = childOf(other, "operator");
    const theirs = token === undefined ? "" : file.textOf(token);
    return operator === "??" ? /^(\|\||&&)$/.test(theirs) : theirs === "??";
  });
}

/** Takes one side of `a && b` away. */
export const droppedOperand: MutationOperator = (node, file) => {
  const isLogic = node.type === "boolean_operator" || node.type === "binary_expression";
  const [left, token, right] = [childOf(node, "left"), childOf(node, "operator"), childOf(node, "right")];
  if (!isLogic || left === undefined || token === undefined || right === undefined) return [];
  if (!/^(&&|\|\||\?\?|and|or)$/.test(file.textOf(token))) return [];
  return [left, right].map((side) => replace("dropped-operand", node, file.textOf(side)));
};

/** `x - 1` that should be `x`. */
export const droppedStep: MutationOperator = (node, file) => {
  if (node.type !== "binary_expression" && node.type !== "binary_operator") return [];
  const [left, token, right] = [childOf(node, "left"), childOf(node, "operator"), childOf(node, "right")];
  if (left === undefined || token === undefined || right === undefined) return [];
  const isNumber = /^(number|integer|float)$/.test(right.type);
  const isStep = isNumber && /^(\+|-|\*|\/|\/\/|%)$/.test(file.textOf(token));
  return isStep ? [replace("step-dropped", node, file.textOf(left))] : [];
};

/** `!x` for `x` and back, where a truth value is asked for. */
export const negation: MutationOperator = (node, file) => {
  if (isNegation(node, file)) {
    const argument = childOf(node, "argument");
    return argument === undefined ? [] : [replace("negation-dropped", node, file.textOf(argument))];
  }
  if (!isAsked(node, file.tree.text) || comparisonToken(node) !== undefined || node.type === "boolean_operator")
    return [];
  const inner = node.type === "parenthesized_expression" ? (node.children.find((child) => child.named) ?? node) : node;
  if (comparisonToken(inner) !== undefined || inner.type === "boolean_operator" || isNegation(inner, file)) return [];
  const isSimple =
    /^(identifier|member_expression|call_expression|subscript_expression|attribute|call|subscript)$/.test(inner.type);
  const negated = file.isPython
    ? `not ${file.textOf(inner)}`
    : isSimple
      ? `!${file.textOf(inner)}`
      : `!(${file.textOf(inner)})`;
  return [replace("negation-added", inner, negated)];
};

function isNegation(node: SyntaxNode, file: MutatedFile): boolean {
  if (node.type === "not_operator") return true;
  const token = node.type === "unary_expression" ? childOf(node, "operator") : undefined;
  return token !== undefined && file.textOf(token) === "!";
}

/** In the place of a condition, of an operand of one, or of what a callback or a predicate answers. */
function isAsked(node: SyntaxNode, text: string): boolean {
  const { parent, field } = node;
  if (parent === undefined || !node.named) return false;
  if (field === "condition" && node.type !== "empty_statement") return true;
  if (parent.type === "if_clause") return true;
  if (parent.type === "boolean_operator") return true;
  if (parent.type === "binary_expression") {
    const token = childOf(parent, "operator");
    return token !== undefined && /^(&&|\|\|)$/.test(token.type);
  }
  if (parent.type === "conditional_expression") return parent.children.filter((child) => child.named)[1] === node;
  const answers =
    parent.type === "return_statement" || (field === "body" && /^(arrow_function|lambda)$/.test(parent.type));
  const callee = answers && /^(call_expression|call)$/.test(node.type) ? childOf(node, "function") : undefined;
  const name = callee?.children.at(-1) ?? callee;
  return name !== undefined && PREDICATE.test(text.slice(name.from, name.to));
}

const PREDICATE =
  /^_?(is|has|can|should)(_|[A-Z])|^(some|every|includes|has|test|startsWith|endsWith|startswith|endswith|any|all|isinstance|issubset|isdigit|isalpha|isalnum)$/;

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
  return isOperand && isPlace ? [replace("sign-added", node, `-${file.textOf(node)}`)] : [];
};

export const update: MutationOperator = (node, file) => {
  if (node.type !== "update_expression") return [];
  const token = childOf(node, "operator");
  return token === undefined ? [] : [replace("update", token, file.textOf(token) === "++" ? "--" : "++")];
};

export function isString(node: SyntaxNode): boolean {
  return /^(string|template_string|concatenated_string)$/.test(node.type);
}
