import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf } from "../../syntax/nodes.ts";
import { type Edit, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

/**
 * The classic mistakes in Go, Rust, Java and C#, whose grammars call things differently. A mutant there may not compile:
 * whoever runs it sees that, and does not count it.
 */
const OPERATORS: Readonly<Record<string, readonly (readonly [operator: string, replacement: string])[]>> = {
  "<": [
    ["comparison-boundary", "<="],
    ["comparison-negated", ">="],
  ],
  "<=": [
    ["comparison-boundary", "<"],
    ["comparison-negated", ">"],
  ],
  ">": [
    ["comparison-boundary", ">="],
    ["comparison-negated", "<="],
  ],
  ">=": [
    ["comparison-boundary", ">"],
    ["comparison-negated", "<"],
  ],
  "==": [["comparison-negated", "!="]],
  "!=": [["comparison-negated", "=="]],
  "&&": [["logic", "||"]],
  "||": [["logic", "&&"]],
  "+": [["arithmetic", "-"]],
  "-": [["arithmetic", "+"]],
  "*": [["arithmetic", "/"]],
  "/": [["arithmetic", "*"]],
  "%": [["arithmetic", "*"]],
  "<<": [["arithmetic", ">>"]],
  ">>": [["arithmetic", "<<"]],
  "&": [["arithmetic", "|"]],
  "|": [["arithmetic", "&"]],
  "+=": [["assignment", "-="]],
  "-=": [["assignment", "+="]],
  "*=": [["assignment", "/="]],
  "/=": [["assignment", "*="]],
  "++": [["update", "--"]],
  "--": [["update", "++"]],
};

const operatorMistake: MutationOperator = (node, file) => {
  if (!OPERATING.test(node.type)) return [];
  const token = childOf(node, "operator") ?? firstOfType(node, "++", "--");
  if (token === undefined || isTextJoined(node, file.textOf(token))) return [];
  return (OPERATORS[file.textOf(token)] ?? []).map(([operator, replacement]) => replace(operator, token, replacement));
};

const OPERATING =
  /^(binary_expression|assignment_expression|assignment_statement|compound_assignment_expr|update_expression|inc_statement|dec_statement|postfix_unary_expression|prefix_unary_expression)$/;

/** Text is put together by "+", and nothing else can be done with it. */
function isTextJoined(node: SyntaxNode, operator: string): boolean {
  return /^\+=?$/.test(operator) && [childOf(node, "left"), childOf(node, "right")].some(isText);
}

function isText(node: SyntaxNode | undefined): boolean {
  return node !== undefined && /string_literal$/.test(node.type);
}

const negationDropped: MutationOperator = (node, file) => {
  if (!/unary_expression$/.test(node.type) || firstOfType(node, "!") === undefined) return [];
  const operand = node.children.find((child) => child.named);
  return operand === undefined ? [] : [replace("negation-dropped", node, file.textOf(operand))];
};

const constant: MutationOperator = (node, file) => {
  const text = file.textOf(node);
  if (/^(int_literal|integer_literal|decimal_integer_literal)$/.test(node.type) && /^\d+$/.test(text)) {
    const value = Number(text);
    const others = value === 0 ? [1] : [value - 1, value + 1];
    return others.map((other) => replace("constant-step", node, String(other)));
  }
  if (isLeafOf(node, "true")) return [replace("boolean", node, "false")];
  if (isLeafOf(node, "false")) return [replace("boolean", node, "true")];
  if (isText(node) && node.parent !== undefined && !/import|attribute|annotation/.test(node.parent.type))
    return [replace("string-emptied", node, text === '""' ? '"?"' : '""')];
  return [];
};

function isLeafOf(node: SyntaxNode, word: string): boolean {
  return node.type === word && node.children.length === 0;
}

/** The answer replaced by the least its declared type allows. */
const returnValue: MutationOperator = (node, file) => {
  const value = answerOf(node);
  const type = value === undefined ? undefined : declaredType(node, file);
  if (value === undefined || type === undefined) return [];
  const text = file.textOf(value);
  const least = leastOf(type, file.tree.language);
  const edits: Edit[] = [];
  for (const other of least) if (other !== text) edits.push(replace("return-value", value, other));
  return edits.slice(0, 1);
};

/** The one expression of a return statement, or that a block ends with in Rust, or that follows an arrow in C#. */
function answerOf(node: SyntaxNode): SyntaxNode | undefined {
  if (/^(return_statement|return_expression|arrow_expression_clause)$/.test(node.type)) {
    const value = node.children.find((child) => child.named && !/comment$/.test(child.type));
    if (value?.type !== "expression_list") return value;
    const [only, ...more] = value.children.filter((child) => child.named);
    return more.length === 0 ? only : undefined;
  }
  const last = node.children.filter((child) => child.named && !/comment$/.test(child.type)).at(-1);
  const isTail = node.type === "block" && node.parent?.type === "function_item" && last !== undefined;
  return isTail && /expression$|literal$|^identifier$|^macro_invocation$/.test(last.type) ? last : undefined;
}

function declaredType(node: SyntaxNode, file: MutatedFile): string | undefined {
  const holder = [...holdersOf(node)].find(({ type }) =>
    /^(function_declaration|method_declaration|function_item|local_function_statement|func_literal|closure_expression|lambda_expression)$/.test(
      type,
    ),
  );
  if (holder === undefined) return undefined;
  const type = ["result", "return_type", "returns", "type"].map((field) => childOf(holder, field)).find((one) => one);
  return type === undefined ? undefined : file.textOf(type).trim();
}

function leastOf(type: string, language: string): readonly string[] {
  if (/^(bool|boolean)$/.test(type)) return ["false", "true"];
  if (/^(u?int(8|16|32|64)?|[iu](8|16|32|64|128|size)|byte|short|long|rune|uintptr)$/.test(type)) return ["0", "1"];
  if (/^(float(32|64)?|f32|f64|double|decimal)$/.test(type)) return language === "rust" ? ["0.0", "1.0"] : ["0", "1"];
  if (/^(string|String|&(?:'static )?str)$/.test(type))
    return language === "rust" && type === "String" ? ["String::new()"] : ['""', '"?"'];
  if (language === "rust") return /^Option</.test(type) ? ["None"] : /^Vec</.test(type) ? ["Vec::new()"] : [];
  if (language === "go") return /^(\*|\[\]|map\[|error$|interface|func|chan)/.test(type) ? ["nil"] : [];
  return /^(void|char|var)$/.test(type) ? [] : ["null"];
}

/** A call that is made for what it does, left out. */
const removedStatement: MutationOperator = (node) => {
  if (node.type !== "expression_statement") return [];
  const isCall = node.children.some((child) =>
    /call_expression|method_invocation|invocation_expression/.test(child.type),
  );
  const isRustReturn = node.children.some((child) => child.type === "return_expression");
  return isCall && !isRustReturn
    ? [replace("statement-removed", node, node.children.at(-1)?.type === ";" ? ";" : "")]
    : [];
};

const jump: MutationOperator = (node, file) => {
  if (!/^(break|continue)_(statement|expression)$/.test(node.type) || [...holdersOf(node)].some(isChoice)) return [];
  const token = firstOfType(node, "break", "continue");
  return token === undefined ? [] : [replace("jump", token, file.textOf(token) === "break" ? "continue" : "break")];
};

function isChoice({ type }: SyntaxNode): boolean {
  return /^(expression_switch_statement|type_switch_statement|select_statement|switch_expression|switch_statement|match_expression)$/.test(
    type,
  );
}

export const COMPILED: readonly MutationOperator[] = [
  operatorMistake,
  negationDropped,
  constant,
  returnValue,
  removedStatement,
  jump,
];
