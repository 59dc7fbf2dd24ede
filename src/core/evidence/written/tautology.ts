import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../syntax/nodes.ts";
import type { Assertion } from "./assertion.ts";
import { chainOf } from "./chain.ts";
import { constantOf } from "./constant.ts";

/** Why an assertion holds whatever the code does, as the rest of "its assertion …"; undefined where it can fail. */
export function tautology(tree: SyntaxTree, { kind, values, isNegated }: Assertion): string | undefined {
  const [one, other] = values;
  if (one === undefined) return "looks at nothing";
  switch (kind) {
    case "equal":
      if (other === undefined) return alwaysTrue(tree, one);
      if (isNegated === true && isMadeHere(tree, other)) return "compares with something new, which nothing is";
      return sameSides(tree, one, other) ?? comparedTruth(tree, one, other);
    case "truth":
      return alwaysTrue(tree, one);
    case "other":
      return isLiteral(tree, one) ? "looks at a constant" : undefined;
    case "throws":
    case "snapshot":
      return undefined;
  }
}

function sameSides(tree: SyntaxTree, one: SyntaxNode, other: SyntaxNode): string | undefined {
  if (isLiteral(tree, one) && isLiteral(tree, other)) return "compares two constants";
  if (
    /^(list|tuple|set)$/.test(other.type) &&
    other.children.some((item) => written(tree, item) === written(tree, one))
  )
    return "looks for a value among itself";
  if (written(tree, one) === written(tree, other)) return "compares a value with itself";
  const accepting = [one, other].find((side) => acceptsAll(tree, resolved(tree, side)));
  return accepting === undefined ? undefined : `compares with ${textOf(tree, accepting)}, which everything is like`;
}

/** `mock.ANY`, and `pytest.approx(3, abs=1e9)`, whose tolerance is as large as what it expects. */
function acceptsAll(tree: SyntaxTree, side: SyntaxNode): boolean {
  if (tree.language !== "python") return false;
  if (/^(identifier|attribute)$/.test(side.type)) return chainOf(tree, side)?.at(-1) === "ANY";
  if (side.type !== "call" || chainOf(tree, side)?.at(-1) !== "approx") return false;
  const given = childOf(side, "arguments")?.children.filter((child) => child.named) ?? [];
  const expected = Math.abs(Number(textOf(tree, given[0] ?? side)));
  return given.some((argument) => {
    const name = childOf(argument, "name");
    const tolerance = Number(textOf(tree, childOf(argument, "value") ?? argument));
    if (name === undefined || Number.isNaN(tolerance)) return false;
    return textOf(tree, name) === "rel" ? tolerance >= 1 : tolerance >= Math.max(1, expected);
  });
}

/** `expect(a === a).toBe(true)`. */
function comparedTruth(tree: SyntaxTree, one: SyntaxNode, other: SyntaxNode): string | undefined {
  return /^(true|false|True|False)$/.test(textOf(tree, other)) ? alwaysTrue(tree, one) : undefined;
}

function alwaysTrue(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const value = resolved(tree, node);
  if (isLiteral(tree, value)) return "looks at a constant";
  if (
    /^(array|object|list|dictionary|set|tuple|arrow_function|function_expression|lambda|class|regex|new_expression)$/.test(
      value.type,
    )
  )
    return "looks at what is always true";
  if (isShownText(value) || isOfNothing(tree, value)) return "looks at what is always true";
  if (!/^(binary_expression|boolean_operator|comparison_operator|not_operator|unary_expression)$/.test(value.type))
    return undefined;
  const sides = value.children.filter(
    (child) => child.named && child.field !== "operator" && child.field !== "operators",
  );
  const token = childOf(value, "operator") ?? childOf(value, "operators");
  const operator = token === undefined ? "" : textOf(tree, token);
  const [left, right] = sides;
  if (left === undefined) return undefined;
  if (/^(\|\||or)$/.test(operator))
    return sides.some((side) => alwaysTrue(tree, side) !== undefined) ||
      (right !== undefined && areOpposite(tree, left, right))
      ? "looks at what is always true"
      : undefined;
  if (/^(&&|and|!|not)$/.test(operator) || value.type === "not_operator")
    return sides.every((side) => alwaysTrue(tree, side) !== undefined) ? "looks at what is always true" : undefined;
  if (operator === ">=" && right !== undefined && textOf(tree, right) === "0" && isLength(tree, left))
    return "looks at what is always true";
  return right === undefined ? undefined : sameSides(tree, left, right);
}

/** `value.length`, `len(value)`. */
function isLength(tree: SyntaxTree, node: SyntaxNode): boolean {
  const { type } = node;
  if (type === "member_expression") return textOf(tree, childOf(node, "property") ?? node) === "length";
  return type === "call" && textOf(tree, childOf(node, "function") ?? node) === "len";
}

/** `${value}%` and `typeof value`: never empty, whatever the value is. */
function isShownText(value: SyntaxNode): boolean {
  if (value.type === "unary_expression") return childOf(value, "operator")?.type === "typeof";
  return (
    /^(template_string|string)$/.test(value.type) &&
    value.children.some(({ type, from, to }) => /^(string_fragment|string_content)$/.test(type) && to > from)
  );
}

