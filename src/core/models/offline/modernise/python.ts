import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { Change } from "./change.ts";
import { formatString } from "./f-strings.ts";

/** Python 3's own forms for what was written for an older one. */
export function python(tree: SyntaxTree): readonly Change[] {
  const changes: Change[] = [];
  const own = new Set([...tree.declarations.map(({ name }) => name), ...boundIn(tree)]);
  walk(tree.root, (node) => {
    const found =
      formatString(tree, node) ??
      notIn(tree, node) ??
      superCall(tree, node) ??
      objectBase(tree, node) ??
      (node.type === "call" && !isInterpolated(node)
        ? (emptyLiteral(tree, node, own) ?? setLiteral(tree, node, own) ?? comprehension(tree, node, own))
        : undefined) ??
      osError(tree, node, own) ??
      plainString(tree, node);
    if (found !== undefined) changes.push(found);
  });
  return changes;
}

/** Inside of an f-string, where a brace at the start would be taken for an escaped one. */
function isInterpolated(node: SyntaxNode): boolean {
  return [...holdersOf(node)].some(({ type }) => type === "interpolation");
}

/** `a not in b` for `not a in b`, `a is not b` for `not a is b`. */
function notIn(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const compared = node.type === "not_operator" ? childOf(node, "argument") : undefined;
  const operators = compared?.children.filter(({ field }) => field === "operators") ?? [];
  const [operator] = operators;
  if (compared?.type !== "comparison_operator" || operator === undefined || operators.length > 1) return undefined;
  const negated = new Map([
    ["in", "not in"],
    ["is", "is not"],
  ]).get(textOf(tree, operator));
  if (negated === undefined) return undefined;
  const parts = [
    { from: node.from, to: compared.from, text: "" },
    { from: operator.from, to: operator.to, text: negated },
  ];
  return { kind: "not in and is not", sure: true, parts };
}

/** `super()` for `super(Name, self)`, in a method of that class itself. */
function superCall(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  if (node.type !== "call" || textOf(tree, childOf(node, "function") ?? node) !== "super") return undefined;
  const args = childOf(node, "arguments");
  const around = [...holdersOf(node)].filter(({ type }) =>
    /^(function_definition|class_definition|lambda|list_comprehension|generator_expression|dictionary_comprehension|set_comprehension)$/.test(
      type,
    ),
  );
  const [method, holder] = around;
  if (args === undefined || method?.type !== "function_definition" || holder?.type !== "class_definition")
    return undefined;
  const first = childOf(method, "parameters")?.children.find(({ named }) => named);
  const name = childOf(holder, "name");
  if (first?.type !== "identifier" || name === undefined) return undefined;
  if (textOf(tree, args).replace(/\s/g, "") !== `(${textOf(tree, name)},${textOf(tree, first)})`) return undefined;
  return { kind: "super() without arguments", sure: true, parts: [{ from: args.from, to: args.to, text: "()" }] };
}

/** `class A:` for `class A(object):` and `class A():`. */
function objectBase(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  const bases = node.type === "class_definition" ? childOf(node, "superclasses") : undefined;
  if (bases === undefined || !/^\((object)?\)$/.test(textOf(tree, bases).replace(/\s/g, ""))) return undefined;
  return { kind: "classes without (object)", sure: true, parts: [{ from: bases.from, to: bases.to, text: "" }] };
}

/** `{}` for `dict()`, `[]` for `list()`. */
function emptyLiteral(tree: SyntaxTree, node: SyntaxNode, own: ReadonlySet<string>): Change | undefined {
  if (node.type !== "call") return undefined;
  const name = textOf(tree, childOf(node, "function") ?? node);
  const text = name === "dict" ? "{}" : name === "list" ? "[]" : undefined;
  const args = childOf(node, "arguments");
  if (text === undefined || own.has(name) || args === undefined || textOf(tree, args).replace(/\s/g, "") !== "()")
    return undefined;
  return { kind: "literals for constructors", sure: true, parts: [{ from: node.from, to: node.to, text }] };
}

