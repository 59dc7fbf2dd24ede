import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, textOf } from "../../syntax/nodes.ts";
import { isCall, isNumber, isString, isTable } from "./node-kinds.ts";

/** The value of an expression made of literals only. "made": constant as well, but not worked out here. */
export type Constant =
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  /** true, false, null, undefined, None */
  | { readonly type: "plain" }
  | { readonly type: "many"; readonly parts: readonly Constant[] }
  | { readonly type: "made"; readonly parts: readonly Constant[] };

const PLAIN = /^(true|false|null|undefined|none)$/;
const PURE_CALLS =
  /^(Number|String|BigInt|Boolean|Array|parseInt|parseFloat|int|float|str|bool|list|tuple|set|dict|frozenset|Decimal|Fraction|Map|Set|Date|Array\.of|Array\.from|Object\.freeze|JSON\.parse|new Map|new Set)$/;

/** Undefined for what depends on anything but literals. */
export function constantOf(tree: SyntaxTree, node: SyntaxNode | undefined): Constant | undefined {
  if (node === undefined) return undefined;
  const text = textOf(tree, node);
  if (isNumber(node)) return { type: "number", value: Number(text.replaceAll("_", "").replace(/n$/, "")) };
  if (isString(node)) {
    const value = stringValue(tree, node);
    return value === undefined ? undefined : { type: "string", value };
  }
  if (PLAIN.test(node.type)) return { type: "plain" };
  if (isTable(node) || node.type === "pair" || node.type === "expression_list" || node.type === "concatenated_string")
    return manyOf(tree, node);
  const inner = node.children.filter((child) => child.named && child.type !== "comment");
  switch (node.type) {
    case "parenthesized_expression":
    case "as_expression":
    case "satisfies_expression":
    case "non_null_expression":
      return constantOf(tree, inner[0]);
    case "unary_expression":
    case "unary_operator": {
      const value = constantOf(tree, inner[0]);
      if (value?.type === "number" && text.startsWith("-")) return { type: "number", value: -value.value };
      return value === undefined
        ? undefined
        : text.startsWith("+") && value.type === "number"
          ? value
          : { type: "made", parts: [value] };
    }
    case "member_expression":
    case "attribute":
      return madeOf([constantOf(tree, childOf(node, "object"))]);
    case "not_operator":
    case "await_expression":
    case "await":
      return madeOf([constantOf(tree, inner[0])]);
    case "binary_expression":
    case "binary_operator":
    case "boolean_operator":
    case "comparison_operator":
      return binary(tree, node, inner);
    case "call_expression":
    case "call":
    case "new_expression":
      return isCall(node) ? callOf(tree, node) : undefined;
    default:
      return undefined;
  }
}

/** All numbers and texts in a constant. */
export function atomsOf(constant: Constant): readonly Constant[] {
  return constant.type === "many" || constant.type === "made" ? constant.parts.flatMap(atomsOf) : [constant];
}

function manyOf(tree: SyntaxTree, node: SyntaxNode): Constant | undefined {
  const parts: Constant[] = [];
  for (const child of node.children) {
    if (!child.named || child.type === "comment") continue;
    const isKey = child.field === "key" && child.type === "property_identifier";
    const part: Constant | undefined = isKey ? { type: "string", value: textOf(tree, child) } : constantOf(tree, child);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  if (node.type === "concatenated_string" && parts.every((part) => part.type === "string"))
    return { type: "string", value: parts.map((part) => part.value).join("") };
  return { type: "many", parts };
}

function binary(tree: SyntaxTree, node: SyntaxNode, inner: readonly SyntaxNode[]): Constant | undefined {
  const [left, right] = inner.map((child) => constantOf(tree, child));
  if (left === undefined || right === undefined) return undefined;
  const operator = node.children.find((child) => !child.named)?.type ?? "";
  if (operator === "+" && left.type === "string" && right.type === "string")
    return { type: "string", value: left.value + right.value };
  if (left.type === "number" && right.type === "number") {
    const value = arithmetic(operator, left.value, right.value);
    if (value !== undefined) return { type: "number", value };
  }
  return madeOf([left, right]);
}

function arithmetic(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "**":
      return left ** right;
    case "%":
      return left % right;
    default:
      return undefined;
  }
}

/** `["a", "b"].join("")` and other calls with nothing but literals. */
function callOf(tree: SyntaxTree, node: SyntaxNode): Constant | undefined {
  const callee = childOf(node, "function") ?? childOf(node, "constructor");
  if (callee === undefined) return undefined;
  const given = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
  const values = given.map((argument) => constantOf(tree, argument));
  if (PURE_CALLS.test(textOf(tree, callee))) return madeOf(values);
  const receiver = constantOf(tree, childOf(callee, "object"));
  if (receiver === undefined) return undefined;
  const method = childOf(callee, "property") ?? childOf(callee, "attribute");
  const name = method === undefined ? "" : textOf(tree, method);
  const [first] = values;
  if ((name === "join" || name === "concat") && receiver.type === "many" && first?.type === "string")
    return { type: "string", value: texts(receiver).join(first.value) };
  if (name === "join" && receiver.type === "string" && first?.type === "many")
    return { type: "string", value: texts(first).join(receiver.value) };
  if (name === "concat" && receiver.type === "string" && first?.type === "string")
    return { type: "string", value: receiver.value + first.value };
  return madeOf([receiver, ...values]);
}

function texts(constant: Constant): readonly string[] {
  return atomsOf(constant).map((atom) =>
    atom.type === "string" ? atom.value : atom.type === "number" ? String(atom.value) : "",
  );
}

function madeOf(parts: readonly (Constant | undefined)[]): Constant | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? { type: "made", parts: known } : undefined;
}