/** `[].every(…)`, `all(… for x in [])`, `isinstance(value, object)`. */
function isOfNothing(tree: SyntaxTree, value: SyntaxNode): boolean {
  if (!/^(call_expression|call)$/.test(value.type)) return false;
  const callee = childOf(value, "function");
  const name = chainOf(tree, value)?.at(-1) ?? textOf(tree, childOf(callee, "property") ?? value);
  const given = childOf(value, "arguments");
  const isEmpty = (list: SyntaxNode | undefined) =>
    list !== undefined && /^(array|list|tuple|set)$/.test(resolved(tree, list).type) && !/\w/.test(written(tree, list));
  if (name === "every") return isEmpty(childOf(callee, "object"));
  if (name === "all") {
    const source = given === undefined ? undefined : firstOfType(given, "for_in_clause");
    return isEmpty(childOf(source, "right") ?? given?.children.find((child) => child.named));
  }
  return name === "isinstance" && given?.children.filter((child) => child.named)[1]?.type === "identifier"
    ? /,\s*object\s*\)$/.test(textOf(tree, given))
    : false;
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ["<", ">="],
  [">=", "<"],
  [">", "<="],
  ["<=", ">"],
  ["==", "!="],
  ["!=", "=="],
  ["===", "!=="],
  ["!==", "==="],
  ["is", "is not"],
  ["is not", "is"],
]);

/** `a < b || a >= b`, `a || !a`. */
function areOpposite(tree: SyntaxTree, one: SyntaxNode, other: SyntaxNode): boolean {
  const plain = (node: SyntaxNode) => written(tree, node).replace(/^(?:Boolean|bool)\((.*)\)$/, "$1");
  const denied = (node: SyntaxNode) => /^(?:!|not )(.*)$/.exec(plain(node))?.[1];
  if (denied(one) === plain(other) || denied(other) === plain(one)) return true;
  const [left, right] = [one, other].map((node) => {
    const inner = resolved(tree, node);
    const sides = inner.children.filter((child) => child.named && !/^operators?$/.test(child.field ?? ""));
    const token = childOf(inner, "operator") ?? childOf(inner, "operators");
    return {
      sides: sides.map((side) => written(tree, side)).join(),
      operator: token === undefined ? "" : textOf(tree, token),
    };
  });
  return (
    left !== undefined &&
    right !== undefined &&
    left.sides === right.sides &&
    OPPOSITES.get(left.operator) === right.operator
  );
}

/** What is like nothing else when it is told by identity. */
function isMadeHere(tree: SyntaxTree, node: SyntaxNode): boolean {
  return (
    /^(array|object|new_expression|arrow_function|function_expression|regex)$/.test(node.type) ||
    (node.type === "call_expression" && textOf(tree, childOf(node, "function") ?? node) === "Symbol")
  );
}

function resolved(tree: SyntaxTree, node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let depth = 0; depth < 4; depth++) {
    const inner =
      chosen(tree, at) ??
      (/^(parenthesized_expression|as_expression|satisfies_expression|non_null_expression|await_expression|await)$/.test(
        at.type,
      )
        ? at.children.find((child) => child.named)
        : constantOf(tree, at));
    if (inner === undefined) return at;
    at = inner;
  }
  return at;
}

/** The last of `(a, b)`, and what a choice comes to where that does not depend on anything. */
function chosen(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === "sequence_expression") return node.children.findLast((child) => child.named);
  if (!/^(ternary_expression|conditional_expression)$/.test(node.type)) return undefined;
  const parts = node.children.filter((child) => child.named);
  const [one, two, three] = parts;
  const isPython = node.type === "conditional_expression";
  const [condition, yes, no] = isPython ? [two, one, three] : [one, two, three];
  if (condition === undefined || yes === undefined || no === undefined) return undefined;
  if (textOf(tree, yes) === textOf(tree, no)) return yes;
  const word = textOf(tree, condition);
  return /^(true|True|1)$/.test(word) ? yes : /^(false|False|0|null|None|undefined)$/.test(word) ? no : undefined;
}

const WORDS = /^(undefined|NaN|Infinity|null|true|false|True|False|None)$/;

/** Made of nothing but what is written there. */
function isLiteral(tree: SyntaxTree, node: SyntaxNode): boolean {
  const value = resolved(tree, node);
  if (value.type === "unary_expression" && childOf(value, "operator")?.type === "void") return true;
  if (isLengthOfWritten(tree, value)) return true;
  let plain = true;
  walk(value, (part) => {
    const isName = /^(identifier|shorthand_property_identifier)$/.test(part.type) && part.field !== "key";
    if (isName && !WORDS.test(textOf(tree, part))) {
      const known = constantOf(tree, part);
      plain &&= known !== undefined && known !== value && isLiteral(tree, known);
    }
    if (
      /^(call_expression|call|new_expression|member_expression|attribute|subscript|subscript_expression|this|arrow_function|function_expression|lambda|jsx_element)$/.test(
        part.type,
      )
    )
      plain = false;
    return plain;
  });
  return plain;
}

/** `[value].length`, `len([value])`: as long as it is written. */
function isLengthOfWritten(tree: SyntaxTree, value: SyntaxNode): boolean {
  const list =
    value.type === "member_expression" && textOf(tree, childOf(value, "property") ?? value) === "length"
      ? childOf(value, "object")
      : value.type === "call" && textOf(tree, childOf(value, "function") ?? value) === "len"
        ? childOf(value, "arguments")?.children.find((child) => child.named)
        : undefined;
  const written = list === undefined ? undefined : resolved(tree, list);
  return (
    written !== undefined &&
    /^(array|list|tuple)$/.test(written.type) &&
    !written.children.some(({ type }) => /^(spread_element|list_splat)$/.test(type))
  );
}

/** The text with constants put in, so that two ways to write the same are seen to be the same. */
function written(tree: SyntaxTree, node: SyntaxNode): string {
  return textOf(tree, resolved(tree, node))
    .replace(/\s+/g, " ")
    .replace(/^await /, "");
}
