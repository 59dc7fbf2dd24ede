import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../syntax/nodes.ts";
import type { ApiEntry } from "./api.ts";
import { joined, spelled } from "./spelled.ts";

type Tree = Pick<SyntaxTree, "text">;

/** How a function is called: everything before its body, without the names of its parameters. */
export function rustFunction(tree: Tree, item: SyntaxNode): string {
  const names = new Map<string, string>();
  for (const parameter of childOf(item, "parameters")?.children ?? []) {
    const pattern = parameter.type === "parameter" ? childOf(parameter, "pattern") : undefined;
    if (pattern !== undefined)
      walk(pattern, (node) => {
        if (node.type === "identifier") names.set(textOf(tree, node), `$${names.size + 1}`);
      });
  }
  return spelled(tree, item, {
    names,
    without: (node) =>
      (node.parent === item && (node.field === "body" || node.field === "name" || node.type === ";")) ||
      /^(?:visibility_modifier|attribute_item)$/.test(node.type) ||
      (node.type === "mutable_specifier" && /^(?:parameter|mut_pattern)$/.test(node.parent?.type ?? "")),
  });
}

/** A public item with what belongs to it: fields, variants, the items of a trait. */
export function rustMembers(
  tree: Tree,
  item: SyntaxNode,
  name: string,
  attributes: readonly string[],
): readonly ApiEntry[] {
  const kept = attributes.filter((attribute) => /\b(?:repr|non_exhaustive)\b/.test(attribute));
  const body = childOf(item, "body");
  const header = (...parts: readonly string[]): ApiEntry => {
    const own = spelled(tree, item, {
      without: (node) =>
        node.parent === item &&
        (/^(?:body|name|value)$/.test(node.field ?? "") || /^(?:[=;]|visibility_modifier)$/.test(node.type)),
    });
    return { name, signature: joined(...kept, own, ...parts), at: item.from };
  };
  const isOpen = !kept.some((attribute) => attribute.includes("non_exhaustive"));
  switch (item.type) {
    case "function_item":
    case "function_signature_item":
      return [{ name, signature: rustFunction(tree, item), at: item.from }];
    case "struct_item":
    case "union_item":
      return body?.type === "ordered_field_declaration_list"
        ? [header(`( ${placesOf(tree, body).join(" , ")} )`)]
        : structEntries(tree, body, name, header, isOpen);
    case "enum_item":
      return [header(), ...variantsOf(tree, body, name, isOpen)];
    case "trait_item":
      return [header(), ...traitEntries(tree, body, name)];
    case "type_item":
      return [{ name, signature: spelled(tree, item), at: item.from }];
    default:
      return [header()];
  }
}

/** The fields of a tuple struct: types, and "_" for private ones. */
function placesOf(tree: Tree, body: SyntaxNode): readonly string[] {
  let isShown = false;
  return body.children.flatMap((part) => {
    if (part.type === "visibility_modifier") isShown = textOf(tree, part) === "pub";
    if (part.field !== "type") return [];
    const place = isShown ? spelled(tree, part) : "_";
    isShown = false;
    return [place];
  });
}

function structEntries(
  tree: Tree,
  body: SyntaxNode | undefined,
  name: string,
  header: (...parts: readonly string[]) => ApiEntry,
  isOpen: boolean,
): readonly ApiEntry[] {
  const fields = body?.children.filter(({ type }) => type === "field_declaration") ?? [];
  const shown = fields.filter((field) => {
    const visibility = firstOfType(field, "visibility_modifier");
    return visibility !== undefined && textOf(tree, visibility) === "pub";
  });
  const isWhole = shown.length === fields.length;
  return [
    header(isWhole ? "" : "{ .. }"),
    ...shown.map((field): ApiEntry => {
      const own = childOf(field, "name");
      return {
        name: `${name}.${own === undefined ? "" : textOf(tree, own)}`,
        signature: spelled(tree, childOf(field, "type")),
        at: field.from,
        ...(isWhole && isOpen ? { asked: true } : {}),
      };
    }),
  ];
}

function variantsOf(tree: Tree, body: SyntaxNode | undefined, name: string, isOpen: boolean): readonly ApiEntry[] {
  return (body?.children ?? [])
    .filter(({ type }) => type === "enum_variant")
    .map((variant): ApiEntry => {
      const own = childOf(variant, "name");
      const signature = spelled(tree, variant, { without: ({ type }) => type === "attribute_item" });
      return {
        name: `${name}.${own === undefined ? "" : textOf(tree, own)}`,
        signature,
        at: variant.from,
        ...(isOpen ? { asked: true } : {}),
      };
    });
}

function traitEntries(tree: Tree, body: SyntaxNode | undefined, name: string): readonly ApiEntry[] {
  return (body?.children ?? []).flatMap((member): readonly ApiEntry[] => {
    const own = childOf(member, "name");
    if (own === undefined) return [];
    const isGiven =
      childOf(member, "body") !== undefined ||
      childOf(member, "value") !== undefined ||
      childOf(member, "type") !== undefined;
    const isFunction = /^function_(?:signature_)?item$/.test(member.type);
    const asked = isFunction
      ? childOf(member, "body") === undefined
      : !isGiven || (member.type === "const_item" && childOf(member, "value") === undefined);
    const signature = isFunction ? rustFunction(tree, member) : spelled(tree, member);
    return [{ name: `${name}.${textOf(tree, own)}`, signature, at: member.from, ...(asked ? { asked: true } : {}) }];
  });
}
