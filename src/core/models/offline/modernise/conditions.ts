import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../../../syntax/nodes.ts";
import { calleeOf } from "./calls.ts";
import type { Change } from "./change.ts";

/** Questions that have a plainer form, and a `catch` that does not look at what was thrown. */
export function conditions(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  walk(tree.root, (node) => {
    const found = plainer(tree, node);
    if (found !== undefined) changes.push(found);
  });
  return changes;
}

function plainer(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  switch (node.type) {
    case "unary_expression":
      return different(tree, node) ?? included(tree, node);
    case "binary_expression":
      return missing(tree, node);
    case "catch_clause":
      return unbound(tree, node);
  }
  return undefined;
}

const negated = new Map([
  ["===", "!=="],
  ["!==", "==="],
  ["==", "!="],
  ["!=", "=="],
]);

/** `a !== b` for `!(a === b)`. */
function different(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const argument = childOf(node, "argument");
  if (operatorOf(tree, node) !== "!" || argument?.type !== "parenthesized_expression") return undefined;
  const [compared] = argument.children.filter(({ named }) => named);
  const operator = childOf(compared, "operator");
  if (compared?.type !== "binary_expression" || operator === undefined) return undefined;
  const other = negated.get(textOf(tree, operator));
  if (other === undefined || /\/[/*]/.test(textOf(tree, node))) return undefined;
  // Without the `!`, a statement could go on with the line before, and a keyword with the name behind it.
  const begins = [...holdersOf(node)].some(({ type, from }) => type === "expression_statement" && from === node.from);
  if (begins || /[\w$]/.test(tree.text.charAt(node.from - 1))) return undefined;
  // The parentheses stay where something beside could take the comparison apart.
  const isAlone = stands(node);
  const text = `${tree.text.slice(compared.from, operator.from)}${other}${tree.text.slice(operator.to, compared.to)}`;
  const parts = [{ from: node.from, to: node.to, text: isAlone ? text : `(${text})` }];
  return { kind: "comparisons without negation", sure: true, parts };
}

/** `a.includes(b)` for `~a.indexOf(b)` where only its truth counts. */
function included(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const [callee, [only, ...others]] = calleeOf(tree, childOf(node, "argument"), "indexOf");
  if (operatorOf(tree, node) !== "~" || callee === undefined || only === undefined || others.length > 0)
    return undefined;
  const { parent } = node;
  const isAsked =
    (parent?.type === "unary_expression" && operatorOf(tree, parent) === "!") ||
    (parent?.type === "parenthesized_expression" &&
      /^(if_statement|while_statement|do_statement)$/.test(parent.parent?.type ?? "")) ||
    (parent?.type === "ternary_expression" && node.field === "condition");
  if (!isAsked || only.type === "spread_element") return undefined;
  const text = `${callee}.includes(${textOf(tree, only)})`;
  return { kind: "includes for indexOf", sure: false, parts: [{ from: node.from, to: node.to, text }] };
}

/** `a.b === undefined` for `typeof a.b === "undefined"`; a bare name may be one that is nowhere declared. */
function missing(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const [left, operator, right] = [childOf(node, "left"), childOf(node, "operator"), childOf(node, "right")];
  const value = childOf(left, "argument");
  if (left?.type !== "unary_expression" || operatorOf(tree, left) !== "typeof" || right?.type !== "string")
    return undefined;
  if (value?.type !== "member_expression" || textOf(tree, right).slice(1, -1) !== "undefined") return undefined;
  const is = operator === undefined || /\/[/*]/.test(textOf(tree, node)) ? "" : textOf(tree, operator);
  if (!/^[!=]==?$/.test(is) || /\bundefined\s*=[^=]|\bdocument\b/.test(tree.text)) return undefined;
  const text = `${textOf(tree, value)} ${is.length === 2 ? `${is}=` : is} undefined`;
  return { kind: "undefined for typeof", sure: true, parts: [{ from: node.from, to: node.to, text }] };
}

/** `catch {` for `catch (error) {` where nothing looks at it. */
function unbound(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const [parameter, body] = [childOf(node, "parameter"), childOf(node, "body")];
  if (parameter?.type !== "identifier" || body === undefined) return undefined;
  const [open] = node.children;
  const name = textOf(tree, parameter);
  let isUsed = /\beval\s*\(/.test(textOf(tree, body));
  walk(body, (part) => {
    isUsed ||= /^(identifier|shorthand_property_identifier)/.test(part.type) && textOf(tree, part) === name;
  });
  if (open === undefined || isUsed || /\/[/*]/.test(tree.text.slice(open.to, body.from))) return undefined;
  return { kind: "catch without a name", sure: true, parts: [{ from: open.to, to: body.from, text: " " }] };
}

function operatorOf(tree: SyntaxTree, node: SyntaxNode): string {
  const operator = childOf(node, "operator");
  return operator === undefined ? "" : textOf(tree, operator);
}

/** Whether what stands in the place of this needs no parentheses of its own. */
function stands({ parent }: SyntaxNode): boolean {
  return /^(variable_declarator|return_statement|arguments|parenthesized_expression|assignment_expression|arrow_function|pair|array)$/.test(
    parent?.type ?? "",
  );
}
