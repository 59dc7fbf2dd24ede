import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf } from "../../syntax/nodes.ts";
import type { Api, ApiEntry } from "./api.ts";
import { rustFunction, rustMembers } from "./rust-items.ts";
import { joined, spelled } from "./spelled.ts";

type Tree = Pick<SyntaxTree, "text" | "root">;

/** The `pub` items of a Rust file, with fields, variants, methods and implemented traits. `pub(crate)` is not for others. */
export function rustApi(tree: Tree): Api {
  return { entries: itemsOf(tree, tree.root.children, ""), dynamic: [] };
}

function itemsOf(tree: Tree, items: readonly SyntaxNode[], prefix: string): readonly ApiEntry[] {
  const entries: ApiEntry[] = [];
  let attributes: SyntaxNode[] = [];
  for (const item of items) {
    if (item.type === "attribute_item") {
      attributes.push(item);
      continue;
    }
    if (/comment/.test(item.type)) continue;
    entries.push(
      ...itemEntries(
        tree,
        item,
        prefix,
        attributes.map((attribute) => spelled(tree, attribute)),
        items,
      ),
    );
    attributes = [];
  }
  return entries;
}

function itemEntries(
  tree: Tree,
  item: SyntaxNode,
  prefix: string,
  attributes: readonly string[],
  around: readonly SyntaxNode[],
): readonly ApiEntry[] {
  const own = childOf(item, "name");
  const name = `${prefix}${own === undefined ? "" : textOf(tree, own)}`;
  if (attributes.some((attribute) => attribute.replaceAll(" ", "").includes("cfg(test)"))) return [];
  if (item.type === "impl_item") return implEntries(tree, item, prefix);
  if (item.type === "macro_definition")
    return attributes.some((attribute) => attribute.includes("macro_export"))
      ? [{ name: `${name}!`, signature: "macro", at: item.from }]
      : [];
  const visible = isPublic(tree, item);
  if (item.type === "mod_item") {
    const body = childOf(item, "body");
    const isShown = visible || around.some((other) => isUseOf(tree, other, own === undefined ? "" : textOf(tree, own)));
    if (!isShown) return [];
    const inner = body === undefined ? [] : itemsOf(tree, body.children, `${name}.`);
    return [{ name, signature: visible ? "pub mod" : "mod", at: item.from }, ...inner];
  }
  if (!visible) return [];
  if (item.type === "use_declaration") return usedBy(tree, item, prefix);
  const derived = attributes.flatMap((attribute) => /derive \( (.*) \)/.exec(attribute)?.[1]?.split(/ ?, ?/) ?? []);
  return [
    ...rustMembers(tree, item, name, attributes),
    ...derived
      .filter((trait) => trait !== "")
      .map(
        (trait): ApiEntry => ({ name: `impl ${trait.split(" ").at(-1)} for ${name}`, signature: "", at: item.from }),
      ),
  ];
}

function isPublic(tree: Tree, item: SyntaxNode): boolean {
  const visibility = firstOfType(item, "visibility_modifier");
  return visibility !== undefined && textOf(tree, visibility) === "pub";
}

function isUseOf(tree: Tree, item: SyntaxNode, module: string): boolean {
  if (item.type !== "use_declaration" || !isPublic(tree, item)) return false;
  return spelled(tree, childOf(item, "argument"))
    .replace(/^self :: /, "")
    .startsWith(`${module} ::`);
}

/** An inherent block adds members to its type; a trait's says that the type has the trait, and with which types. */
function implEntries(tree: Tree, item: SyntaxNode, prefix: string): readonly ApiEntry[] {
  const type = childOf(item, "type");
  const trait = childOf(item, "trait");
  const body = childOf(item, "body")?.children ?? [];
  const header = joined(
    spelled(tree, childOf(item, "type_parameters")),
    spelled(tree, firstOfType(item, "where_clause")),
  );
  const holder = spelled(tree, childOf(type, "type") ?? type);
  if (trait !== undefined) {
    const types = body.filter((member) => member.type === "type_item").map((member) => spelled(tree, member));
    const name = `impl ${spelled(tree, trait)} for ${prefix}${spelled(tree, type)}`
      .replaceAll(" < ", "<")
      .replaceAll(" >", ">");
    return [{ name, signature: joined(header, ...types), at: item.from }];
  }
  return body
    .filter((member) => isPublic(tree, member))
    .map((member): ApiEntry => {
      const own = childOf(member, "name");
      const signature = member.type === "function_item" ? rustFunction(tree, member) : constantOf(tree, member);
      const place = joined(header, holder !== spelled(tree, type) && spelled(tree, type), signature);
      return {
        name: `${prefix}${holder}.${own === undefined ? "" : textOf(tree, own)}`,
        signature: place,
        at: member.from,
      };
    });
}

function constantOf(tree: Tree, item: SyntaxNode): string {
  return spelled(tree, item, {
    without: (node) =>
      node.parent === item && (node.field === "value" || /^(?:=|;|visibility_modifier)$/.test(node.type)),
  });
}

/** One entry for each name that `pub use` shows, with its path. */
function usedBy(tree: Tree, item: SyntaxNode, prefix: string): readonly ApiEntry[] {
  const found: ApiEntry[] = [];
  const visit = (node: SyntaxNode | undefined, path: string): void => {
    if (node === undefined) return;
    const inner = (part: SyntaxNode | undefined): string => joined(path, spelled(tree, part)).replaceAll(" ", "");
    switch (node.type) {
      case "scoped_use_list":
        for (const part of childOf(node, "list")?.children ?? []) visit(part, `${inner(childOf(node, "path"))}::`);
        return;
      case "use_list":
        for (const part of node.children) visit(part, path);
        return;
      case "use_as_clause": {
        const alias = childOf(node, "alias");
        found.push({
          name: `${prefix}${spelled(tree, alias)}`,
          signature: `use ${inner(childOf(node, "path"))}`,
          at: node.from,
        });
        return;
      }
      case "use_wildcard":
        found.push({ name: `${prefix}* from ${inner(node)}`, signature: "", at: node.from });
        return;
      default: {
        if (!node.named || /comment/.test(node.type)) return;
        const whole = inner(node).replace(/::self$/, "");
        found.push({ name: `${prefix}${whole.split("::").at(-1)}`, signature: `use ${whole}`, at: node.from });
      }
    }
  };
  visit(childOf(item, "argument"), "");
  return found;
}
