import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { importsOf } from "../../../syntax/imports.ts";
import { childOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { SubjectNames } from "../subject-names.ts";
import { type Binding, bindingsIn } from "./bindings.ts";
import { type Span, tokensIn } from "./stated.ts";

/** What of a test depends on its subject, by name: through variables, what is lent to it, and functions of the file's own. */
export function compiledUse(
  tree: SyntaxTree,
  { callable, values }: SubjectNames,
  apart: ReadonlySet<SyntaxNode>,
): (span: Span) => boolean {
  const known = new Set<string>();
  const foreign = foreignPackages(tree);
  const dependsOn = (span: Span): boolean => {
    const tokens = tokensIn(tree, span);
    return tokens.some((token, index) => {
      const word = textOf(tree, token);
      if (!/identifier$/.test(token.type)) return false;
      const [before = "", holder = "", opening = ""] = [1, 2, 3].map((back) => wordAt(tree, tokens, index - back));
      const isMember = before === "." || before === "::";
      if (known.has(word) && (!isMember || holder === "self" || holder === "this")) return true;
      if (isMember && (foreign.has(rootBefore(tree, tokens, index)) || holder === ")")) return false;
      if (values.has(word)) return true;
      // Asked for its name only.
      const isNamed = /^(nameof|stringify|typeof)$/.test(before === "(" ? holder : opening);
      return callable.has(word) && !isNamed && isUse(wordAt(tree, tokens, index + 1), wordAt(tree, tokens, index + 2));
    });
  };
  const bindings = [...bindingsIn(tree, tree.root, apart), ...ownFunctions(tree, apart)];
  for (let size = -1; size < known.size; ) {
    size = known.size;
    for (const { names, value } of bindings) if (dependsOn(value)) for (const name of names) known.add(name);
    walk(tree.root, (node) => {
      if (apart.has(node)) return false;
      if (/^(call_expression|method_invocation|invocation_expression)$/.test(node.type) && dependsOn(node))
        for (const name of lentIn(tree, node)) known.add(name);
      return true;
    });
  }
  return dependsOn;
}

/** Functions that are no tests are known by what they do. */
function ownFunctions(tree: SyntaxTree, apart: ReadonlySet<SyntaxNode>): readonly Binding[] {
  return tree.declarations.flatMap(({ name, node }) => {
    const value = /function|method/.test(node.type) && !apart.has(node) ? childOf(node, "body") : undefined;
    return value === undefined ? [] : [{ names: [name], value, isPlain: false }];
  });
}

/** `&mut x`, `&x`, `ref x` and `out x`: what the subject may write to. */
function lentIn(tree: SyntaxTree, call: SyntaxNode): readonly string[] {
  const given = childOf(call, "arguments");
  if (given === undefined) return [];
  const pattern = { rust: /&mut\s+(\w+)/g, go: /&(\w+)/g, csharp: /\b(?:ref|out)\s+(?:\w+\s+)?(\w+)/g }[
    tree.language === "rust" || tree.language === "go" || tree.language === "csharp" ? tree.language : "rust"
  ];
  return [...textOf(tree, given).matchAll(pattern)].flatMap(([, name]) => name ?? []);
}

/** Called, made, or asked for one of its members: `Price.class` is not. */
function isUse(next: string, afterNext: string): boolean {
  return /^(\(|::|\.|\{|<|!)$/.test(next) && afterNext !== "class";
}

/** The packages whose members are not the subject's, by their names in this file. */
function foreignPackages(tree: SyntaxTree): ReadonlySet<string> {
  if (tree.language === "rust") return new Set(["std", "core", "alloc"]);
  if (tree.language !== "go") return new Set();
  const isForeign = (path: string) =>
    !/^[^/]+\.[^/]+\//.test(path) && !path.includes("/") ? true : /^github\.com\/stretchr\//.test(path);
  return new Set(
    importsOf(tree).flatMap(({ specifier, names }) => (isForeign(specifier) ? names.map(({ local }) => local) : [])),
  );
}

/** `a` before `b` in `a::x::b`. */
function rootBefore(tree: SyntaxTree, tokens: readonly SyntaxNode[], index: number): string {
  let at = index;
  while (/^(\.|::)$/.test(wordAt(tree, tokens, at - 1))) at -= 2;
  return wordAt(tree, tokens, at);
}

function wordAt(tree: SyntaxTree, tokens: readonly SyntaxNode[], index: number): string {
  const token = tokens[index];
  return token === undefined ? "" : textOf(tree, token);
}