/** `{a, b}` for `set([a, b])`. */
function setLiteral(tree: SyntaxTree, node: SyntaxNode, own: ReadonlySet<string>): Change | undefined {
  if (node.type !== "call" || textOf(tree, childOf(node, "function") ?? node) !== "set" || own.has("set"))
    return undefined;
  const args = (childOf(node, "arguments")?.children ?? []).filter(({ named }) => named);
  const [list] = args;
  if (args.length !== 1 || list?.type !== "list" || firstOfType(list, "list_splat", "comment") !== undefined)
    return undefined;
  const inside = textOf(tree, list).slice(1, -1);
  if (inside.trim() === "") return undefined;
  return {
    kind: "literals for constructors",
    sure: true,
    parts: [{ from: node.from, to: node.to, text: `{${inside}}` }],
  };
}

/** `{a for a in b}` for `set([a for a in b])`, `{a: b for a, b in c}` for `dict([(a, b) for a, b in c])`. */
function comprehension(tree: SyntaxTree, node: SyntaxNode, own: ReadonlySet<string>): Change | undefined {
  const name = node.type === "call" ? textOf(tree, childOf(node, "function") ?? node) : "";
  if (!/^(set|dict)$/.test(name) || own.has(name)) return undefined;
  const args = (childOf(node, "arguments")?.children ?? []).filter(({ named }) => named);
  const [list] = args;
  const body = childOf(list, "body");
  if (args.length !== 1 || list?.type !== "list_comprehension" || body === undefined || /#/.test(textOf(tree, node)))
    return undefined;
  const rest = tree.text.slice(body.to, list.to - 1);
  const item = name === "set" ? textOf(tree, body) : pairIn(tree, body);
  if (item === undefined) return undefined;
  const text = `{${tree.text.slice(list.from + 1, body.from)}${item}${rest}}`;
  return { kind: "comprehensions", sure: false, parts: [{ from: node.from, to: node.to, text }] };
}

function pairIn(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const [key, value, ...others] = node.type === "tuple" ? node.children.filter(({ named }) => named) : [];
  if (key === undefined || value === undefined || others.length > 0) return undefined;
  if (
    /^(list_splat|named_expression|lambda|yield)$/.test(key.type) ||
    /^(list_splat|named_expression|yield)$/.test(value.type)
  )
    return undefined;
  return `${textOf(tree, key)}: ${textOf(tree, value)}`;
}

/** `OSError` for `IOError` and `EnvironmentError`, which are other names of the same class. */
function osError(tree: SyntaxTree, node: SyntaxNode, own: ReadonlySet<string>): Change | undefined {
  if (node.type !== "identifier" || !/^(IOError|EnvironmentError)$/.test(textOf(tree, node))) return undefined;
  if (own.has(textOf(tree, node)) || own.has("OSError") || node.field === "attribute" || node.field === "name")
    return undefined;
  const beside = node.parent?.type === "tuple" ? node.parent.children : [];
  const isDoubled = beside.some(
    (one) => one !== node && /^(OSError|IOError|EnvironmentError)$/.test(textOf(tree, one)),
  );
  if (isDoubled || node.parent?.type === "dotted_name") return undefined;
  return { kind: "OSError", sure: true, parts: [{ from: node.from, to: node.to, text: "OSError" }] };
}

/** `"text"` for `u"text"`. */
function plainString(tree: SyntaxTree, node: SyntaxNode): Change | undefined {
  if (node.type !== "string" || !/^[uU]["']/.test(textOf(tree, node))) return undefined;
  return { kind: "strings without u", sure: true, parts: [{ from: node.from, to: node.from + 1, text: "" }] };
}

/** Names that a file gives values of its own, as far as they could stand for what is built in. */
function boundIn(tree: SyntaxTree): readonly string[] {
  const names: string[] = [];
  walk(tree.root, (node) => {
    if (node.type !== "identifier" || !/^(set|dict|list|IOError|EnvironmentError|OSError)$/.test(textOf(tree, node)))
      return;
    const isUse =
      /^(call|argument_list|attribute|tuple|list|pair|subscript|type|generic_type|except_clause|as_pattern|(raise|return)_statement|comparison_operator)$/;
    if (!isUse.test(node.parent?.type ?? "")) names.push(textOf(tree, node));
  });
  return names;
}
