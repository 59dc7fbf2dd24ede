import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../syntax/nodes.ts";
import type { Assertion } from "./assertion.ts";
import { constantOf } from "./constant.ts";

/** Why an assertion holds whatever the code does, as the rest of "its assertion …"; undefined where it can fail. */
export function tautology(tree: SyntaxTree, { kind, values }: Assertion): string | undefined {
  const [one, other] = values;
  if (one === undefined) return "looks at nothing";
  switch (kind) {
    case "equal":
      return other === undefined
        ? alwaysTrue(tree, one)
        : (sameSides(tree, one, other) ?? comparedTruth(tree, one, other));
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
  return written(tree, one) === written(tree, other) ? "compares a value with itself" : undefined;
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
    return sides.some((side) => alwaysTrue(tree, side) !== undefined) ? "looks at what is always true" : undefined;
  if (/^(&&|and|!|not)$/.test(operator) || value.type === "not_operator")
    return sides.every((side) => alwaysTrue(tree, side) !== undefined) ? "looks at what is always true" : undefined;
  return right === undefined ? undefined : sameSides(tree, left, right);
}

function resolved(tree: SyntaxTree, node: SyntaxNode): SyntaxNode {
  let at = node;
  for (let depth = 0; depth < 4; depth++) {
    const inner =
      /^(parenthesized_expression|as_expression|satisfies_expression|non_null_expression|await_expression|await)$/.test(
        at.type,
      )
        ? at.children.find((child) => child.named)
        : constantOf(tree, at);
    if (inner === undefined) return at;
    at = inner;
  }
  return at;
}

const WORDS = /^(undefined|NaN|Infinity|null|true|false|True|False|None)$/;

/** Made of nothing but what is written there. */
function isLiteral(tree: SyntaxTree, node: SyntaxNode): boolean {
  const value = resolved(tree, node);
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

/** The text with constants put in, so that two ways to write the same are seen to be the same. */
function written(tree: SyntaxTree, node: SyntaxNode): string {
  return textOf(tree, resolved(tree, node))
    .replace(/\s+/g, " ")
    .replace(/^await /, "");
}
