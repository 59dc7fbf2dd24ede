import type { Declaration, Language, SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import { childOf, textOf } from "./nodes.ts";
import { isFunction } from "./outline.ts";

/** Where the documentation of a declaration would have to stand. */
export interface DocPlace {
  readonly declaration: Declaration;
  /** Offset of the start of a line: what is put there comes before the line. */
  readonly at: number;
  /** The white space the lines of the documentation begin with. */
  readonly indent: string;
}

/**
 * The public declarations that have no documentation in their language's own form, in order of appearance. A comment of any
 * kind right above one counts as documentation, unless it only speaks to a tool. What is declared inside functions is left
 * out, and so is what inherits its documentation or has none by custom: overrides, setters, overloads, `__dunder__` methods.
 */
export function undocumented(tree: SyntaxTree): readonly DocPlace[] {
  const functions = tree.declarations.filter(isFunction);
  return tree.declarations.flatMap((declaration) => {
    const isInner = functions.some(
      (outer) => outer !== declaration && outer.from <= declaration.from && declaration.to <= outer.to,
    );
    if (!declaration.exported || isInner || inherits(tree, declaration)) return [];
    const place = tree.language === "python" ? inBody(tree, declaration) : above(tree, declaration);
    return place === undefined ? [] : [place];
  });
}

/** Whether a comment is documentation in the language's own form, by its text. Python's docstrings are no comments. */
function isDocComment(language: Language, text: string): boolean {
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
    case "java":
      return /^\/\*\*(?!\/)/.test(text);
    case "rust":
    case "csharp":
      return /^(\/\/\/(?!\/)|\/\/!|\/\*\*(?!\/)|\/\*!)/.test(text);
    case "go":
      return !isDirective(text);
    case "python":
      return false;
  }
}

/** Comments that tell a tool something: linters, type checkers, coverage, compilers, formatters. */
function isDirective(text: string): boolean {
  return directive.test(text);
}

const directive =
  /^(?:\/\/+|\/\*+|#)\s*(?:@ts-|eslint\b|biome-|prettier-|oxlint-|deno-lint|tslint:|jshint\b|jslint\b|istanbul\b|c8\b|v8\b|@vite-|@vitest-|@jest-|webpack\w*:|@__|#__|noinspection\b|sourceMappingURL|@jsx|@flow\b|flow(?:lint)?\b|go:|\+build\b|nolint\b|export\s|cgo\b|line\s|type:|noqa\b|pylint:|mypy:|pyright:|ruff:|flake8[:\b]|pragma\b|fmt:|yapf:|isort:|nosec\b|coding[:=]|-\*-|!|rustfmt|clippy|NOSONAR|NOLINT|CHECKSTYLE|SuppressWarnings|ReSharper|region\b|endregion\b)/i;

function inherits(tree: SyntaxTree, { node, name }: Declaration): boolean {
  if (followsContract(tree, node)) return true;
  const head = textOf(tree, node).slice(0, Math.max(0, (bodyOf(node)?.from ?? node.to) - node.from));
  if (/(?:^|\s)(?:override|@Override)\b/.test(head)) return true;
  if (tree.language === "python")
    return /^__\w+__$/.test(name) || /@(?:\w+\.)?overload\b|@\w+\.(?:setter|deleter)\b/.test(head);
  return /(?:^|\s)set\s+\w+\s*\($/.test(head.slice(0, head.indexOf("(") + 1));
}

/** Members of a class that implements an interface, and of an object that has a type, are documented there. */
function followsContract(tree: SyntaxTree, node: SyntaxNode): boolean {
  const holder = node.parent;
  if (holder?.type === "class_body" || holder?.type === "declaration_list") {
    const heritage = holder.parent?.children.find(({ type }) => /^(class_heritage|super_interfaces|trait)$/.test(type));
    const isTrait = childOf(holder.parent, "trait") !== undefined;
    return isTrait || (heritage !== undefined && /\bimplements\b/.test(textOf(tree, heritage)));
  }
  const typed = holder?.type === "object" ? holder.parent : undefined;
  return (
    typed !== undefined && (childOf(typed, "type") !== undefined || /^(as|satisfies)_expression$/.test(typed.type))
  );
}

/** The body of a function or class, through decorators and bindings. */
export function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  const own = childOf(node, "body");
  if (own !== undefined) return own;
  for (const child of node.children) {
    if (
      !/^(value|right|definition|declaration)$/.test(child.field ?? "") &&
      child.type !== "variable_declarator" &&
      child.type !== "assignment_expression"
    )
      continue;
    const inner = bodyOf(child);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Above the declaration, its decorators and attributes, and what speaks to tools. */
function above(tree: SyntaxTree, declaration: Declaration): DocPlace | undefined {
  const { node } = declaration;
  let top = statementOf(node);
  const declared = top;
  const siblings = top.parent?.children ?? [];
  for (let index = siblings.indexOf(top) - 1; index >= 0; index--) {
    const before = siblings[index];
    if (before === undefined || !isNext(tree, before, top)) break;
    if (/comment/.test(before.type)) {
      if (!isAlone(tree, before)) break;
      if (!isDirective(textOf(tree, before))) return undefined;
    } else if (!/^(decorator|attribute_item)$/.test(before.type)) break;
    top = before;
  }
  const attribute = declared.children.find(
    (child) => /comment/.test(child.type) && isDocComment(tree.language, textOf(tree, child)),
  );
  if (attribute !== undefined && attribute.from < (bodyOf(node)?.from ?? node.to)) return undefined;
  const at = tree.text.lastIndexOf("\n", top.from - 1) + 1;
  const indent = tree.text.slice(at, top.from);
  return indent.trim() === "" ? { declaration, at, indent } : undefined;
}

/** With `export` before it. */
function statementOf(node: SyntaxNode): SyntaxNode {
  const { parent } = node;
  const isWrapped =
    parent !== undefined && /^(export_statement|expression_statement|decorated_definition)$/.test(parent.type);
  return isWrapped ? statementOf(parent) : node;
}

/** Whether nothing but the end of a line lies between the two; a comment may hold that end itself. */
function isNext(tree: SyntaxTree, before: SyntaxNode, after: SyntaxNode): boolean {
  const end = before.from + textOf(tree, before).trimEnd().length;
  return /^[^\S\n]*\n?[^\S\n]*$/.test(tree.text.slice(end, after.from));
}

function isAlone(tree: SyntaxTree, { from }: SyntaxNode): boolean {
  return tree.text.slice(tree.text.lastIndexOf("\n", from - 1) + 1, from).trim() === "";
}

/** The first line of the body; undefined for one that has a docstring, stands on the line of its head, or is no body at all. */
function inBody(tree: SyntaxTree, declaration: Declaration): DocPlace | undefined {
  const body = bodyOf(declaration.node);
  const first = body?.children.find((child) => child.named && child.type !== "comment");
  const holder = body?.parent;
  if (body === undefined || first === undefined || holder === undefined || declaration.kind === "variable")
    return undefined;
  const expression = first.type === "expression_statement" ? first.children[0] : undefined;
  if (expression !== undefined && /^(string|concatenated_string|ellipsis)$/.test(expression.type)) return undefined;
  const lineOfFirst = tree.text.lastIndexOf("\n", first.from - 1) + 1;
  const indent = tree.text.slice(lineOfFirst, first.from);
  const colon = holder.children.findLast((child) => child.type === ":" && child.to <= first.from);
  const at = colon === undefined ? 0 : tree.text.indexOf("\n", colon.to) + 1;
  if (at === 0 || at > lineOfFirst || indent.trim() !== "") return undefined;
  return { declaration, at, indent };
}
