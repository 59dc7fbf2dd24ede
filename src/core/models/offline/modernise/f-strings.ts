import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, textOf } from "../../../syntax/nodes.ts";
import type { Change } from "./change.ts";

/** An f-string for `"{} of {}".format(a, b)` and for `"%s of %s" % (a, b)`. */
export function formatString(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const text =
    node.type === "call"
      ? fromFormat(tree, node)
      : node.type === "binary_operator"
        ? fromPercent(tree, node)
        : undefined;
  return text === undefined
    ? undefined
    : { kind: "f-strings", sure: false, parts: [{ from: node.from, to: node.to, text }] };
}

interface Literal {
  readonly quote: string;
  readonly text: string;
}

/** A plain string on one line, without prefix. */
function literalOf(tree: SyntaxTree, node: SyntaxNode | undefined): Literal | undefined {
  const match = node?.type === "string" ? /^("|')([^\\\n]*)\1$/.exec(textOf(tree, node)) : null;
  return match === null || /^["']/.test(match[2] ?? "") ? undefined : { quote: match[1] ?? "", text: match[2] ?? "" };
}

function fromFormat(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const callee = childOf(node, "function");
  const literal = literalOf(tree, childOf(callee, "object"));
  const attribute = childOf(callee, "attribute");
  if (literal === undefined || attribute === undefined || textOf(tree, attribute) !== "format") return undefined;
  const args = (childOf(node, "arguments")?.children ?? []).filter(({ named }) => named);
  const values = new Map<string, string | undefined>();
  for (const [index, argument] of args.entries()) {
    const isKeyword = argument.type === "keyword_argument";
    const name = isKeyword ? textOf(tree, childOf(argument, "name") ?? argument) : String(index);
    values.set(name, put(tree, isKeyword ? childOf(argument, "value") : argument, literal.quote));
  }
  let next = 0;
  const used: string[] = [];
  let isSound = true;
  const text = literal.text.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, field: string | undefined) => {
    if (field === undefined) return whole;
    const match = /^(\w*)((?:![rsa])?(?::[^{}]*)?)$/.exec(field);
    const key = match?.[1] === "" ? String(next++) : (match?.[1] ?? "");
    const value = values.get(key);
    isSound &&= match !== null && value !== undefined;
    used.push(key);
    return `{${value}${match?.[2] ?? ""}}`;
  });
  // Each value once and in order: so nothing is computed twice, left out or at another time.
  const isEach = used.length === values.size && [...values.keys()].every((key, index) => used[index] === key);
  return isSound && isEach && used.length > 0 ? `f${literal.quote}${text}${literal.quote}` : undefined;
}

function fromPercent(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const [left, right] = [childOf(node, "left"), childOf(node, "right")];
  const literal = literalOf(tree, left);
  if (literal === undefined || right?.type !== "tuple" || textOf(tree, childOf(node, "operator") ?? node) !== "%")
    return undefined;
  const values = right.children.filter(({ named }) => named).map((value) => put(tree, value, literal.quote));
  let next = 0;
  let isSound = true;
  const text = literal.text
    .replace(/[{}]/g, (brace) => brace + brace)
    .replace(/%(.)?/g, (_, kind: string | undefined) => {
      if (kind === "%") return "%";
      const value = values[next++];
      isSound &&= (kind === "s" || kind === "r") && value !== undefined;
      return kind === "r" ? `{${value}!r}` : `{${value}}`;
    });
  return isSound && next === values.length && next > 0 ? `f${literal.quote}${text}${literal.quote}` : undefined;
}

/** A value as it may stand in an f-string of every Python 3. */
function put(tree: SyntaxTree, node: SyntaxNode | undefined, quote: string): string | undefined {
  if (node === undefined || !/^(identifier|attribute|call|subscript|integer|float|binary_operator)$/.test(node.type))
    return undefined;
  const text = textOf(tree, node);
  return text.includes(quote) || /[\\\n#{}!:]|__|\b(lambda|await|yield)\b/.test(text) ? undefined : text;
}
