import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../../syntax/nodes.ts";
import { argumentsOf, calleeOf } from "./calls.ts";
import type { Change } from "./change.ts";

/** Expressions of JavaScript and TypeScript that have a plainer form by now. */
export function expressions(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  walk(tree.root, (node) => {
    const found = forms.map((form) => form(tree, node)).find((change) => change !== undefined);
    if (found !== undefined) changes.push(found);
  });
  return changes;
}

type Form = (tree: SyntaxTree, node: SyntaxNode) => Change | undefined;

/** `list.includes(x)` for `list.indexOf(x) !== -1` and its kin. */
const includes: Form = (tree, node) => {
  if (node.type !== "binary_expression") return undefined;
  const [left, right] = [childOf(node, "left"), childOf(node, "right")];
  const operator = textOf(tree, childOf(node, "operator") ?? node);
  const [callee, args] = calleeOf(tree, left, "indexOf");
  const limit = right === undefined ? "" : textOf(tree, right);
  const [only, ...others] = args;
  if (callee === undefined || only === undefined || others.length > 0 || only.type === "regex") return undefined;
  const isFound = /^(!==?-1|>-1|>=0)$/.test(operator + limit);
  const isMissing = /^(===?-1|<0)$/.test(operator + limit);
  if (!isFound && !isMissing) return undefined;
  const text = `${isMissing ? "!" : ""}${callee}.includes(${textOf(tree, only)})`;
  return { kind: "includes for indexOf", sure: false, parts: [{ from: node.from, to: node.to, text }] };
};

