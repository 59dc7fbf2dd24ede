import type { Declaration, SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { DeclarationReader, Found, Scope } from "./declaration-reader.ts";
import { childOf, firstOfType, textOf, walk } from "./nodes.ts";

type Kind = Declaration["kind"];

/** Node types that declare something by their field `name`, for Go, Rust, Java and C# together. */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["function_declaration", "function"],
  ["function_item", "function"],
  ["function_signature_item", "function"],
  ["local_function_statement", "function"],
  ["macro_definition", "function"],
  ["delegate_declaration", "function"],
  ["method_declaration", "method"],
  ["constructor_declaration", "method"],
  ["property_declaration", "method"],
  ["type_spec", "class"],
  ["type_alias", "class"],
  ["type_item", "class"],
  ["struct_item", "class"],
  ["enum_item", "class"],
  ["union_item", "class"],
  ["trait_item", "class"],
  ["class_declaration", "class"],
  ["interface_declaration", "class"],
  ["struct_declaration", "class"],
  ["enum_declaration", "class"],
  ["record_declaration", "class"],
  ["annotation_type_declaration", "class"],
  ["const_spec", "variable"],
  ["var_spec", "variable"],
  ["const_item", "variable"],
  ["static_item", "variable"],
]);

/** Go, Rust, Java and C#: languages where a declaration always has a keyword or a fixed place. */
export function compiledDeclarations(tree: Pick<SyntaxTree, "language" | "text" | "root">): DeclarationReader {
  return (node, scope) => {
    if (node.type === "impl_item") {
      const holder = typeName(tree, childOf(node, "type"));
      return { inner: { holders: holder === undefined ? [] : [holder], within: "class", exported: true } };
    }
    if (node.type === "mod_item") {
      const name = textOf(tree, childOf(node, "name") ?? node);
      return { inner: { ...scope, holders: [...scope.holders, name] } };
    }
    const declared = KINDS.get(node.type);
    if (declared === undefined) return undefined;
    if (declared === "variable" && scope.within !== "module") return undefined;
    const kind = declared === "function" && scope.within === "class" ? "method" : declared;
    const receiver = typeName(tree, childOf(node, "receiver"));
    const names = node.children.filter((child) => child.field === "name" && child.named);
    const place = statementOf(node);
    const found = names.map((name): Found => {
      const exported = scope.within !== "function" && scope.exported && isExported(node, textOf(tree, name), scope);
      const base = { name: textOf(tree, name), kind, node: place, exported };
      return receiver === undefined ? base : { ...base, holders: [receiver] };
    });
    const first = found[0];
    if (first === undefined) return undefined;
    const holders = [...(first.holders ?? scope.holders), first.name];
    return { found, inner: { holders, within: kind === "class" ? "class" : "function", exported: first.exported } };
  };

  function isExported(node: SyntaxNode, name: string, scope: Scope): boolean {
    if (tree.language === "go") return /^\p{Lu}/u.test(name);
    if (tree.language === "rust")
      return firstOfType(node, "visibility_modifier") !== undefined || node.parent?.parent?.type === "trait_item";
    const inInterface = scope.within === "class" && node.parent?.parent?.type === "interface_declaration";
    const modifiers = node.children.filter((child) => /^modifiers?$/.test(child.type));
    return inInterface || modifiers.some((modifier) => /\bpublic\b/.test(textOf(tree, modifier)));
  }
}

/** `type X …` and `const x …` outside of a group are named by their only spec: the statement is the declaration. */
function statementOf(node: SyntaxNode): SyntaxNode {
  const parent = node.parent;
  const isOnly = parent !== undefined && parent.children.filter((child) => child.named).length === 1;
  return isOnly && /^(type|const|var)_declaration$/.test(parent.type) ? parent : node;
}

function typeName(tree: Pick<SyntaxTree, "text">, node: SyntaxNode | undefined): string | undefined {
  let name: string | undefined;
  if (node !== undefined)
    walk(node, (part) => {
      if (part.type === "type_identifier") name ??= textOf(tree, part);
    });
  return name;
}
