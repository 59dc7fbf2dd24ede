import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf } from "../../syntax/nodes.ts";
import type { Api, ApiEntry } from "./api.ts";
import { hiddenEntries } from "./hidden.ts";
import { isVisible, memberEntries, modifiersOf, parameterTypes, type Tree } from "./nominal-members.ts";
import { joined, spelled } from "./spelled.ts";

const TYPES = /^(?:class|interface|enum|record|struct|record_struct|annotation_type|delegate)_declaration$/;

/** The public and protected types of a Java or C# file with their members. */
export function nominalApi(tree: Pick<SyntaxTree, "language" | "text" | "root">): Api {
  const shown: ApiEntry[] = [];
  const others = new Map<string, readonly ApiEntry[]>();
  const visit = (nodes: readonly SyntaxNode[], prefix: string): void => {
    let within = prefix;
    for (const node of nodes) {
      const name = childOf(node, "name");
      if (node.type === "package_declaration")
        shown.push({ name: "package", signature: spelled(tree, node), at: node.from });
      else if (/namespace_declaration$/.test(node.type) && name !== undefined) {
        const inner = `${within}${spelled(tree, name).replaceAll(" ", "")}.`;
        // A file-scoped namespace holds all that follows it.
        if (childOf(node, "body") === undefined) within = inner;
        visit(childOf(node, "body")?.children ?? [], inner);
      } else if (TYPES.test(node.type) && name !== undefined) {
        const entries = typeEntries(tree, node, within);
        if (isVisible(tree, node, false)) shown.push(...entries);
        else others.set(textOf(tree, name), entries);
      } else if (/^preproc_/.test(node.type)) visit(node.children, within);
    }
  };
  visit(tree.root.children, "");
  return { entries: [...shown, ...hiddenEntries(shown, (word) => others.get(word))], dynamic: [] };
}

function typeEntries(tree: Tree, node: SyntaxNode, prefix: string): readonly ApiEntry[] {
  const own = childOf(node, "name");
  const name = `${prefix}${own === undefined ? "" : textOf(tree, own)}`;
  const skipped =
    /^(?:class|interface|enum|annotation_type)_body$|^(?:declaration_list|enum_member_declaration_list|modifiers?|attribute_list|;)$/;
  const header = spelled(tree, node, {
    without: (part) =>
      part.parent === node &&
      (part === own || skipped.test(part.type) || part.field === "parameters" || part.type === "parameter_list"),
  });
  const body = childOf(node, "body");
  const members =
    body?.children.flatMap((member) => (member.type === "enum_body_declarations" ? member.children : [member])) ?? [];
  const isOpen = /^(?:interface|annotation_type)_/.test(node.type);
  const entries: ApiEntry[] = [{ name, signature: joined(modifiersOf(tree, node), header), at: node.from }];
  if (node.type === "delegate_declaration")
    return [
      {
        name,
        signature: joined(
          modifiersOf(tree, node),
          spelled(tree, node, { without: ({ type }) => /^modifiers?$/.test(type) }),
        ),
        at: node.from,
      },
    ];
  for (const member of members) {
    if (TYPES.test(member.type)) {
      if (isVisible(tree, member, isOpen)) entries.push(...typeEntries(tree, member, `${name}.`));
    } else if (/^enum_(?:constant|member_declaration)$/.test(member.type))
      entries.push(constantEntry(tree, name, member, members));
    else entries.push(...memberEntries(tree, name, member, isOpen));
  }
  return [...entries, ...madeConstructor(tree, node, name, members)];
}

/** In C# the numbers count, which come from the order where they are not written; in Java the names do. */
function constantEntry(tree: Tree, holder: string, member: SyntaxNode, all: readonly SyntaxNode[]): ApiEntry {
  const own = childOf(member, "name");
  const place = all.filter(({ type }) => type === member.type).indexOf(member);
  const value = childOf(member, "value");
  const signature =
    tree.language === "java" ? "constant" : value === undefined ? `constant ${place}` : spelled(tree, value);
  return { name: `${holder}.${own === undefined ? "" : textOf(tree, own)}`, signature, at: member.from };
}

/** What a record is made with, and the constructor that a class has where it writes none. */
function madeConstructor(
  tree: Tree,
  node: SyntaxNode,
  name: string,
  members: readonly SyntaxNode[],
): readonly ApiEntry[] {
  const list = childOf(node, "parameters") ?? firstOfType(node, "parameter_list", "formal_parameters");
  const own = name.slice(name.lastIndexOf(".") + 1);
  if (list !== undefined) {
    const made = {
      name: `${name}.${own}(${parameterTypes(tree, list)})`,
      signature: spelled(tree, list),
      at: node.from,
    };
    const parts = list.children.flatMap((parameter): readonly ApiEntry[] => {
      const part = childOf(parameter, "name");
      const signature = spelled(tree, childOf(parameter, "type"));
      return part === undefined || !node.type.startsWith("record")
        ? []
        : [{ name: `${name}.${textOf(tree, part)}`, signature, at: parameter.from }];
    });
    return [made, ...parts];
  }
  if (node.type !== "class_declaration" || members.some(({ type }) => type === "constructor_declaration")) return [];
  return [{ name: `${name}.${own}()`, signature: joined(visibilityOf(tree, node)), at: node.from }];
}

function visibilityOf(tree: Tree, node: SyntaxNode): string {
  return modifiersOf(tree, node)
    .split(" ")
    .filter((word) => /^(?:public|protected)$/.test(word))
    .join(" ");
}