/** `{ ...a, b: 1 }` for `Object.assign({}, a, { b: 1 })`. */
const spread: Form = (tree, node) => {
  if (node.type !== "call_expression" || textOf(tree, childOf(node, "function") ?? node) !== "Object.assign")
    return undefined;
  const [first, ...rest] = argumentsOf(node);
  if (first === undefined || textOf(tree, first).replace(/\s/g, "") !== "{}" || rest.length === 0) return undefined;
  if (rest.some(({ type }) => type === "spread_element") || node.parent?.type === "expression_statement")
    return undefined;
  if (/\/[/*]/.test(textOf(tree, node))) return undefined;
  const parts = rest.flatMap((one) => {
    if (one.type !== "object") return [`...${wrapped(tree, one)}`];
    const inside = textOf(tree, one).slice(1, -1).trim().replace(/,$/, "");
    return inside === "" ? [] : [inside];
  });
  const isBody = node.parent?.type === "arrow_function";
  const text = `{ ${parts.join(", ")} }`;
  return {
    kind: "spread for Object.assign",
    sure: true,
    parts: [{ from: node.from, to: node.to, text: isBody ? `(${text})` : text }],
  };
};

/** `{ a }` for `{ a: a }`. */
const shorthand: Form = (tree, node) => {
  if (node.type !== "pair" || node.parent?.type !== "object") return undefined;
  const [key, value] = [childOf(node, "key"), childOf(node, "value")];
  if (key?.type !== "property_identifier" || value?.type !== "identifier") return undefined;
  const name = textOf(tree, key);
  if (name !== textOf(tree, value) || name === "__proto__" || !/^[\w$]+\s*:\s*[\w$]+$/.test(textOf(tree, node)))
    return undefined;
  return { kind: "shorthand properties", sure: true, parts: [{ from: node.from, to: node.to, text: name }] };
};

/** `a ** b` for `Math.pow(a, b)`. */
const power: Form = (tree, node) => {
  if (node.type !== "call_expression" || textOf(tree, childOf(node, "function") ?? node) !== "Math.pow")
    return undefined;
  const [base, exponent, ...others] = argumentsOf(node);
  const isPlain = (one: SyntaxNode | undefined) =>
    one !== undefined &&
    /^(identifier|number|member_expression|call_expression|parenthesized_expression|subscript_expression)$/.test(
      one.type,
    );
  if (base === undefined || exponent === undefined || others.length > 0 || !isPlain(base) || !isPlain(exponent))
    return undefined;
  const text = `${textOf(tree, base)} ** ${textOf(tree, exponent)}`;
  const stands =
    /^(variable_declarator|return_statement|arguments|parenthesized_expression|assignment_expression|expression_statement|arrow_function|pair|array)$/.test(
      node.parent?.type ?? "",
    );
  return {
    kind: "** for Math.pow",
    sure: true,
    parts: [{ from: node.from, to: node.to, text: stands ? text : `(${text})` }],
  };
};

/** `a ?? b` for `a !== null && a !== undefined ? a : b`, and for `a == null ? b : a`. */
const nullish: Form = (tree, node) => {
  if (node.type !== "ternary_expression") return undefined;
  const [condition, yes, no] = ["condition", "consequence", "alternative"].map((field) => childOf(node, field));
  if (condition === undefined || yes === undefined || no === undefined || /\/[/*]/.test(textOf(tree, node)))
    return undefined;
  const asked = askedForNothing(textOf(tree, condition).replace(/\s+/g, " "));
  if (asked === undefined) return undefined;
  const [value, other] = asked.isNothing ? [no, yes] : [yes, no];
  if (textOf(tree, value) !== asked.name || value.type === "call_expression") return undefined;
  const text = `${asked.name} ?? ${wrapped(tree, other)}`;
  const stands = !/^(binary_expression|unary_expression|await_expression|member_expression|as_expression)$/.test(
    node.parent?.type ?? "",
  );
  return {
    kind: "?? for comparisons with null",
    sure: true,
    parts: [{ from: node.from, to: node.to, text: stands ? text : `(${text})` }],
  };
};

function askedForNothing(text: string): { readonly name: string; readonly isNothing: boolean } | undefined {
  const name = String.raw`([\w$]+(?:\.[\w$]+)*)`;
  const plain = text.replace(/^\((.*)\)$/, "$1");
  const loose = new RegExp(`^${name} (==|!=) (?:null|undefined)$`).exec(plain);
  if (loose !== null) return { name: loose[1] ?? "", isNothing: loose[2] === "==" };
  const strict = new RegExp(`^${name} (===|!==) (null|undefined) (&&|\\|\\|) ${name} (===|!==) (null|undefined)$`).exec(
    plain,
  );
  if (strict === null) return undefined;
  const [, one, first, nothing, joined, other, second, nothingElse] = strict;
  if (one !== other || first !== second || nothing === nothingElse) return undefined;
  const isNothing = first === "===";
  return joined === (isNothing ? "||" : "&&") ? { name: one ?? "", isNothing } : undefined;
}

/** `condition` for `condition ? true : false`, where it is a comparison and so one of the two already. */
const decision: Form = (tree, node) => {
  if (node.type !== "ternary_expression") return undefined;
  const [condition, yes, no] = ["condition", "consequence", "alternative"].map((field) => childOf(node, field));
  const answers = `${yes === undefined ? "" : textOf(tree, yes)} ${no === undefined ? "" : textOf(tree, no)}`;
  if (condition === undefined || !/^(true false|false true)$/.test(answers) || !isComparison(tree, condition))
    return undefined;
  const text = textOf(tree, condition);
  const said =
    answers === "true false" ? text : `!${condition.type === "parenthesized_expression" ? text : `(${text})`}`;
  const stands =
    /^(variable_declarator|return_statement|arguments|parenthesized_expression|assignment_expression|arrow_function|pair)$/.test(
      node.parent?.type ?? "",
    );
  return {
    kind: "conditions as they are",
    sure: true,
    parts: [{ from: node.from, to: node.to, text: stands ? said : `(${said})` }],
  };
};

function isComparison(tree: SyntaxTree, node: SyntaxNode): boolean {
  if (node.type === "parenthesized_expression") {
    const inside = node.children.find(({ named }) => named);
    return inside !== undefined && isComparison(tree, inside);
  }
  const operator = textOf(tree, childOf(node, "operator") ?? node);
  if (node.type === "unary_expression") return operator === "!";
  return node.type === "binary_expression" && /^(===?|!==?|<=?|>=?|in|instanceof)$/.test(operator);
}

/** `[]` for `new Array()`, `{}` for `new Object()`. */
const literal: Form = (tree, node) => {
  if (node.type !== "new_expression" || argumentsOf(node).length > 0) return undefined;
  const made = textOf(tree, childOf(node, "constructor") ?? node);
  const text = made === "Array" ? "[]" : made === "Object" ? "{}" : undefined;
  const stands = /^(variable_declarator|return_statement|arguments|assignment_expression|pair)$/.test(
    node.parent?.type ?? "",
  );
  if (text === undefined || !stands || firstOfType(node, "type_arguments") !== undefined) return undefined;
  return { kind: "literals for constructors", sure: true, parts: [{ from: node.from, to: node.to, text }] };
};

/** `text.replaceAll("a", "b")` for `text.split("a").join("b")`. */
const replaceAll: Form = (tree, node) => {
  const [split, [glue, ...more]] = calleeOf(tree, node, "join");
  const inner = childOf(childOf(node, "function"), "object");
  const [callee, [separator, ...others]] = calleeOf(tree, inner, "split");
  if (split === undefined || callee === undefined || glue === undefined || separator === undefined) return undefined;
  if (more.length + others.length > 0 || glue.type !== "string" || separator.type !== "string") return undefined;
  if (/\$/.test(textOf(tree, glue)) || textOf(tree, separator).length < 3) return undefined;
  const text = `${callee}.replaceAll(${textOf(tree, separator)}, ${textOf(tree, glue)})`;
  return { kind: "replaceAll for split and join", sure: false, parts: [{ from: node.from, to: node.to, text }] };
};

const forms: readonly Form[] = [includes, spread, shorthand, power, nullish, decision, literal, replaceAll];

/** In parentheses where an operator beside it could take it apart. */
function wrapped(tree: SyntaxTree, node: SyntaxNode): string {
  const text = textOf(tree, node);
  return /^(binary_expression|ternary_expression|assignment_expression|arrow_function|yield_expression|sequence_expression|function_expression|as_expression|satisfies_expression)$/.test(
    node.type,
  )
    ? `(${text})`
    : text;
}
